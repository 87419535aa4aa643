"""Prepositions and set phrases as the parser cuts them: *selon*, *à en croire*, *d'après*."""

from __future__ import annotations

from functools import cache

from quotescope import lexicon
from quotescope.parsing import Parse, Word

_CONTRACTED = {"au": ("à", "le"), "aux": ("à", "les"), "du": ("de", "le"), "des": ("de", "les")}


@cache
def phrases() -> dict[str, list[tuple[tuple[str, ...], lexicon.PrepositionEntry]]]:
    """The entries by their first word, longest first, each cut into the parser's words."""
    found: dict[str, list[tuple[tuple[str, ...], lexicon.PrepositionEntry]]] = {}
    for entry in lexicon.prepositions().values():
        pieces = entry.phrase.replace("'", "' ").split()
        words = tuple(w for piece in pieces for w in _CONTRACTED.get(piece, (piece,)))
        found.setdefault(words[0], []).append((words, entry))
    for candidates in found.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return found


def phrase_at(parse: Parse, position: int) -> tuple[lexicon.PrepositionEntry | None, int]:
    """The entry whose phrase begins at a word that ``opening`` knows, and how many words it has."""
    candidates = phrases()[opening(parse.words[position])]
    longest = len(candidates[0][0])
    stretch = parse.words[position : position + longest + 1]
    # *de l'aveu même du préfet*
    intense = next((i for i, w in enumerate(stretch) if w.form.lower() == "même"), len(stretch))
    found = tuple(w.form.lower() for i, w in enumerate(stretch) if i != intense)
    found = (opening(stretch[0]), *found[1:])
    for wanted, entry in candidates:
        length = len(wanted)
        if length <= len(found) and found[: length - 1] == wanted[:-1]:
            if _same(found[length - 1], wanted[-1]):
                return entry, length + (intense < length)
    return None, 1


def opening(word: Word) -> str:
    """A word as phrases list it: capitals may go without accents (*A en croire X*)."""
    return "à" if word.form == "A" else word.form.lower()


def _same(form: str, wanted: str) -> bool:
    return form == wanted or (wanted == "de" and form in ("d'", "du", "des"))
