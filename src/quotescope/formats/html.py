"""An HTML page: the article with its quotations, coloured by speaker.

One file without anything from outside.  Kinds differ by their underline, speakers also by the
number behind each quotation; cues and mentions light up with the quotation that they belong to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quotescope.formats.inline import Fragment, Mark, markup, only_marked, paragraphs, said
from quotescope.formats.page import count, escape, hue, page
from quotescope.formats.statistics import SpeakerTally, Statistics, name_of, statistics
from quotescope.models import Extraction, Quote

# Cues and mentions lie inside of what is quoted.
_MENTION, _CUE = 1, 2


def to_html(extraction: Extraction, title: str | None = None) -> str:
    """The page as one string, to be written as UTF-8."""
    counts = statistics([extraction])
    marks = _Marks(extraction, [tally.name for tally in counts.speakers])
    article = markup(
        extraction.text,
        [*paragraphs(extraction.text), *marks.all()],
        opening=marks.opening,
        closing=lambda fragment: "</p>" if fragment.mark.tag == "p" else _closing(fragment),
        escape=escape,
    )
    body = f"""<header>
<h1>{escape(title or "Quotations")}</h1>
<p class="summary">{_summary(counts)}</p>
</header>
<div class="columns">
<aside aria-label="Speakers and kinds">{_legend(counts)}</aside>
<main><article lang="fr">{article}</article></main>
</div>
<div class="card" role="status" aria-live="polite"></div>"""
    return page(title or "Quotations", body, script=True)


def to_frame(extraction: Extraction, title: str | None = None) -> str:
    """The page as an ``iframe``, for notebooks: it shares no style and no script with them."""
    return (
        f'<iframe srcdoc="{escape(to_html(extraction, title))}" sandbox="allow-scripts" '
        f'title="{escape(title or "Quotations")}" '
        'style="width:100%;height:36em;border:1px solid #8884;resize:vertical"></iframe>'
    )


def _summary(counts: Statistics) -> str:
    named = sum(1 for tally in counts.speakers if tally.name is not None)
    quotes = count(counts.total.quotes, "quotation")
    return f"{quotes} · {count(named, 'speaker')} · {count(counts.words, 'word')}"


def _legend(counts: Statistics) -> str:
    most = max((tally.words for tally in counts.speakers), default=1) or 1
    speakers = "".join(
        _speaker(number, tally, most) for number, tally in enumerate(counts.speakers)
    )
    kinds = "".join(
        f'<li><span class="said {kind}" style="{hue(None)}">{kind}</span> '
        f'<span class="count">{tally.quotes}</span></li>'
        for kind, tally in counts.kinds.items()
    )
    return (
        f'<h2>Speakers</h2>\n<ul class="speakers">{speakers}</ul>\n'
        '<p class="hint">Choose a speaker to see only what they say, again to see all.</p>\n'
        f'<h2>Kinds</h2>\n<ul class="kinds">{kinds}</ul>\n'
        '<p class="hint"><span class="cue">cue</span> and <span class="mention">mention</span> '
        "light up with their quotation.</p>\n"
    )


def _speaker(number: int, tally: SpeakerTally, most: int) -> str:
    name = "not identified" if tally.name is None else tally.name
    role = f'<span class="role" lang="fr">{escape(tally.role)}</span>' if tally.role else ""
    return (
        f'<li><button type="button" aria-pressed="false" data-speaker="{number}" '
        f'style="{_hue(number, tally.name)}">'
        f'<span class="badge">{_badge(number, tally.name)}</span>'
        f'<span class="name">{escape(name)}</span>{role}'
        f'<span class="count">{count(tally.quotes, "quotation")}, '
        f"{count(tally.words, 'word')}</span>"
        f'<span class="bar" style="width:{100 * tally.words / most:.0f}%"></span></button></li>'
    )


def _badge(number: int, name: str | None) -> str:
    return "?" if name is None else str(number + 1)


def _hue(number: int, name: str | None) -> str:
    return hue(None if name is None else number)


@dataclass
class _Marks:
    """The marks of one extraction, and the tag that each becomes."""

    extraction: Extraction
    names: list[str | None]
    # Quotations that share a mention or a cue share its element.
    shared: dict[tuple[str, int, int], list[int]] = field(default_factory=dict)

    def all(self) -> Iterator[Mark]:
        for index, quote in enumerate(self.extraction.quotes):
            yield from said(quote, index, "part")
            if quote.speaker and (mention := quote.speaker.mention):
                self.shared.setdefault(("mention", mention.start, mention.end), []).append(index)
            if cue := quote.cue:
                self.shared.setdefault(("cue", cue.span.start, cue.span.end), []).append(index)
        for tag, start, end in self.shared:
            yield Mark(start, end, _CUE if tag == "cue" else _MENTION, tag)

    def opening(self, fragment: Fragment) -> str:
        mark = fragment.mark
        if mark.tag == "p":
            return "<p>"
        if mark.tag in ("cue", "mention"):
            return self._tag(mark.tag, self.shared[mark.tag, mark.start, mark.end])
        if mark.tag == "part":
            return self._tag("part", [mark.index])
        return self._tag(f"said {self._quote(mark).kind}", [mark.index], self._told(fragment))

    def _tag(self, css: str, indexes: list[int], more: str = "") -> str:
        number = self._speaker(indexes[0])
        element = "mark" if css == "part" else "span"
        quotes = " ".join(str(index + 1) for index in indexes)
        colour = _hue(number, self.names[number])
        return (
            f'<{element} class="{css}" data-quote="{quotes}" data-speaker="{number}" '
            f'style="{colour}"{more}>'
        )

    def _told(self, fragment: Fragment) -> str:
        """What only the first element of a quotation tells, and what only the last one shows."""
        quote = self._quote(fragment.mark)
        told = ""
        if fragment.number == 1 and fragment.mark.part == 0:
            told += f' tabindex="0" role="group" aria-label="{escape(_label(quote))}"'
        parts = len(quote.marked) if only_marked(quote) else 1
        if fragment.number == fragment.total and fragment.mark.part == parts - 1:
            number = self._speaker(fragment.mark.index)
            told += f' data-badge="{_badge(number, self.names[number])}"'
        return told

    def _quote(self, mark: Mark) -> Quote:
        return self.extraction.quotes[mark.index]

    def _speaker(self, index: int) -> int:
        return self.names.index(name_of(self.extraction.quotes[index]))


def _closing(fragment: Fragment) -> str:
    return "</mark>" if fragment.mark.tag == "part" else "</span>"


def _label(quote: Quote) -> str:
    """What is read aloud and shown in the card: kind, modality, speaker, role, cue."""
    name = name_of(quote)
    role = quote.speaker.role if quote.speaker else None
    who = "speaker not identified" if name is None else f"{name}, {role}" if role else name
    cue = f", cue “{quote.cue.span.text}”" if quote.cue else ""
    modality = "" if quote.modality == "asserted" else f", {quote.modality}"
    return f"{quote.kind.capitalize()} quotation{modality}, {who}{cue}"
