"""From text to words, by rules: paragraphs, tokens, sentences, contractions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotescope.parsing import embedded
from quotescope.parsing.contractions import OUTSIDE, parts
from quotescope.parsing.paragraphs import as_parsed, paragraphs
from quotescope.parsing.references import resolved
from quotescope.parsing.sentences import ends_by_rules, opening_marks, sentences
from quotescope.parsing.tokens import tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un titre\nUne phrase.\n\nUne autre.", ["Un titre", "Une phrase.", "Une autre."]),
        ("  Un.\r\nDeux.\r\rTrois. \n", ["Un.", "Deux.", "Trois."]),
        ("\n \n", []),
        # wrapped at a margin, with a last short line that ends the paragraph
        (
            "Le conseil municipal de Trévégnec a voté lundi soir le budget de la\n"
            "commune, en hausse de trois pour cent. La maire, Solène Kerbrat, a dit\n"
            "espérer que l'État tiendrait ses promesses.\nLa séance a été levée à minuit.",
            [
                "Le conseil municipal de Trévégnec a voté lundi soir le budget de la\n"
                "commune, en hausse de trois pour cent. La maire, Solène Kerbrat, a dit\n"
                "espérer que l'État tiendrait ses promesses.",
                "La séance a été levée à minuit.",
            ],
        ),
        # lines of that length that end as sentences do are paragraphs
        (
            "Le maire de la commune a déclaré hier que la piscine allait rouvrir.\n"
            "Les travaux avaient commencé au mois de mars de l'année dernière déjà.",
            [
                "Le maire de la commune a déclaré hier que la piscine allait rouvrir.",
                "Les travaux avaient commencé au mois de mars de l'année dernière déjà.",
            ],
        ),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in paragraphs(text)] == expected


@given(st.text())
def test_plain_characters_keep_offsets(text: str) -> None:
    assert len(as_parsed(text)) == len(text)


# Tokens: bars part them.


@pytest.mark.parametrize(
    "parted",
    [
        "L'|élue| d'|Arcy| n'|a| qu'|une| idée",
        "aujourd'hui| quelqu'un| dit| que| l'on| sait| c'est-à-dire| rien",
        "Qu'|en| dira|-t-on| ?| Rien|,| a|-t-elle| dit|,| dit|-il",
        "Donnez|-le|-moi| et| allez|-vous|-en",
        "un| rendez-vous| peut-être| au-delà| celui-ci| ce| jour|-là",
        "le| dirigeant| Kim| Jong-il",
        "Aulnay-sous-Bois|,| Bourg-la-Reine| et| Saint-Jean-d'Angély",
        "20 000| euros|,| 12,5| %|,| 14|h|30|,| 160| km/h|,| le| 1er| mai|,| 3e| et| XIXe",
        "M.| Lebrun|,| Mme| Roy|,| J.| Petit|,| J.-P.| Roux| et| l'|O.N.U.",
        "il| mesure| 12| m|.",
        "Oui|...| Non| !!| (|suite|)",
        "traité(e)| et|/|ou| soigné|,| R&D",
        "voir| https://exemple.fr/a,b|.| ou| jean.petit@exemple.fr|,| #climat| @jpetit",
        "e\u0301te\u0301| bref",
    ],
)
def test_tokens(parted: str) -> None:
    text = parted.replace("|", "")
    found = list(tokens(text))
    assert [token.form for token in found] == [part.strip() for part in parted.split("|")]
    assert all(text[token.start : token.end] == token.form for token in found)


@pytest.mark.parametrize(
    "parted",
    [
        "Il pleut.| Elle part !| Vraiment ?| Oui…| Non.",
        "« Il pleut. »| Elle part. |« Reviens ! » crie-t-il.",
        "« Je pars ! » lance-t-elle.| « Bon. »| Il reste.",
        'Elle dit : "Je pars."| Il reste.| "Tant pis !" dit-elle.',
        'Elle parle.| " Je pars ", dit-elle.| " Tant pis. "| Il reste.',
        'Il rêve d\'" un phare ".| Il part.| " Bon ", dit-il.',
        "M. Lebrun et Mme. Roy ont vu le Dr. Petit.| J. Petit aussi.",
        "Il aime le thé, le café, etc.| Il en boit trop.",
        "Né en 52 av. J.-C. à Rome.| Il y resta.",
        "Elle a dit (...) Rien de plus.| Fin.",
        "1. Le premier point.| 2020 fut pire.",
        "Il habite en U.R.S.S.| Le voyage est long.",
        "Voici le fait.Le reste suit.".replace(".L", ".|L"),
        "Quoi ? dit-elle.| – Rien.| – Bien.",
        "QUÉBEC —| Le commissaire a parlé.",
        "(Sainte-Foy)| Le commissaire a parlé.",
        "RIVES, 3 mai (AIR) -| La maire a parlé.",
        "SNCF – « Rien ne va », dit Paul.",
        "« Un pari risqué »|Le maire a parlé.",
        "« Oui »,dit le maire.",
    ],
)
def test_sentences(parted: str) -> None:
    text = parted.replace("|", "")
    own = list(tokens(as_parsed(text)))
    found = sentences(own, ends_by_rules(text, own, opening_marks(text, own)))
    assert [text[s[0].start : s[-1].end] for s in found] == [p.strip() for p in parted.split("|")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il crie « Non » et “Oui”.", "«“"),
        ('Il crie "Non" et "Oui".', '""'),
        ("Il crie (non).", "("),
        ("Oui », dit-il.", ""),
    ],
)
def test_marks_that_open(text: str, expected: str) -> None:
    own = list(tokens(as_parsed(text)))
    opening = opening_marks(text, own)
    assert (
        "".join(text[t.start] for t, opens in zip(own, opening, strict=True) if opens) == expected
    )


@pytest.mark.model
@pytest.mark.parametrize(
    "parted",
    [
        "Des travaux tout l'été|La mairie fermera le pont pour trois mois.",
        "Il lit Le Courrier de Rives et La Gazette des Vallées chaque matin.",
    ],
)
def test_the_model_sees_where_a_heading_ends(parted: str) -> None:
    text = parted.replace("|", " ")
    parse = embedded.load().parse([text])[0]
    spans = [(parse.words[s.first].start, parse.words[s.last - 1].end) for s in parse.sentences]
    assert [text[start:end] for start, end in spans] == parted.split("|")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("R&D; rien", "R&D; rien"),
        ("d&eacute;j&agrave;", "déjà"),
        ("l&#39;&eacute;t&#xe9;&nbsp;!", "l'été !"),
        ("&amp;eacute;", "&eacute;"),
        ("&bogus; &NotEqualTilde;", "&bogus; &NotEqualTilde;"),
    ],
)
def test_references_are_read_as_what_they_stand_for(text: str, seen: str) -> None:
    found, places = resolved(text)
    assert found == seen
    assert places is None or len(places) == len(seen) + 1


@given(st.text(alphabet="aé&#;39lquot ", max_size=60))
def test_places_of_references_rise_to_the_end(text: str) -> None:
    seen, places = resolved(text)
    if places is None:
        assert seen == text
    else:
        assert places == sorted(places)
        assert (places[0], places[-1]) == (0, len(text))


@pytest.mark.model
def test_words_with_references_keep_their_place() -> None:
    text = "La pr&eacute;fecture n&#39;a rien dit."
    words = embedded.load().parse([text])[0].words
    assert [(w.form, text[w.start : w.end]) for w in words[1:4]] == [
        ("préfecture", "pr&eacute;fecture"),
        ("n'", "n&#39;"),
        ("a", "a"),
    ]


@pytest.mark.parametrize(
    ("before", "token", "after", "expected"),
    [
        ("le président", "du", "conseil", ("de", "le")),
        ("il a eu", "du", "mal", ("du",)),
        ("la majorité", "des", "communes", ("de", "les")),
        ("dans", "des", "communes", ("des",)),
        ("elle a reçu", "des", "menaces", ("des",)),
        (". ", "Des", "habitants", ("Des",)),
        ("va", "aux", "champs", ("à", "les")),
        ("va", "AU", "CHAMP", ("À", "le")),
        ("Bernard", "Du", "Moulin", ("Du",)),
        ("il", "parle", "bien", ("parle",)),
    ],
)
def test_contractions(before: str, token: str, after: str, expected: tuple[str, ...]) -> None:
    left = [OUTSIDE, OUTSIDE, *before.split()]
    assert parts(token, (left[-2], left[-1]), after) == expected
