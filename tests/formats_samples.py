"""Extractions made by hand, and a strategy that generates them."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from quotescope.models import Cue, Extraction, Modality, Quote, Span, Speaker

PARSER = "hand-made"

ARTICLE = """\
Valbourg : le chantier du tramway suspendu
La maire de Valbourg, Camille Roy, a annoncé lundi que les travaux de la ligne B seraient \
« suspendus jusqu'à nouvel ordre ». « Nous ne pouvons pas continuer ainsi, a-t-elle expliqué, \
sans l'accord des riverains. »
Selon le préfet Armand Tissier, le coût du projet dépasse déjà 300 millions d'euros.

« Elle m'a dit : “Attendez le printemps”, et nous attendons », raconte un commerçant du quartier. \
L'entreprise Fermat & Fils <travaux publics> juge cette décision « incompréhensible ».
« On nous promet tout », lâche-t-on au comité."""


def span(text: str, words: str, nth: int = 0) -> Span:
    """The ``nth`` occurrence of some words in a text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start=start, end=start + len(words), text=words)


def between(text: str, first: str, last: str) -> Span:
    """From the beginning of some words to the end of others."""
    start, end = span(text, first).start, span(text, last).end
    return Span(start=start, end=end, text=text[start:end])


def _cue(words: str, lemma: str, category: Any = "verb") -> Cue:
    return Cue(span=span(ARTICLE, words), lemma=lemma, category=category)


def _speaker(mention: str | None, name: str | None, kind: Any, **more: Any) -> Speaker:
    at = span(ARTICLE, mention) if mention else None
    return Speaker(mention=at, name=name, kind=kind, **more)


def _quote(kind: Any, content: Span, marked: list[str], **more: Any) -> Quote:
    parts = tuple(span(ARTICLE, words) for words in marked)
    return Quote(kind=kind, content=content, marked=parts, **more)


def article() -> Extraction:
    """A short article with each kind, an interrupted, a nested and two unattributed quotations."""
    mayor: dict[str, Any] = {"gender": "feminine", "role": "La maire de Valbourg"}
    quotes = (
        _quote(
            "mixed",
            between(ARTICLE, "que les travaux", "nouvel ordre »"),
            ["suspendus jusqu'à nouvel ordre"],
            cue=_cue("annoncé", "annoncer"),
            speaker=_speaker(
                "La maire de Valbourg, Camille Roy,"[:-1], "Camille Roy", "person", **mayor
            ),
            rules=("complement-clause",),
            confidence=0.94,
        ),
        _quote(
            "direct",
            between(ARTICLE, "Nous ne pouvons", "des riverains."),
            ["Nous ne pouvons pas continuer ainsi", "sans l'accord des riverains."],
            cue=_cue("expliqué", "expliquer"),
            speaker=_speaker("elle", "Camille Roy", "person", **mayor),
            rules=("inserted-clause", "pronoun"),
            confidence=0.9,
        ),
        _quote(
            "indirect",
            between(ARTICLE, "le coût", "d'euros"),
            [],
            cue=_cue("Selon", "selon", "preposition"),
            speaker=_speaker(
                "le préfet Armand Tissier",
                "Armand Tissier",
                "person",
                gender="masculine",
                role="préfet",
            ),
            rules=("according-to",),
            confidence=0.97,
        ),
        _quote(
            "direct",
            between(ARTICLE, "Elle m'a dit", "nous attendons"),
            ["Elle m'a dit : “Attendez le printemps”, et nous attendons"],
            cue=_cue("raconte", "raconter"),
            speaker=_speaker("un commerçant du quartier", "un commerçant du quartier", "unnamed"),
            rules=("final-clause",),
            confidence=0.88,
        ),
        _quote(
            "direct",
            span(ARTICLE, "Attendez le printemps"),
            ["Attendez le printemps"],
            cue=_cue("dit", "dire"),
            speaker=_speaker("Elle", None, "unknown"),
            rules=("nested",),
            confidence=0.55,
            modality="hearsay",
        ),
        _quote(
            "mixed",
            between(ARTICLE, "cette décision", "incompréhensible »"),
            ["incompréhensible"],
            cue=_cue("juge", "juger"),
            speaker=_speaker(
                "L'entreprise Fermat & Fils", "Fermat & Fils <travaux publics>", "organisation"
            ),
            rules=("object-predicate",),
            confidence=0.8,
        ),
        _quote(
            "direct",
            span(ARTICLE, "On nous promet tout"),
            ["On nous promet tout"],
            cue=None,
            speaker=None,
            rules=(),
            confidence=0.4,
        ),
    )
    return Extraction(text=ARTICLE, quotes=quotes, parser=PARSER, version="0.1.0")


