"""What every test stands on: no display, the day the sample was made, a home of its own."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
