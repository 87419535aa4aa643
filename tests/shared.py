"""Where the annotated news and its reference scorer lie, which are no part of the repository.

``QUOTESCOPE_SHARED`` names their folder; without it they are looked for beside the repository.
"""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path(os.environ.get("QUOTESCOPE_SHARED", Path(__file__).parent.parent.parent / "shared"))
GOLD = SHARED / "gold" / "dev"
SCORER = SHARED / "gold" / "score.py"
