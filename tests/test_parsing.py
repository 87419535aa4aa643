"""The parser: tags, lemmas and trees as stock Stanza has them, offsets always."""

from __future__ import annotations

import hashlib
import logging
import pickle
import shutil
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from quotescope.errors import ModelError
from quotescope.parsing import Parse, doubts, embedded
from quotescope.parsing.checkpoint import SUMS, read
from quotescope.parsing.forms import FormTable
from quotescope.parsing.lean import EmbeddedParser
from quotescope.parsing.paragraphs import as_parsed
from quotescope.parsing.sentences import LONGEST
from quotescope.parsing.stanza_adapter import StanzaParser
from quotescope.parsing.trees import best_trees
from stock import stock_pipeline

TEXTS = [
    "« Nous rouvrirons la passerelle avant l'été », a promis Solène Kerbrat, maire de Trévégnec. "
    "L'élue de 52 ans, qui s'exprimait mardi soir, n'a toutefois pas donné de date.\n"
    "Selon l'association Rives vivantes, des habitants ont dû faire un détour de 12,5 km depuis "
    "le 3 mars. Qu'en pense-t-elle aujourd'hui ? « Rien de bon », souffle M. Abgrall.",
    "Le tribunal a jugé que l'entreprise Bovalec avait « sciemment » caché les résultats des "
    "analyses. Son avocat, Me Idris Fontanel, fera appel. « Donnez-le-moi par écrit », "
    "aurait-il lancé au président.",
    "INONDATIONS - Trois cents personnes ont été évacuées dans la nuit de jeudi à vendredi "
    "à Saint-Aubry, d'après la préfecture. Des renforts arrivent du département voisin...\n"
    "Pas de chance pour les Aubryens : l'eau ne redescendra qu'après-demain !!",
    "Interrogé au sujet des tarifs, Théophile Ndongo-Garrec répond : « Cela dépendra "
    "du gouvernement, des communes et, surtout, de ce que voudront bien payer les usagers "
    "auxquels on a tout promis ; je n'y peux rien. »",
]


@pytest.fixture(scope="module")
def parser() -> EmbeddedParser:
    return embedded.load()


@pytest.fixture(scope="module")
def stock() -> Any:
    """Stanza's own pipeline over the embedded weights."""
    pytest.importorskip("stanza")
    return stock_pipeline()


def stanza_document(parse: Parse) -> Any:
    """The tokens of a parse as Stanza takes them, without any annotation."""
    import stanza

    rows = []
    for sentence in parse.sentences:
        words = parse.words[sentence.first : sentence.last]
        row: list[dict[str, Any]] = []
        for number, word in enumerate(words, 1):
            same = [n for n, w in enumerate(words, 1) if w.start == word.start]
            if len(same) > 1 and number == same[0]:
                token = parse.text[word.start : word.end]
                row.append({"id": (same[0], same[-1]), "text": token})
            row.append({"id": (number,), "text": word.form})
        rows.append(row)
    return stanza.Document(rows, parse.text)


