"""``python -m village_desk``, and where the packaged program begins."""

from village_desk.cli import main

if __name__ == "__main__":
    main(prog_name="village-desk")
