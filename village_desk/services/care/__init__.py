"""The care of the file in her hand: backups elsewhere, another PIN, choosing a backup, a report for who helps."""
