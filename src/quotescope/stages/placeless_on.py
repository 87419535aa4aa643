"""For whom *on* speaks where only the text before shows it: *« S », confie-t-on*, *y lit-on*."""

from __future__ import annotations

from quotescope.stages.discourse import Discourse, Turn
from quotescope.stages.names import is_document
from quotescope.stages.records import Draft, Mention
from quotescope.stages.referents import Referent


def goes_on_behalf(discourse: Discourse, mention: Mention) -> Turn | None:
    """The turn before, if there, too, *on* speaks for somebody, in the same paragraph: *À l'Élysée,
    on jure que S. « S », confie-t-on*."""
    last, reading = discourse.last, discourse.reading
    if last is None or last.draft.mention is None or last.end < reading.line_start(mention.start):
        return None
    before, words = last.draft.mention, reading.parse.words
    if reading.text[before.start : before.end].lower() != "on":
        return None
    behind = (words[index] for index in range(mention.head + 1, len(words)))
    ending = next((w for w in behind if w.upos in ("ADP", "PUNCT")), None)
    # *dit-on dans les couloirs*: somewhere else
    return None if ending is not None and ending.upos == "ADP" else last


def placed_there(
    discourse: Discourse, draft: Draft, mention: Mention, anchor: int
) -> Referent | None:
    """Where *y* places those who speak, or what is read: the text that *y lit-on* takes up, else
    the body that the paragraph has for its last subject."""
    parse = discourse.reading.parse
    first = min(mention.head, draft.cue.word if draft.cue else mention.head)
    if not any(w.form.lower() == "y" for w in parse.words[max(0, first - 2) : mention.head + 1]):
        return None
    if draft.cue is not None and "hear" in draft.cue.licences:
        return discourse.written_before(anchor)
    bodies = [
        referent
        for a, referent in discourse.appearing(discourse.reading.line_start(anchor), anchor)
        if a.subject and not a.quoted and a.kind in ("organisation", "group")
        if not is_document(parse.words[a.head])
    ]
    return bodies[-1] if bodies else None
