"""How much the long tests try: a little by default, a night's worth with QUOTESCOPE_NIGHTLY=1."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

NIGHTLY = os.environ.get("QUOTESCOPE_NIGHTLY") == "1"


def tries(examples: int) -> settings:
    """Hypothesis settings for a property that is tried so often by default."""
    return settings(
        max_examples=examples * (25 if NIGHTLY else 1),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
