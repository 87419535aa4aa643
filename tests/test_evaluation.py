"""The measures: known figures on small documents, and agreement with the reference scorer."""

from __future__ import annotations

import importlib.util
import json
import random
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotescope.evaluation import (
    GoldDocument,
    GoldError,
    gold_document,
    intervals,
    misses,
    read_gold,
    score,
    to_prediction,
)
from quotescope.evaluation.agreement import iou, names_entity, pairs, trimmed
from quotescope.models import Cue, Extraction, Quote, Span, Speaker
from shared import GOLD, SCORER

TEXT = (
    "« Le pont rouvrira en mai », a promis Odile Marchetti. Elle juge le chantier « exemplaire ». "
    "Selon la préfecture, deux ponts restent fermés."
)


def at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


DIRECT: dict[str, Any] = {
    "kind": "direct",
    "content": at("Le pont rouvrira en mai"),
    "marked": [at("Le pont rouvrira en mai")],
    "cue": at("promis"),
    "mention": at("Odile Marchetti"),
    "names": [["Odile Marchetti", "Mme Marchetti"]],
    "optional": False,
}
MIXED: dict[str, Any] = {
    "kind": "mixed",
    "content": at("le chantier « exemplaire"),
    "marked": [at("exemplaire")],
    "cue": at("juge"),
    "mention": at("Elle"),
    "names": [["Odile Marchetti", "Mme Marchetti"]],
    "optional": False,
}
INDIRECT: dict[str, Any] = {
    "kind": "indirect",
    "content": at("deux ponts restent fermés"),
    "marked": [],
    "cue": at("Selon"),
    "mention": at("la préfecture"),
    "names": [["la préfecture"]],
    "optional": False,
}


def gold(*quotes: dict[str, Any]) -> dict[str, GoldDocument]:
    record = {"doc_id": "pont", "text": TEXT, "quotes": list(quotes)}
    return {"pont": gold_document(record)}


def predicted(quote: dict[str, Any], **changes: Any) -> dict[str, Any]:
    name = quote["names"][0][0] if quote["names"] else None
    kept = {key: quote[key] for key in ("kind", "content", "marked", "cue", "mention")}
    return kept | {"name": name} | changes


def figures(golds: list[dict[str, Any]], *predictions: dict[str, Any]) -> dict[str, float]:
    return score(gold(*golds), {"pont": predictions}).as_dict()


ALL = [DIRECT, MIXED, INDIRECT]


def test_the_gold_itself_is_perfect() -> None:
    perfect = figures(ALL, *map(predicted, ALL))
    counts = {"n_documents": 1, "n_marked": 2, "n_indirect": 1}
    assert {name: perfect[name] for name in counts} == counts
    assert all(figure == 1.0 for name, figure in perfect.items() if name not in counts)


def test_nothing_predicted_scores_nothing() -> None:
    assert not any(score(gold(*ALL), {}).figures().values())


def test_a_wrong_speaker_costs_the_attribution_alone() -> None:
    found = figures(ALL, predicted(DIRECT, name="Jean Tavel"), *map(predicted, ALL[1:]))
    assert (found["marked_F1"], found["attrib_F1"], found["speaker_acc"]) == (1.0, 0.5, 0.5)
    assert found["mention_acc"] == found["cue_acc"] == 1.0
    assert (found["name_exact_P"], found["name_exact_R"]) == (0.667, 0.667)


def test_an_alias_is_right_but_not_the_full_name() -> None:
    found = figures(ALL, predicted(DIRECT, name="Mme Marchetti"), *map(predicted, ALL[1:]))
    assert (found["attrib_F1"], found["fullname_F1"]) == (1.0, 0.5)
    assert (found["name_exact_F1"], found["name_overlap_F1"]) == (0.667, 1.0)


def test_missed_and_extra_parts_cost_recall_and_precision() -> None:
    extra = predicted(DIRECT, content=at("Odile"), marked=[at("Odile")])
    found = figures([DIRECT, MIXED], predicted(DIRECT), extra, extra | {"marked": [at("Selon")]})
    assert (found["marked_P"], found["marked_R"]) == (0.333, 0.5)


