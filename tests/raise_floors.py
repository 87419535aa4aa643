"""Pin the gate's floors to what is measured now: ``python tests/raise_floors.py [--lower]``.

Floors only rise.  Where a figure fell, nothing is written and the exit status is 1, unless
``--lower`` says that the loss is meant (harder cases came in, say).
"""

from __future__ import annotations

import argparse
import json

from gate import FLOORS, MEASURES, digest, documents_of, extractions_of, read_floors, sets_at_hand
from quotescope.evaluation import score


def main() -> int:
    """Measure, compare, write."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--lower", action="store_true", help="let figures fall")
    lower_meant = arguments.parse_args().lower

    floors, fallen = read_floors(), []
    for name in sets_at_hand():
        documents = documents_of(name)
        measured = score(documents, extractions_of(name)).as_dict()
        old, fingerprint = floors.get(name, {}), digest(documents)
        if old.get("sha256", fingerprint) != fingerprint:
            print(f"{name}: the documents changed since the floors were pinned")
        for measure in MEASURES:
            before = old.get(measure)
            print(f"{name:6} {measure:12} {measured[measure]:.3f} (floor {before})")
            if before is not None and measured[measure] < before:
                fallen.append(f"{name} {measure}: {measured[measure]:.3f} < {before:.3f}")
        floors[name] = {"sha256": fingerprint} | {key: measured[key] for key in MEASURES}

    if fallen and not lower_meant:
        print("nothing written, these fell (--lower if that is meant):", *fallen, sep="\n  ")
        return 1
    FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
