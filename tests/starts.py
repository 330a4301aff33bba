"""The start of the window as a program of its own: its modules are counted, its time and memory measured."""

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from village_desk.ui import app
application = app.application()
app._SETTLED = 3_600_000  # what is loaded behind a window that stands is no part of its start
program = app.Program(Path(sys.argv[1]))
program.start()
program.shown.pin.control.setText(sys.argv[2])
program.shown.main.click()
assert program.shown.search.isEnabled()
QTimer.singleShot(0, application.quit)
application.exec()
"""
"""From the file and the PIN in ``sys.argv`` to a window that takes typing, which is open at the end."""
