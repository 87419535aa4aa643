"""Stage 10: validated objects, made once, on the way out."""

from __future__ import annotations

from quotescope.models import Cue, Modality, Quote, Span, Speaker
from quotescope.stages.confidence import confidence
from quotescope.stages.discourse import Identity
from quotescope.stages.records import Draft, Stretch


def assemble(text: str, draft: Draft, identity: Identity | None, modality: Modality) -> Quote:
    """The quotation that a draft and its speaker's identity make."""
    cue = None
    if draft.cue is not None:
        cue = Cue(
            span=_span(text, (draft.cue.start, draft.cue.end)),
            lemma=draft.cue.lemma,
            category=draft.cue.category,
        )
    rules = draft.rules if identity is None else (*draft.rules, identity.rule)
    return Quote(
        kind=draft.kind,
        content=_span(text, draft.content),
        marked=tuple(_span(text, part) for part in draft.marked),
        cue=cue,
        speaker=_speaker(text, draft, identity),
        rules=rules,
        confidence=confidence(rules),
        modality=modality,
    )


def _speaker(text: str, draft: Draft, identity: Identity | None) -> Speaker | None:
    mention = None
    if draft.mention is not None:
        mention = _span(text, (draft.mention.start, draft.mention.end))
    if identity is None:
        if mention is None:
            return None
        return Speaker(mention=mention, name=None, kind="unknown")
    if mention is None and identity.name is None:
        return None
    return Speaker(
        mention=mention,
        name=identity.name,
        kind=identity.kind,
        gender=identity.gender,
        role=identity.role,
    )


def _span(text: str, stretch: Stretch) -> Span:
    start, end = stretch
    return Span(start=start, end=end, text=text[start:end])
