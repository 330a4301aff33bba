"""What somebody will pay and get, reckoned forward by a policy of today."""
