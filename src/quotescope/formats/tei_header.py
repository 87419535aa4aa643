"""The header of a TEI document: what made it, the kinds and rules, the speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from quotescope.models import Extraction, Speaker

ELEMENTS = {"group": "personGrp", "organisation": "org", "place": "org"}
"""The element that describes a speaker of some kinds; of the others it is ``person``."""

_CONTROL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Identity = tuple[str | None, str, str | None, str | None, int | None]


@dataclass(frozen=True)
class Cast:
    """The speakers of an extraction: each quotation's id, and whom the ids stand for."""

    ids: dict[int, str]
    speakers: dict[str, Speaker]
    rules: dict[str, str]

    @classmethod
    def of(cls, extraction: Extraction) -> Cast:
        """One id for each speaker; those without a name are one each, mention by mention."""
        known: dict[_Identity, str] = {}
        ids: dict[int, str] = {}
        speakers: dict[str, Speaker] = {}
        rules: dict[str, str] = {}
        for index, quote in enumerate(extraction.quotes):
            if quote.speaker:
                ids[index] = known.setdefault(_identity(quote.speaker), f"s{len(known) + 1}")
                speakers.setdefault(ids[index], quote.speaker)
            for rule in quote.rules:
                rules.setdefault(rule, f"r{len(rules) + 1}")
        return cls(ids, speakers, rules)


def _identity(speaker: Speaker) -> _Identity:
    place = speaker.mention.start if speaker.name is None and speaker.mention else None
    return speaker.name, speaker.kind, speaker.gender, speaker.role, place


def header(extraction: Extraction, cast: Cast, title: str | None) -> str:
    """The ``teiHeader`` of an extraction."""
    return f"""<teiHeader>
<fileDesc>
<titleStmt><title>{_text(title or "Quotations")}</title></titleStmt>
<publicationStmt><p>Quotations marked automatically.</p></publicationStmt>
<sourceDesc><p>A text in French, unchanged, one paragraph a line.</p></sourceDesc>
</fileDesc>
<encodingDesc>
<appInfo>
<application ident="quotescope" version={quoteattr(extraction.version)}>
<label>quotescope</label>
<desc>{_text(extraction.parser)}</desc>
</application>
</appInfo>
<classDecl>
<taxonomy xml:id="kinds">
<category xml:id="direct"><catDesc>direct speech</catDesc></category>
<category xml:id="mixed"><catDesc>reported speech, partly between marks</catDesc></category>
<category xml:id="indirect"><catDesc>indirect speech</catDesc></category>
</taxonomy>
<taxonomy xml:id="modalities">
<category xml:id="asserted"><catDesc>the text asserts that it was said</catDesc></category>
<category xml:id="negated"><catDesc>the text denies that it was said</catDesc></category>
<category xml:id="questioned"><catDesc>the text asks whether it was said</catDesc></category>
<category xml:id="hypothetical"><catDesc>the text supposes that it was said</catDesc></category>
<category xml:id="hearsay"><catDesc>the text passes on that it was said</catDesc></category>
</taxonomy>
{"".join(_rules(cast))}</classDecl>
</encodingDesc>
<profileDesc>
<langUsage><language ident="fr">French</language></langUsage>
{"".join(_people(cast))}</profileDesc>
</teiHeader>
"""


def _rules(cast: Cast) -> Iterator[str]:
    if not cast.rules:
        return
    yield '<taxonomy xml:id="rules">\n'
    for rule, id in cast.rules.items():
        yield f'<category xml:id="{id}"><catDesc>{_text(rule)}</catDesc></category>\n'
    yield "</taxonomy>\n"


def _people(cast: Cast) -> Iterator[str]:
    if not cast.speakers:
        return
    yield "<particDesc>\n<listPerson>\n"
    for id, speaker in cast.speakers.items():
        yield _person(id, speaker)
    yield "</listPerson>\n</particDesc>\n"


def _person(id: str, speaker: Speaker) -> str:
    element = ELEMENTS.get(speaker.kind, "person")
    name = {"org": "orgName", "person": "persName"}.get(element, "name")
    inside = ""
    if speaker.name is not None:
        inside += f"<{name}>{_text(speaker.name)}</{name}>"
    if speaker.gender:
        inside += f'<note type="gender">{speaker.gender}</note>'
    if speaker.role is not None:
        inside += f'<note type="role">{_text(speaker.role)}</note>'
    return f'<{element} xml:id="{id}" role="{speaker.kind}">{inside}</{element}>\n'


def _text(value: str) -> str:
    return escape(_CONTROL.sub("", value), {"\r": "&#13;"})