@pytest.mark.model
def test_same_tags_lemmas_and_trees_as_stock_stanza(
    parser: EmbeddedParser, stock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Stanza's parser reads the likeliest tag alone, as ours does of a tagger without doubts.
    monkeypatch.setattr("quotescope.parsing.doubts._TEMPERATURE", 1e-6)
    for parse in parser.parse(TEXTS):
        document = stanza_document(parse)
        for name in ("pos", "lemma", "depparse"):
            document = stock.processors[name].process(document)
        for sentence, theirs in zip(parse.sentences, document.sentences, strict=True):
            words = parse.words[sentence.first : sentence.last]
            ours = [
                (w.form, w.upos, w.feats, w.lemma, w.head - sentence.first + 1, w.deprel)
                if w.head >= 0
                else (w.form, w.upos, w.feats, w.lemma, 0, w.deprel)
                for w in words
            ]
            assert ours == [
                (w.text, w.upos, w.feats or "", w.lemma, w.head, w.deprel) for w in theirs.words
            ]


def test_two_tags_are_mixed_by_how_likely_they_are() -> None:
    embeddings = torch.tensor([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])
    scores = torch.tensor([[9.0, 0.0, -50.0], [0.0, 0.0, -50.0], [-50.0, 0.0, 2.0]])
    numbers = doubts.numbers(scores)
    assert doubts.firsts(3)[numbers].tolist() == [0, 0, 2]
    shares = doubts.mixtures(embeddings)[numbers]
    assert shares[0].tolist() == [0.0, 0.0]
    assert shares[1].tolist() == [5.0, 0.0]
    # exp(-2 / 2) to 1 is 0.27 of both, by tenths.
    assert shares[2].tolist() == pytest.approx([3.0, 7.0])


@pytest.mark.model
def test_the_callers_pipeline_keeps_offsets_over_paragraphs(stock: Any) -> None:
    text = "Un titre sans point\n\u00ab\u00a0Oui\u00a0\u00bb, dit-elle.\n\nL'autre se tait."
    parse, empty = StanzaParser(stock).parse([text, " \n"])
    assert_well_formed(parse)
    assert empty.words == ()
    assert parse.words_in(0, 8)[1].form == "titre"
    assert parse.sentences[0].last == 4


def test_a_pipeline_without_a_parser_is_refused() -> None:
    pipeline: Any = SimpleNamespace(processors={"tokenize": None, "pos": None}, lang="fr")
    with pytest.raises(ModelError, match="lemma, depparse"):
        StanzaParser(pipeline)


def assert_well_formed(parse: Parse) -> None:
    """Offsets point into the text, sentences are trees with one root."""
    end = 0
    for index, word in enumerate(parse.words):
        assert word.index == index
        assert word.form
        assert word.lemma
        same_token = index > 0 and word.start == parse.words[index - 1].start
        assert same_token or end <= word.start
        assert word.start < word.end <= len(parse.text)
        end = word.end
    firsts = [0, *(sentence.last for sentence in parse.sentences)]
    assert [sentence.first for sentence in parse.sentences] == firsts[:-1]
    assert firsts[-1] == len(parse.words)
    for sentence in parse.sentences:
        inside = range(sentence.first, sentence.last)
        roots = [i for i in inside if parse.words[i].head == -1]
        assert len(roots) == 1
        assert parse.subtree(roots[0]) == list(inside)


@pytest.mark.model
def test_words_say_where_they_stand(parser: EmbeddedParser) -> None:
    for parse in parser.parse(TEXTS):
        assert_well_formed(parse)
        plain = as_parsed(parse.text)
        covered = set[int]()
        for word in parse.words:
            covered.update(range(word.start, word.end))
            token = plain[word.start : word.end]
            assert word.form == token or len(parse.words_in(word.start, word.end)) > 1
        assert all(i in covered or char.isspace() for i, char in enumerate(plain))


@pytest.mark.model
@settings(max_examples=30, deadline=None)
@given(
    st.text(max_size=40)
    | st.text(
        st.sampled_from("aÉ du1.,!?…'’\"«»-–\n\t\r\u00a0\u0301\u200d\ud800😀@/()"), max_size=60
    )
)
def test_any_text_is_parsed(text: str) -> None:
    (parse,) = embedded.load().parse([text])
    assert parse.text == text
    assert_well_formed(parse)


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u00a0\u202f\t"])
def test_blank_texts_have_no_words(parser: EmbeddedParser, text: str) -> None:
    assert parser.parse([text])[0].words == ()


@pytest.mark.model
def test_endless_words_and_sentences_are_bounded(parser: EmbeddedParser) -> None:
    word, sentence = parser.parse(["x" * 200_000, "la rivière monte, " * 400])
    assert [(w.start, w.end) for w in word.words] == [(0, 200_000)]
    assert_well_formed(sentence)
    assert len(sentence.words) == 1600
    assert max(s.last - s.first for s in sentence.sentences) <= LONGEST


@pytest.mark.model
def test_texts_are_parsed_alike_alone_together_and_in_threads(parser: EmbeddedParser) -> None:
    together = parser.parse([*TEXTS, ""])
    assert [parser.parse([text])[0] for text in [*TEXTS, ""]] == together
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(parser.parse, [[*TEXTS, ""]] * 8)) == [together] * 8
    assert parser.parse([]) == []


@pytest.mark.model
def test_the_parser_travels_without_its_weights(parser: EmbeddedParser) -> None:
    pickled = pickle.dumps(parser)
    assert len(pickled) < 200
    assert pickle.loads(pickled) is parser


@pytest.mark.model
def test_eight_bit_integers_change_little(parser: EmbeddedParser) -> None:
    small = embedded.load(int8=True)
    assert small.name != parser.name
    assert pickle.loads(pickle.dumps(small)) is small
    pairs = [
        (ours, theirs)
        for one, other in zip(parser.parse(TEXTS), small.parse(TEXTS), strict=True)
        for ours, theirs in zip(one.words, other.words, strict=True)
    ]
    same = [(a.upos, a.head, a.deprel) == (b.upos, b.head, b.deprel) for a, b in pairs]
    assert sum(same) >= 0.97 * len(same)


