"""An HTML page of charts: who speaks how often and how much over many documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quotescope.formats.page import count, escape, page
from quotescope.formats.statistics import SpeakerTally, Statistics, Tally

SHOWN = 30
"""How many speakers the chart shows at most; the rest are summed up."""

_PATTERNS = """<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>
<pattern id="mixed" width="7" height="7" patternUnits="userSpaceOnUse"
 patternTransform="rotate(45)"><rect class="back" width="7" height="7"/>
<path class="ink" d="M2 0V7" style="stroke-width:3.4"/></pattern>
<pattern id="indirect" width="6" height="6" patternUnits="userSpaceOnUse">
<rect class="back" width="6" height="6"/><circle class="dot" cx="3" cy="3" r="1.3"/></pattern>
</defs></svg>"""


def corpus_page(counts: Statistics, title: str | None = None) -> str:
    """The page as one string, to be written as UTF-8; nothing in it comes from outside."""
    name = title or "Who speaks"
    body = f"""{_PATTERNS}
<header><h1>{escape(name)}</h1></header>
<div class="tiles">{_tiles(counts)}</div>
<div class="charts">
<section><h2>Speakers</h2>{_key()}{_speakers(counts)}</section>
<div class="pair">
<section><h2>Kinds</h2>{_kinds(counts)}</section>
<section><h2>Gender of the speaker</h2>{_genders(counts)}</section>
</div>
</div>"""
    return page(name, body)


def _tiles(counts: Statistics) -> str:
    named = sum(1 for tally in counts.speakers if tally.name is not None)
    numbers = {
        "document": counts.documents,
        "quotation": counts.total.quotes,
        "speaker": named,
        "quoted word": counts.total.words,
    }
    tiles = []
    for noun, number in numbers.items():
        figure, _, label = count(number, noun).partition(" ")
        tiles.append(f'<div class="tile"><b>{figure}</b><span>{label}</span></div>')
    return "".join(tiles)


def _key() -> str:
    samples = "".join(
        f'<span><svg aria-hidden="true"><rect width="100%" height="100%" rx="2" '
        f'class="fill-{kind}"/></svg>{kind}</span>'
        for kind in ("direct", "mixed", "indirect")
    )
    return f'<p class="key">{samples}</p>'


def _speakers(counts: Statistics) -> str:
    named = [tally for tally in counts.speakers if tally.name is not None]
    nobody = [tally for tally in counts.speakers if tally.name is None]
    shown = named[:SHOWN]
    most = max((tally.quotes for tally in [*shown, *nobody]), default=1)
    rows = [_speaker(tally, most) for tally in [*shown, *nobody]]
    if rest := named[SHOWN:]:
        quotes = count(sum(tally.quotes for tally in rest), "quotation")
        label = count(len(rest), "more speaker")
        rows.append(f"<div><dt>{label}</dt><dd></dd><dd>{quotes}</dd></div>")
    return f'<dl class="chart">{"".join(rows)}</dl>'


def _speaker(tally: SpeakerTally, most: int) -> str:
    name = "not identified" if tally.name is None else tally.name
    role = f'<span class="role" lang="fr">{escape(tally.role)}</span>' if tally.role else ""
    kinds = {kind: tally.kinds[kind] for kind in ("direct", "mixed", "indirect")}
    bar = _bar({f"fill-{kind}": number / most for kind, number in kinds.items()})
    return _row(f"{escape(name)}{role}", bar, tally)


def _kinds(counts: Statistics) -> str:
    rows = [
        _row(kind, _bar({f"fill-{kind}": _share(tally, counts.total)}), tally)
        for kind, tally in counts.kinds.items()
    ]
    return f'<dl class="chart">{"".join(rows)}</dl>'


def _genders(counts: Statistics) -> str:
    rows = [
        _row(gender or "not told", _bar({"fill-plain": _share(tally, counts.total)}), tally)
        for gender, tally in counts.genders.items()
    ]
    return f'<dl class="chart">{"".join(rows)}</dl>'


def _share(tally: Tally, total: Tally) -> float:
    return tally.quotes / total.quotes if total.quotes else 0.0


def _row(label: str, bar: str, tally: Tally) -> str:
    figures = f"{count(tally.quotes, 'quotation')}, {count(tally.words, 'word')}"
    return f'<div><dt>{label}</dt><dd class="drawn">{bar}</dd><dd>{figures}</dd></div>'


def _bar(shares: Mapping[str, float]) -> str:
    """A bar of stacked shares of the full width, in the order of the mapping."""
    rectangles, start = [], 0.0
    for css, share in _filled(shares.items()):
        rectangles.append(
            f'<rect class="{css}" x="{100 * start:.2f}%" width="{100 * share:.2f}%" height="100%"/>'
        )
        start += share
    return f'<svg aria-hidden="true">{"".join(rectangles)}</svg>'


def _filled(shares: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    return [(css, share) for css, share in shares if share > 0]
