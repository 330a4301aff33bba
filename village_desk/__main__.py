"""``python -m village_desk``, and where the packaged program begins."""

import multiprocessing
import os
import sys

from village_desk.commands.program import main


def give_streams() -> None:
    """A windowed program of Windows has no standard streams: its commands read nothing and speak to nobody."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - until the end


if __name__ == "__main__":
    multiprocessing.freeze_support()
    give_streams()
    main(prog_name="village-desk")