@pytest.mark.model
def test_loading_and_parsing_leave_global_settings_alone() -> None:
    def state() -> tuple[object, ...]:
        root = logging.getLogger()
        return (
            torch.get_num_threads(),
            torch.is_grad_enabled(),
            torch.is_inference_mode_enabled(),
            torch.get_default_dtype(),
            root.level,
            tuple(root.handlers),
        )

    before = state()
    EmbeddedParser(embedded.WEIGHTS / "fr", "again", embedded.load).parse(TEXTS[:1])
    assert state() == before


def test_a_damaged_model_file_is_named(tmp_path: Any) -> None:
    damaged = tmp_path / "mix.pt"
    damaged.write_bytes(b"not a model")
    with pytest.raises(ModelError, match=r"mix\.pt.*install quotescope again"):
        read(tmp_path, "mix.pt")
    with pytest.raises(ModelError, match=r"missing\.pt"):
        read(tmp_path, "missing.pt")


def test_a_model_file_that_is_not_the_listed_one_is_refused(tmp_path: Any) -> None:
    folder = tmp_path / "fr"
    shutil.copytree(embedded.WEIGHTS / "fr", folder)
    EmbeddedParser(folder, "a copy", embedded.load)
    part = folder / "lemma" / "mix.pt"
    data = bytearray(part.read_bytes())
    data[-1] ^= 1  # in the comment of an archive, where nothing else would notice it
    part.write_bytes(data)
    with pytest.raises(ModelError, match=r"lemma.mix\.pt is damaged, .* SHA256SUMS"):
        EmbeddedParser(folder, "a damaged copy", embedded.load)
    (folder / SUMS).unlink()
    EmbeddedParser(folder, "a copy without sums", embedded.load)


def test_the_sums_are_those_of_the_shipped_weights() -> None:
    folder = embedded.WEIGHTS / "fr"
    lines = [line.split() for line in (folder / SUMS).read_text().splitlines()]
    assert {part: digest for digest, part in lines} == {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*.pt")
    }


def test_a_model_file_runs_no_code(tmp_path: Any) -> None:
    ran = tmp_path / "ran"
    torch.save({"model": None, "config": _Touch(ran)}, tmp_path / "mix.pt")
    with pytest.raises(ModelError, match="something else than plain weights"):
        read(tmp_path, "mix.pt")
    assert not ran.exists()


class _Touch:
    """Pickled, it writes a file when it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self._path,)


def test_another_architecture_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "mix.pt"
    torch.save({"model": None, "config": {"charlm": True}}, path)
    with pytest.raises(ModelError, match=r"charlm=True.* hand such a model over"):
        read(tmp_path, path.name).require(charlm=False)


def test_known_forms_stay_bounded() -> None:
    asked: list[str] = []

    def encode(forms: Any) -> torch.Tensor:
        asked.extend(forms)
        return torch.tensor([[float(len(form))] for form in forms])

    table = FormTable(encode, capacity=3)
    assert table(["a", "bb"]).flatten().tolist() == [1, 2]
    assert table(["bb", "ccc"]).flatten().tolist() == [2, 3]
    assert asked == ["a", "bb", "ccc"]
    table = FormTable(encode, capacity=3)
    assert table(["?", "?", "bb"]).flatten().tolist() == [1, 1, 2]
    assert table(["ccc", "bb", "?"]).flatten().tolist() == [3, 2, 1]
    assert table(["dddd", "a"]).flatten().tolist() == [4, 1]
    assert table(["a", "bb", "ccc", "dddd"]).flatten().tolist() == [1, 2, 3, 4]
    assert table(["a"]).flatten().tolist() == [1]


# Trees


def brute_force(scores: Any) -> float:
    """The score of the best tree with one word below the root, by trying all."""
    size = len(scores)
    best = -np.inf
    for heads in product(range(size), repeat=size - 1):
        above = np.array([0, *heads])
        if heads.count(0) == 1:
            reached = above
            for _ in range(size):
                reached = above[reached]
            if not reached.any():
                best = max(best, scores[np.arange(1, size), heads].sum())
    return float(best)


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 6), st.integers(0, 2**32 - 1), st.integers(0, 3))
def test_trees_are_the_best_ones(size: int, seed: int, padding: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(1, size + padding, size + padding))
    scores[:, :, size:] = -np.inf
    np.fill_diagonal(scores[0], -np.inf)
    heads = best_trees(scores.astype(np.float32), np.array([size]))[0, :size]
    assert list(heads[1:]).count(0) == 1
    found = scores[0, np.arange(1, size), heads[1:]].sum()
    assert found == pytest.approx(brute_force(scores[0, :size, :size]), abs=1e-5)