def test_optional_quotations_are_neither_asked_for_nor_counted_against() -> None:
    optional = [DIRECT, MIXED | {"optional": True}, INDIRECT | {"optional": True}]
    with_them = figures(optional, *map(predicted, ALL))
    without_them = figures(optional, predicted(DIRECT))
    assert with_them == without_them
    assert (with_them["attrib_F1"], with_them["n_marked"], with_them["n_indirect"]) == (1.0, 1, 0)
    assert with_them["content_exact_F1"] == with_them["published_0.8_F1"] == 1.0


def test_a_mixed_quotation_seen_without_its_marks_is_one_error() -> None:
    found = figures([MIXED, INDIRECT], predicted(MIXED, marked=[]), predicted(INDIRECT))
    assert (found["marked_R"], found["indirect_P"]) == (0.0, 1.0)


def test_an_untold_speaker_must_not_be_named() -> None:
    untold = [MIXED | {"names": []}]
    assert figures(untold, predicted(MIXED, name=None))["attrib_F1"] == 1.0
    assert figures(untold, predicted(MIXED, name="elle"))["attrib_F1"] == 1.0
    assert figures(untold, predicted(MIXED))["attrib_F1"] == 0.0
    nobody = [MIXED | {"names": [], "mention": None}]
    assert figures(nobody, predicted(MIXED, name=None, mention=None))["attrib_F1"] == 1.0
    assert figures(nobody, predicted(MIXED, name=None))["attrib_F1"] == 0.0


def test_a_source_without_a_name_may_be_told_by_its_phrase() -> None:
    assert figures([INDIRECT], predicted(INDIRECT, name=None))["indirect_F1"] == 1.0
    wrong = predicted(INDIRECT, name=None, mention=at("Odile Marchetti"))
    assert figures([INDIRECT], wrong)["indirect_F1"] == 0.0


def test_components_tell_exact_from_overlapping() -> None:
    short = predicted(DIRECT, mention=at("Marchetti"), content=at("Le pont rouvrira en"))
    found = figures([DIRECT], short)
    assert (found["mention_exact_F1"], found["mention_overlap_F1"]) == (0.0, 1.0)
    assert (found["content_exact_F1"], found["content_overlap_F1"]) == (0.0, 1.0)
    assert found["cue_exact_F1"] == 1.0


def test_a_shared_cue_counts_once_among_components() -> None:
    quotes = [DIRECT, MIXED | {"cue": DIRECT["cue"]}]
    tally = score(gold(*quotes), {"pont": [predicted(q) for q in quotes]}).scores["cue_exact"]
    assert (tally.hits, tally.predicted, tally.gold) == (1, 1, 1)


def test_the_published_measure_asks_for_a_share_of_the_gold_characters() -> None:
    half = predicted(DIRECT, content=at("Le pont rou"), cue=at("a promis"))
    found = figures([DIRECT], half)
    assert (found["published_0.3_F1"], found["published_0.8_F1"]) == (1.0, 0.0)
    assert (found["published_0.3_speaker_acc"], found["published_0.3_cue_acc"]) == (1.0, 0.0)
    # The share is the gold's alone: a prediction that is far too long covers it wholly.
    assert figures([DIRECT], predicted(DIRECT, content=[0, 120]))["published_0.8_F1"] == 1.0


def test_misses_tell_what_went_wrong() -> None:
    rows = misses(
        gold(*ALL),
        {
            "pont": [
                predicted(DIRECT, name="Jean Tavel"),
                predicted(INDIRECT),
                predicted(
                    DIRECT, content=at("Odile"), marked=[at("Odile")], name=None, mention=None
                ),
            ]
        },
    )
    assert [str(row) for row in rows] == [
        "pont\tWRONG\tLe pont rouvrira en mai\tgold: Odile Marchetti"
        "\tpredicted: Jean Tavel (Odile Marchetti)",
        "pont\tMISS\texemplaire\tgold: Odile Marchetti",
        "pont\tEXTRA\tOdile\tpredicted: -",
    ]
    assert [str(row) for row in misses(gold(INDIRECT), {})] == [
        "pont\tI-MISS\tdeux ponts restent fermés\tgold: la préfecture"
    ]


