"""From a paragraph to tokens, by rules: French parts its words in a regular way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Accents that are characters of their own, and what may stand unseen inside a word.
_INSIDE = r"\u0300-\u036f\u00ad\u200c\u200d"
_WORD = rf"[^\W_][\w{_INSIDE}]*+"
_ADDRESS = re.compile(
    r"""(?:https?://|www\.)[^\s"<>]+[^\s"<>.,;:!?)\]']
    | [\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})++""",
    re.VERBOSE,
)
_TITLES = "M MM Mme Mmes Mlle Mlles Me Mes Mgr Dr Drs Pr Prs St Ste Mr Mrs Ms Jr Sr"
_SHORTENED = """cf av apr env éd bd boul tél coll gal lt cdt sgt hab inc ltd corp dept dpt réf trad
    etc"""
_NUMBERED = "art vol col chap fig no nos n p pp"
ABBREVIATIONS = frozenset(
    f"{word.lower()}." for word in f"{_TITLES} {_SHORTENED} {_NUMBERED} ex".split()
)
"""Words that are written with their full stop; the text before them goes on but for *etc.*"""


def _any(words: str) -> str:
    return "|".join(words.split())


_TOKEN = re.compile(
    rf"""
      (?i:aujourd'hui|c'est-à-dire|presqu'[îi]les?|quelqu'une?s?|prud'hom\w++|qu'en-dira-t-on)(?!\w)
    | (?i:l'on)(?![\w'-])
    | (?i:[ldnmtsjcçy]|(?:lors|puis|jus|quoi)?qu)'
    | (?<![\w,.])[+-]?\d{{1,3}}(?:\ \d{{3}})++(?:,\d++)?(?![\d.,]*\d)
    | (?<!\w)[+-]\d++(?:[.,]\d++)*+
    | \d++(?:[.,:/'-]\d++)*+
      (?:(?i:ers?|[èe]re?s?|nde?s?|i?[èe]mes?|[èe]s?)(?!\w)|[A-GI-Z]{{1,2}}(?!\w))?
    | (?<=\d)[hH](?=\d)
    | (?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?
    | [A-ZÀ-Þ][a-z]?\.-[A-ZÀ-Þ][a-z]?\.
    | (?:{_any(_TITLES)}|(?i:{_any(_SHORTENED)})|(?<=[Pp]ar\ )ex)\.(?!\w)
    | (?i:{_any(_NUMBERED)})\.(?=\s*[\dIVXLC])
    | [A-ZÀ-Þ]\.(?=\s*[A-ZÀ-Þ])
    | (?i:km/h|n°|°[CF](?!\w))
    | \.{{2,}}+ | …++ | -{{2,}}+ | [?!]{{2,}}+
    | [\#@]?{_WORD}(?:(?:[-&]|'(?=\w)){_WORD})*+(?:\.(?:fr|com|net|org|eu|be|ch|ca|info|tv)(?!\w))?
      (?:\((?:e|s|es|ne|nes|le|les|rice|rices|trice|trices)\)(?!\w))?
    | \S[{_INSIDE}\ufe0e\ufe0f]*+
    """,
    re.VERBOSE,
)
_CLITICS = re.compile(
    r"""(?P<first>-t-(?:ils?|elles?|on)
      | -(?:je|tu|ils?|elles?|on|nous|vous|ce|moi|toi|lui|leur|les?|la|y|en|m'|t'))
      (?P<second>-(?:moi|toi|nous|vous|lui|leur|les?|la|y|en))?$
    | (?P<deictic>-(?:ci|là))$""",
    re.VERBOSE | re.IGNORECASE,
)
# Words in one piece all the same, and what cannot stand before a clitic.
_WHOLE = re.compile(
    r"""rendez-vous | garde-à-vous | chez-(?:nous|vous|moi|toi|lui|elles?)
    | (?:celui|ceux|celles?|ici|là|par|jusque|au|en|ce)-.* | .*-(?:à|de|du|des|en|sur)-\w+""",
    re.VERBOSE | re.IGNORECASE,
)


class Token(NamedTuple):
    """A token, with its span in its paragraph, in code points."""

    start: int
    end: int
    form: str


def tokens(paragraph: str) -> Iterator[Token]:
    """The tokens of a paragraph of plain characters (``as_parsed``)."""
    begin = 0
    if "@" in paragraph or "://" in paragraph or "www." in paragraph:
        for address in _ADDRESS.finditer(paragraph):
            yield from _words(paragraph, begin, address.start())
            yield Token(*address.span(), address.group())
            begin = address.end()
    yield from _words(paragraph, begin, len(paragraph))


def _words(paragraph: str, begin: int, end: int) -> Iterator[Token]:
    follows = False
    for match in _TOKEN.finditer(paragraph, begin, end):
        form = match.group()
        start, stop = match.span()
        if "-" in form and (clitics := _clitics(form, follows)):
            cut = start + clitics.start()
            yield Token(start, cut, paragraph[start:cut])
            if clitics["second"]:
                middle = start + clitics.start("second")
                yield Token(cut, middle, paragraph[cut:middle])
                cut = middle
            yield Token(cut, stop, paragraph[cut:stop])
        else:
            yield Token(start, stop, form)
        # Whether a capital would be the mark of a name here: not at the start of a clause.
        follows = form[-1].isalnum() or form[-1] == ","


def _clitics(form: str, follows: bool) -> re.Match[str] | None:
    """The pronouns that hang on a verb, as in *a-t-il*, or *-ci* and *-là*."""
    found = _CLITICS.search(form)
    if not found or not found.start() or _WHOLE.fullmatch(form):
        return None
    # A capital that does not begin a clause makes a name: Kim Jong-il.
    if follows and form[0].isupper() and not form.isupper():
        return None
    return found
