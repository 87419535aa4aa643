"""From the tokens of a paragraph to its sentences: the rules, and how sentences are cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quotescope.parsing.tokens import ABBREVIATIONS, Token

_OPENING, _CLOSING = frozenset("«“„‹([{"), frozenset("»”›)]}")
_DASHES = frozenset("-–—―•*")
# Words that begin a sentence rather than a name, behind what could be an initial or an acronym.
_STARTING = """
    Le La Les L' Un Une Des Du De D' Au Aux Il Elle Ils Elles On Je Nous Vous Ce C' Cette Ces
    Cet Cela Ça Son Sa Ses Leur Leurs Et Mais Ou Or Car Donc Si S' En Dans Par Pour Sur Sous
    Avec Sans À A Après Avant Depuis Selon Pendant Lors Quand Lorsque Comme Alors Puis Ainsi
    Aussi Enfin Plus Tout Toute Tous Toutes Qui Que Qu' Quel Quelle Ne N' Pas Y
"""
_STARTERS = frozenset(_STARTING.split())
_LONGEST_DATELINE, _LONGEST_HEADING = 12, 15
# Sentences of more tokens are cut: arcs are scored for every pair of words.
LONGEST = 300


def ends_by_rules(paragraph: str, tokens: Sequence[Token], opening: Sequence[bool]) -> list[bool]:
    """For each token of a paragraph, which is given as the text has it, with its own marks, whether
    a sentence ends with it; the last token is left to the paragraph.  ``opening`` are the marks
    that open."""
    ends = [False] * len(tokens)
    for head in (_dateline(tokens), _glued_heading(paragraph, tokens)):
        if head:
            ends[head - 1] = True
    quoted = False
    for index, token in enumerate(tokens):
        if paragraph[token.start] == '"':
            quoted = opening[index]
        if not _may_end(tokens, index):
            continue
        end, closed = index + 1, not quoted
        while end < len(tokens) and _closes(paragraph, tokens[end], closed):
            closed = closed or paragraph[tokens[end].start] == '"'
            end += 1
        if end < len(tokens) and _begins(paragraph, tokens, index, end):
            ends[end - 1] = True
    return ends


def opening_marks(paragraph: str, tokens: Sequence[Token]) -> list[bool]:
    """For each token of a paragraph whether it is a mark that opens: no sentence ends with it."""
    found, quoted = [], False
    for token in tokens:
        char = paragraph[token.start]
        opens = char in _OPENING
        if char == '"':
            opens = quoted = _opens(paragraph, token, quoted)
        found.append(opens)
    return found


def sentences(tokens: Sequence[Token], ends: Sequence[bool]) -> Iterator[Sequence[Token]]:
    """Cut the tokens of a paragraph behind those with which a sentence ends."""
    first = 0
    for end in (*(index + 1 for index, ends_here in enumerate(ends) if ends_here), len(tokens)):
        if first < end:
            yield from _cut(tokens[first:end])
        first = end


def _dateline(tokens: Sequence[Token]) -> int:
    """How many tokens tell, at the head of a paragraph, where and when a dispatch was written:
    *QUÉBEC —*, *(Sion) Le juge…*, *PARIS, 3 mai (AFP) -*."""
    bracket = tokens[0].form == "("
    if not bracket and not (tokens[0].form.isupper() and len(tokens[0].form) > 2):
        return 0
    for place, token in enumerate(tokens[1:_LONGEST_DATELINE], 1):
        following = tokens[place + 1 : place + 2]
        spaced = bool(following) and token.end < following[0].start
        ended = token.form == ")" if bracket else token.form in _DASHES
        if ended:
            capital = spaced and following[0].form[0].isupper()
            return place + 1 if capital and tokens[place - 1].end <= token.start else 0
        if bracket and not (token.form[0].isupper() or token.form == ","):
            return 0
    return 0


def _glued_heading(paragraph: str, tokens: Sequence[Token]) -> int:
    """How many tokens a heading in marks has that the text is glued to: *« Risque de fuite »Le…*"""
    if len(tokens) < 3 or paragraph[tokens[0].start] not in '«“"':
        return 0
    for place, token in enumerate(tokens[1:_LONGEST_HEADING], 1):
        if paragraph[token.start] in '»”"':
            following = tokens[place + 1 : place + 2]
            glued = bool(following) and following[0].start == token.end
            return place + 1 if glued and following[0].form in _STARTERS else 0
    return 0


def _opens(paragraph: str, mark: Token, quoted: bool) -> bool:
    """Whether a straight mark opens; where spaces do not tell, marks open and close by turns."""
    before = paragraph[mark.start - 1] if mark.start else " "
    after = paragraph[mark.end] if mark.end < len(paragraph) else " "
    if before in "'’":
        return True
    if before.isspace() != after.isspace() and not (before.isspace() and after in ".…!?,;:)"):
        return before.isspace()
    return not quoted and after not in ",;:)"


def _closes(paragraph: str, token: Token, closed: bool) -> bool:
    char = paragraph[token.start]
    if char == '"':
        return not closed and not _opens(paragraph, token, True)
    return char in _CLOSING


def _may_end(tokens: Sequence[Token], index: int) -> bool:
    """Whether a sentence may end with a token, judged by the token and what stands before it."""
    form = tokens[index].form
    if form[-1] not in ".!?…":
        return False
    if form[0] in ".!?…":
        # (…) and [...] leave something out; a number with a full stop begins an item of a list
        before = tokens[index - 1].form if index else ""
        return before not in ("(", "[") and not (index == 1 and before.isdecimal())
    return form.lower() == "etc." or form.lower() not in ABBREVIATIONS


def _begins(paragraph: str, tokens: Sequence[Token], last: int, following: int) -> bool:
    """Whether a sentence begins with the token ``following``, where ``last`` may end one."""
    mark, token = tokens[last].form, tokens[following]
    spaced = token.start > tokens[following - 1].end
    at = following
    char = paragraph[token.start]
    while at + 1 < len(tokens) and (char in _OPENING or char in _DASHES or char == '"'):
        at += 1
        char = paragraph[tokens[at].start]
    form = tokens[at].form
    if mark[0] not in ".!?…" and mark.lower() != "etc.":
        # *J.-B. N'Guessan*
        return form in _STARTERS and not (form == "N'" and _is_capitalised(tokens, at + 1))
    if not spaced:
        # a space was forgotten: only a word behind a word shows it
        before = tokens[last - 1].form if last else ""
        return at == following == last + 1 and before.islower() and form.istitle() and len(form) > 1
    if mark == "." and following == last + 1 and _is_plain_word(tokens, last - 1):
        return char.isalnum() or form[0] in ".…"
    return char.isupper() or (char.isdigit() and mark in (".", "!", "?"))


def _is_capitalised(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].form[0].isupper()


def _is_plain_word(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token is a word too long to be an abbreviation, so that a full stop ends it."""
    return index >= 0 and len(tokens[index].form) > 3 and tokens[index].form.islower()


def _cut(sentence: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Cut an endless sentence, best behind the last strong mark of its allowed length."""
    while len(sentence) > LONGEST:
        end = LONGEST
        for marks in (".!?…;:", ',)"'):
            places = [place for place, t in enumerate(sentence[:end], 1) if t.form in marks]
            if places and places[-1] > end // 3:
                end = places[-1]
                break
        yield sentence[:end]
        sentence = sentence[end:]
    yield sentence