def _extraction() -> Extraction:
    def span(ends: list[int]) -> Span:
        return Span(start=ends[0], end=ends[1], text=TEXT[slice(*ends)])

    quote = Quote(
        kind="direct",
        content=span(DIRECT["content"]),
        marked=(span(DIRECT["marked"][0]),),
        cue=Cue(span=span(DIRECT["cue"]), lemma="promettre", category="verb"),
        speaker=Speaker(mention=span(DIRECT["mention"]), name="Odile Marchetti", kind="person"),
        rules=("marks",),
        confidence=1.0,
    )
    bare = quote.model_copy(
        update={"content": span(at("exemplaire")), "marked": (span(at("exemplaire")),),
                "cue": None, "speaker": None}
    )  # fmt: skip
    return Extraction(text=TEXT, quotes=(quote, bare), parser="none", version="0")


def test_extractions_are_scored_like_their_records() -> None:
    extraction = _extraction()
    records = to_prediction(extraction)
    assert records[0] == predicted(DIRECT)
    assert (records[1]["cue"], records[1]["mention"], records[1]["name"]) == (None, None, None)
    assert json.loads(json.dumps(records)) == records
    golds = gold(*ALL)
    assert score(golds, {"pont": extraction}) == score(golds, {"pont": records})


def test_intervals_hold_the_figure_and_can_be_drawn_again() -> None:
    golds = {id: gold_document({"doc_id": id, "text": TEXT, "quotes": ALL}) for id in "abcdefgh"}
    predictions = {id: [predicted(DIRECT)] for id in "abcd"}
    drawn = intervals(golds, predictions, samples=200, seed=3)
    assert drawn == intervals(golds, predictions, samples=200, seed=3)
    assert len({intervals(golds, predictions, samples=1, seed=s)["marked_R"] for s in range(9)}) > 1
    figure = score(golds, predictions).figures()["marked_R"]
    low, high = drawn["marked_R"]
    assert 0 <= low < figure < high <= 0.5
    assert drawn["marked_P"][1] == 1.0
    narrower = intervals(golds, predictions, samples=200, seed=3, level=0.5)["marked_R"]
    assert low < narrower[0] <= narrower[1] < high


def test_intervals_need_a_document() -> None:
    with pytest.raises(ValueError, match="no gold document"):
        intervals({}, {})


def test_gold_that_breaks_its_format_is_refused(tmp_path: Path) -> None:
    record = {"doc_id": "pont", "text": TEXT, "quotes": [DIRECT]}
    with pytest.raises(GoldError, match="no field 'text'; add it"):
        gold_document({"doc_id": "pont", "quotes": []})
    with pytest.raises(GoldError, match="leaves the text; correct"):
        gold_document(record | {"quotes": [DIRECT | {"cue": [len(TEXT), len(TEXT) + 1]}]})
    with pytest.raises(GoldError, match="is not 'Le port'"):
        gold_document(record | {"quotes": [DIRECT | {"text": "Le port"}]})
    for name in ("one.json", "two.json"):
        (tmp_path / name).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(GoldError, match=r"two\.json"):
        read_gold(tmp_path)
    (tmp_path / "two.json").unlink()
    assert read_gold(tmp_path) == {"pont": gold_document(record)}


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("Odile Marchetti", True),
        ("odile MARCHETTI", True),
        ("l’élue Odile Marchetti", True),
        ("Mme Marchetti", True),
        ("Marchetti", True),
        ("Odile", False),
        ("l'adjointe Marchetti", False),
        ("le", False),
        (None, False),
    ],
)
def test_names_agree_without_titles_and_accents(name: str | None, right: bool) -> None:
    assert names_entity(name, ["Odile Marchetti", "Mme Marchetti"]) is right


def test_spans_are_compared_without_the_marks_around_them() -> None:
    text = "« Oui. » dit-il"
    assert text[slice(*trimmed((0, 8), text))] == "Oui"
    assert trimmed((0, 2), text) == (2, 2)