_TEXTS = st.text(
    st.sampled_from("abcé 😀«»<>&\"'|\\;:#\n\t\r\x00\x0b\u2028\ud800\uffff"), max_size=60
)
_NAMES = st.text(st.sampled_from("ABé😀 <&\"'\n\t;:\\"), min_size=1, max_size=8)
_BLANK = " \t\r\n"


@st.composite
def _spans(draw: st.DrawFn, text: str, low: int, high: int) -> Span:
    """A stretch that neither begins nor ends with a blank."""
    places = [place for place in range(low, high) if text[place] not in _BLANK]
    start, last = sorted(draw(st.tuples(st.sampled_from(places), st.sampled_from(places))))
    return Span(start=start, end=last + 1, text=text[start : last + 1])


def _crosses(one: Span, two: Span) -> bool:
    return one.start < two.start < one.end < two.end or two.start < one.start < two.end < one.end


@st.composite
def _quotes(draw: st.DrawFn, text: str, taken: list[Span]) -> Quote:
    content = draw(_spans(text, 0, len(text)))
    parts: list[Span] = []
    for part in draw(st.lists(_spans(text, content.start, content.end), max_size=3)):
        apart = all(part.end <= other.start or other.end <= part.start for other in parts)
        if apart and not any(_crosses(part, other) for other in taken):
            parts.append(part)
    parts.sort(key=lambda part: part.start)
    kind: Any = draw(st.sampled_from(["direct", "mixed"])) if parts else "indirect"
    if kind == "direct" and draw(st.booleans()):
        start, end = parts[0].start, parts[-1].end
        content = Span(start=start, end=end, text=text[start:end])
    taken.extend(parts)
    spans = _spans(text, 0, len(text))
    cues = st.builds(
        Cue, span=spans, lemma=_NAMES, category=st.sampled_from(["verb", "noun", "preposition"])
    )
    speakers = st.builds(
        lambda mention, name, **more: Speaker(
            mention=mention, name=name if mention or name else "A", **more
        ),
        mention=st.none() | spans,
        name=st.none() | _NAMES,
        kind=st.sampled_from(["person", "organisation", "place", "group", "unnamed", "unknown"]),
        gender=st.sampled_from(["feminine", "masculine", None]),
        role=st.none() | _NAMES,
    )
    return Quote(
        kind=kind,
        content=content,
        marked=tuple(parts),
        cue=draw(st.none() | cues),
        speaker=draw(st.none() | speakers),
        rules=tuple(draw(st.lists(st.from_regex(r"[a-z][a-z-]{0,6}", fullmatch=True), max_size=2))),
        confidence=draw(st.floats(0, 1)),
        modality=draw(st.sampled_from(get_args(Modality))),
    )


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """Any extraction: quotations apart, nested or crossing, over a text of hard characters.

    Contents, marked parts, cues and mentions begin and end with a character that is no blank.
    """
    text = draw(_TEXTS)
    quotes: list[Quote] = []
    if text.strip(_BLANK):
        taken: list[Span] = []
        quotes = [draw(_quotes(text, taken)) for _ in range(draw(st.integers(0, 4)))]
    quotes.sort(key=lambda quote: (quote.content.start, -quote.content.end))
    return Extraction(text=text, quotes=tuple(quotes), parser=draw(_NAMES), version="0.1.0")
