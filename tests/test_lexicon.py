"""The integrity of the lexicon's files, and the loader's answers and refusals."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files

import pytest

from quotescope import lexicon
from quotescope.errors import LexiconError
from quotescope.lexicon import tsv
from quotescope.lexicon.entries import VERB_CONSTRUCTIONS

# The fewest entries that each file may fall to.
FEWEST = {
    "verbs": 450,
    "nouns": 120,
    "prepositions": 60,
    "titles": 100,
    "roles": 700,
    "organisations": 350,
    "origins": 200,
    "groups": 150,
    "places": 320,
    "first_names": 1500,
    "media": 200,
    "nonspeech": 200,
}
# What only qualifies a verb's use, and opens no place for a quotation by itself.
QUALIFIERS = {"weak", "deed", "thought", "passive", "hear", "document"}

Loader = Callable[[], Mapping[str, object]]


def fold(text: str) -> str:
    """The key that the files are sorted by: case, accents and ligatures away."""
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def loader(name: str) -> Loader:
    found: Loader = getattr(lexicon, name)
    return found


def rows(name: str) -> list[list[str]]:
    text = (files(lexicon) / f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@pytest.fixture
def damaged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Loader]]:
    """A loader that reads the text given to it in the place of its file."""
    used: list[str] = []

    def damage(name: str, text: str) -> Loader:
        monkeypatch.setattr(tsv, "_text", lambda file: text)
        used.append(name)
        getattr(lexicon, name).cache_clear()
        return loader(name)

    yield damage
    for name in used:
        getattr(lexicon, name).cache_clear()


@pytest.mark.parametrize("name", FEWEST)
def test_file_loads_whole(name: str) -> None:
    entries = loader(name)()
    assert len(entries) >= FEWEST[name]
    assert {row[0] for row in rows(name)} <= set(entries)


@pytest.mark.parametrize("name", FEWEST)
def test_file_explains_its_columns(name: str) -> None:
    text = (files(lexicon) / f"{name}.tsv").read_text("utf-8")
    assert text.startswith("# ")
    assert text.endswith("\n")
    assert "\n\n" not in text


@pytest.mark.parametrize("name", FEWEST)
def test_file_is_sorted(name: str) -> None:
    keys = [(fold(row[0]), row[0]) for row in rows(name)]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", FEWEST)
def test_file_is_composed_unicode_with_typewriter_apostrophes(name: str) -> None:
    text = (files(lexicon) / f"{name}.tsv").read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    body = "".join("\t".join(row) for row in rows(name))
    assert not {"’", "\N{NO-BREAK SPACE}", "\N{SOFT HYPHEN}"} & set(body)


@pytest.mark.parametrize(
    "name", ["verbs", "nouns", "prepositions", "roles", "organisations", "groups", "nonspeech"]
)
def test_common_words_are_lower_case(name: str) -> None:
    assert [key for key in loader(name)() if key != key.lower()] == []


@pytest.mark.parametrize("name", ["places", "first_names"])
def test_names_begin_with_a_capital(name: str) -> None:
    assert [key for key in loader(name)() if not (key[0].isupper() or key[0].isdigit())] == []


def test_verbs_are_infinitives() -> None:
    assert [lemma for lemma in lexicon.verbs() if not lemma.endswith(("r", "re"))] == []


def test_verb_uses_differ() -> None:
    """Two plain lines of one verb are two senses, so they share no construction."""
    for entries in lexicon.verbs().values():
        for index, entry in enumerate(entries):
            for other in entries[index + 1 :]:
                if entry.companions == other.companions:
                    assert not entry.constructions & other.constructions, entry.lemma


def test_every_verb_opens_a_place_for_a_quotation() -> None:
    empty = [
        entry.lemma
        for entries in lexicon.verbs().values()
        for entry in entries
        if not entry.constructions - QUALIFIERS
    ]
    assert empty == []


def test_every_construction_is_used() -> None:
    used = {
        name
        for entries in lexicon.verbs().values()
        for entry in entries
        for name in entry.constructions
    }
    assert used == VERB_CONSTRUCTIONS


@pytest.mark.parametrize("name", ["nouns", "groups", "organisations", "nonspeech"])
def test_no_plural_stands_beside_its_singular(name: str) -> None:
    lemmas = loader(name)()
    singulars = [(key, key[:-1]) for key in lemmas if key.endswith("s")]
    singulars += [(key, f"{key[:-3]}al") for key in lemmas if key.endswith("aux")]
    inflected = [key for key, singular in singulars if singular in lemmas]
    assert inflected == []


def test_no_feminine_role_has_a_line_of_its_own() -> None:
    lemmas = {row[0] for row in rows("roles")}
    feminines = [row[1] for row in rows("roles") if len(row) > 1 and row[1]]
    assert len(feminines) == len(set(feminines))
    assert not lemmas & set(feminines)


def test_an_alias_names_another_place() -> None:
    places = lexicon.places()
    strangers = [p.name for p in places.values() if p.alias and p.alias not in places]
    loops = [p.name for p in places.values() if p.alias == p.name]
    assert (strangers, loops) == ([], [])


def test_verb_entry() -> None:
    plain = [entry for entry in lexicon.verbs()["dire"] if not entry.companions]
    assert len(plain) == 1
    assert {"incise", "que", "colon"} <= plain[0].constructions
    assert not plain[0].reflexive
    assert any(entry.reflexive for entry in lexicon.verbs()["dire"])
    (warn,) = [entry for entry in lexicon.verbs()["mettre"] if "garde" in entry.companions]
    assert warn.companions == ("en", "garde")


def test_noun_and_preposition_entries() -> None:
    assert "document" in lexicon.nouns()["rapport"].constructions
    assert lexicon.nouns()["promesse"].gender == "f"
    assert lexicon.prepositions()["selon"].needs == "any"
    assert lexicon.prepositions()["pour"].needs == "speaker"
    assert lexicon.prepositions()["de source"].needs == "source"


def test_person_and_group_entries() -> None:
    assert lexicon.titles()["Me"].expansions == ("maître",)
    assert lexicon.titles()["Dr"].expansions == ("docteur", "docteure")
    assert lexicon.titles()["Me"].functions == ("avocat",)
    assert lexicon.titles()["baron"].functions == ()
    assert "me" not in lexicon.titles()
    assert lexicon.roles()["avocate"] is lexicon.roles()["avocat"]
    assert lexicon.roles()["porte-parole"].kinds == {"generic"}
    assert lexicon.roles()["porte-parole"].feminine is None
    assert lexicon.organisations()["quotidien"].kinds == {"media", "generic"}
    assert not lexicon.organisations()["préfecture"].kinds
    assert lexicon.groups()["riverain"].gender == "m"


def test_name_entries() -> None:
    kremlin = lexicon.places()["Kremlin"]
    assert (kremlin.gender, kremlin.kind, kremlin.alias) == ("m", "institution", "Russie")
    assert lexicon.places()["Kiev"].gender is None
    assert lexicon.first_names()["Camille"] == "e"
    assert lexicon.nonspeech()["surnommer"].why == "nickname"


def test_entries_are_read_once_and_cannot_be_changed() -> None:
    assert lexicon.verbs() is lexicon.verbs()
    with pytest.raises(TypeError):
        lexicon.first_names()["Nemo"] = "m"  # type: ignore[index]
    with pytest.raises(AttributeError):
        lexicon.places()["Paris"].name = "Lutèce"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("verbs", "# head\ndire\t\tincise chanter\n", "line 2: unknown: chanter"),
        ("verbs", "dire\t\n", "line 1: column 3 is blank"),
        ("nouns", "mot\tx\tcolon\n", "line 1: 'x' is none of e, f, m"),
        ("nouns", "mot\tm\tcolon\tde\n", "line 1: 4 columns where 3 are the most"),
        ("nouns", "mot\tm\tcolon\nmot\tm\tde\n", "line 2: 'mot' has a line already"),
        ("organisations", "club\tm\toffice\n", "line 1: unknown: office"),
        ("groups", "foule \tf\n", "line 1: stray white space"),
        ("groups", "\n", "line 1: column 1 is blank"),
        ("roles", "maire\t\te\tmedia\n", "line 1: unknown: media"),
        ("first_names", "Le\N{COMBINING ACUTE ACCENT}a\tf\n", "line 1: not in Unicode"),
    ],
)
def test_fault_is_named_with_its_line(
    damaged: Callable[[str, str], Loader], name: str, text: str, fault: str
) -> None:
    with pytest.raises(LexiconError, match=f"^{name}.tsv, {fault}"):
        damaged(name, text)()
