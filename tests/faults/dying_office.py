"""A township that dies at its n-th reply, when what it says is committed and has not left: ``… N serve …``."""

import sys

from sync.township.__main__ import main
from tests.faults import dying

if __name__ == "__main__":
    dying.at_calls(dying.fuse(int(sys.argv.pop(1))), ("signed",))
    main()
