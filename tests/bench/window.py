"""From nothing to a window that takes typing, on the desk file named: prints seconds and megabytes."""

from time import perf_counter

BEGAN = perf_counter()


def main() -> None:
    """Open the desk, show the window, wait until it was drawn and the search box takes keys."""
    import sys
    from pathlib import Path

    from PySide6.QtCore import QTimer

    from tests.desks import PIN
    from village_desk.desk import Desk
    from village_desk.ui import app

    application = app.application()
    program = app.Program(Path(sys.argv[1]))
    program.enter(Desk.open(Path(sys.argv[1]), PIN))

    def ready() -> None:
        status = Path("/proc/self/status").read_text().split("VmRSS:")[1]
        print(perf_counter() - BEGAN, int(status.split()[0]) / 1024)
        application.quit()

    QTimer.singleShot(0, ready)
    application.exec()
    program.leave()


if __name__ == "__main__":
    main()
