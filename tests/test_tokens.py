"""From text to words, by rules: paragraphs, tokens, sentences, contractions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotescope.parsing.contractions import OUTSIDE, parts
from quotescope.parsing.paragraphs import as_parsed, paragraphs
from quotescope.parsing.sentences import sentences
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
    ],
)
def test_sentences(parted: str) -> None:
    text = parted.replace("|", "")
    found = sentences(text, list(tokens(as_parsed(text))))
    assert [text[s[0].start : s[-1].end] for s in found] == [p.strip() for p in parted.split("|")]


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
