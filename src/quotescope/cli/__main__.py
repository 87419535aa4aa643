"""``python -m quotescope.cli`` is the command ``quotescope``."""

import sys

from quotescope.cli import main

sys.exit(main())