spans = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: (min(ends), max(ends)))


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6), st.floats(0, 1))
def test_pairs_are_one_to_one_and_near_enough(
    golds: list[tuple[int, int]], predictions: list[tuple[int, int]], threshold: float
) -> None:
    found = pairs(golds, predictions, threshold)
    assert len({g for g, _ in found}) == len({p for _, p in found}) == len(found)
    assert all(iou(golds[g], predictions[p]) >= threshold for g, p in found)
    left_golds = set(range(len(golds))) - {g for g, _ in found}
    left_predictions = set(range(len(predictions))) - {p for _, p in found}
    for g in left_golds:
        for p in left_predictions:
            value = iou(golds[g], predictions[p])
            assert value == 0 or value < threshold


# Agreement with the reference scorer, on predictions made by disturbing its gold.


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not SCORER.is_file():
        pytest.skip(f"no reference scorer at {SCORER}: set QUOTESCOPE_SHARED to compare with it")
    spec = importlib.util.spec_from_file_location("reference_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _disturbed(record: dict[str, Any], draw: random.Random) -> list[dict[str, Any]]:
    """Predictions right and wrong: moved, renamed, unmarked, doubled, dropped, made up."""
    text = record["text"]

    def moved(span: list[int]) -> list[int]:
        reach = draw.choice([0, 0, 0, 1, 3, max(1, (span[1] - span[0]) // 2)])
        start = min(max(0, span[0] + draw.randint(-reach, reach)), len(text) - 1)
        return [start, min(len(text), max(start + 1, span[1] + draw.randint(-reach, reach)))]

    def somewhere() -> list[int]:
        start = draw.randrange(len(text) - 1)
        return [start, min(len(text), start + draw.randint(1, 80))]

    def name_of(quote: dict[str, Any]) -> str | None:
        forms: list[str] = [form for entity in quote["names"] for form in entity]
        mention = text[slice(*quote["mention"])] if quote["mention"] else ""
        wrong: list[str | None] = [None, "", "le", "Odile Marchetti"]
        likely = [mention, mention.upper(), *forms * 2, *(f"la maire {form}" for form in forms)]
        chosen: str | None = draw.choice(wrong + likely)
        return chosen

    out: list[dict[str, Any]] = []
    for quote in record["quotes"]:
        if draw.random() < 0.15:
            continue
        for _ in range(draw.choice([1, 1, 1, 1, 2])):
            mention = draw.choice([quote["mention"]] * 3 + [None, somewhere()])
            out.append(
                {
                    "kind": quote["kind"],
                    "content": moved(quote["content"]),
                    "marked": draw.choice([[moved(part) for part in quote["marked"]]] * 5 + [[]]),
                    "cue": draw.choice([quote["cue"], quote["cue"], None, somewhere()]),
                    "mention": moved(mention) if mention else None,
                    "name": name_of(quote),
                }
            )
    for _ in range(draw.randint(0, 3)):
        made_up = somewhere()
        out.append(
            {
                "kind": "direct",
                "content": made_up,
                "marked": draw.choice([[], [made_up]]),
                "cue": None,
                "mention": None,
                "name": draw.choice([None, "Jean Tavel"]),
            }
        )
    draw.shuffle(out)
    return out


@pytest.mark.parametrize("seed", range(30))
def test_the_headline_figures_are_those_of_the_reference_scorer(
    scorer: ModuleType, seed: int
) -> None:
    draw = random.Random(seed)
    records: dict[str, Any] = scorer.load_gold(GOLD)
    assert records
    # Some seeds take a few documents only, so that errors cannot even out.
    records = dict(draw.sample(sorted(records.items()), k=draw.choice([1, 5, len(records)])))
    predictions = {id: _disturbed(record, draw) for id, record in records.items()}
    counts: Counter[str] = Counter()
    for id, record in records.items():
        scorer.score_doc(record, predictions[id], counts)
    theirs: dict[str, float] = scorer.report(counts)
    golds = {id: gold_document(record) for id, record in records.items()}
    ours = score(golds, predictions).as_dict()
    assert {name: ours[name] for name in theirs} == pytest.approx(theirs, abs=5e-4)
