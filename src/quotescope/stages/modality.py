"""Stage 8: whether the text asserts that a quotation was said, asks, denies or supposes it."""

from __future__ import annotations

from quotescope.models import Modality
from quotescope.parsing import Parse, Word
from quotescope.stages.records import Draft, Reading

_NEGATIONS = frozenset(("pas", "jamais", "aucunement", "nullement", "guère"))


def modality_of(reading: Reading, draft: Draft) -> Modality:
    """How the text presents the saying; a quotation without a verb as its cue is asserted."""
    if draft.cue is None or draft.cue.category != "verb":
        return "asserted"
    parse = reading.parse
    verb = parse.words[draft.cue.word]
    if is_negated(parse, verb):
        return "negated"
    if _is_asked(reading, draft, verb):
        return "questioned"
    if _depends_on_si(parse, verb):
        return "hypothetical"
    if "Mood=Cnd" in verb.feats:
        return "hypothetical"
    # The journalist's conditional: « aurait dit » passes on what others told.
    if any("Mood=Cnd" in w.feats for w in parse.dependents(verb.index, "aux")):
        return "hearsay"
    return "asserted"


def is_negated(parse: Parse, verb: Word) -> bool:
    """Whether a verb has a negation beside it: *n'a pas dit*."""
    return any(w.form.lower() in _NEGATIONS for w in parse.dependents(verb.index, "advmod"))


def _is_asked(reading: Reading, draft: Draft, verb: Word) -> bool:
    """Whether the sentence of the cue, not the words reported, ends as a question."""
    parse = reading.parse
    last = parse.words[parse.sentence_of(verb.index).last - 1]
    outside = reading.around(last.start) is None and last.start >= draft.content[1]
    return outside and "?" in last.form and last.start > verb.start


def _depends_on_si(parse: Parse, verb: Word) -> bool:
    if verb.relation not in ("advcl", "root", "parataxis"):
        return False
    return any(w.form.lower() in ("si", "s'") for w in parse.dependents(verb.index, "mark"))
