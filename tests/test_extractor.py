"""The extractor: what it refuses, how it pickles, that threads and processes may share it."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import pytest
import torch

from cases import read_cases
from programs import run
from quotescope import Extraction, Extractor, Failure, extract, extract_many

ARTICLES = [case["text"] for case in read_cases() if case["doc_id"].startswith("article-")]
TEXTS = [case["text"] for case in read_cases()][:24]


def test_the_import_is_light() -> None:
    heavy = "{'torch', 'stanza', 'spacy', 'numpy', 'pandas', 'pyspark', 'multiprocessing'}"
    assert run(f"import sys, quotescope; print({heavy} & set(sys.modules))") == "set()"


@pytest.mark.model
def test_a_text_is_read_without_the_libraries_of_others() -> None:
    program = (
        "import sys, quotescope; quotescope.extract('« Oui », dit Paul.');"
        "print({'stanza', 'spacy', 'pandas', 'polars'} & set(sys.modules))"
    )
    assert run(program) == "set()"


@pytest.mark.parametrize("text", [None, 3, b"octets", ["un", "deux"]])
def test_what_is_no_str_is_refused(text: Any) -> None:
    with pytest.raises(TypeError, match=f"reads str, not {type(text).__name__}"):
        Extractor()(text)


def test_an_extractor_is_pickled_as_its_settings() -> None:
    extractor = Extractor(batch_size=7, threads=2, min_confidence=0.3, int8=True)
    data = pickle.dumps(extractor)
    assert len(data) < 300
    restored = pickle.loads(data)
    assert restored.__dict__ == extractor.__dict__


@pytest.mark.model
def test_a_loaded_extractor_is_pickled_without_its_model() -> None:
    extractor = Extractor()
    expected = extractor(ARTICLES[0])
    data = pickle.dumps(extractor)
    assert len(data) < 300
    assert pickle.loads(data)(ARTICLES[0]) == expected
    assert copy.copy(extractor)(ARTICLES[0]) == expected


def test_an_extractor_with_a_pipeline_is_not_pickled() -> None:
    class Pipeline:
        processors = ("tokenize", "pos", "lemma", "depparse")
        lang = "fr"

    extractor = Extractor(Pipeline())
    with pytest.raises(TypeError, match=r"make the Extractor there"):
        pickle.dumps(extractor)
    with pytest.raises(TypeError, match=r"make the Extractor there"):
        extractor.many(TEXTS, processes=2)


def test_settings_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Extractor(batch_size=0)
    with pytest.raises(ValueError, match="at least 1"):
        Extractor(threads=0)
    with pytest.raises(ValueError, match="int8 is for the embedded model"):
        Extractor(object(), int8=True)


@pytest.fixture(scope="module")
def expected() -> list[Extraction]:
    """Each text read alone, on one thread."""
    extractor = Extractor(threads=1)
    return [extractor(text) for text in TEXTS]


@pytest.mark.model
@pytest.mark.parametrize("batch_size", [2, 7, 32])
def test_company_changes_nothing(expected: list[Extraction], batch_size: int) -> None:
    extractor = Extractor(batch_size=batch_size)
    assert list(extractor.many(TEXTS)) == expected
    assert list(extractor.many(reversed(TEXTS))) == expected[::-1]


@pytest.mark.model
def test_processes_change_nothing(expected: list[Extraction]) -> None:
    texts: list[Any] = [*TEXTS, None]
    results = list(Extractor(batch_size=9).many(texts, processes=2, on_error="skip"))
    assert results[:-1] == expected
    assert isinstance(results[-1], Failure)


@pytest.mark.model
def test_threads_share_an_extractor(expected: list[Extraction]) -> None:
    fresh = Extractor()
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(fresh, TEXTS)) == expected
        halves = threads.map(lambda part: list(fresh.many(part)), (TEXTS[:12], TEXTS[12:]))
        assert [extraction for half in halves for extraction in half] == expected


@pytest.mark.model
@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_an_extractor_works_in_the_caller_s_processes(
    expected: list[Extraction], method: str
) -> None:
    """Also forked from a process that has read texts before, on several threads of torch."""
    threads = torch.get_num_threads()
    torch.set_num_threads(2)
    assert extract(TEXTS[-1]) == expected[-1]
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        assert pool.submit(extract, TEXTS[-1]).result(120) == expected[-1]
        found = list(pool.map(Extractor(threads=1), TEXTS[-3:], timeout=120))
    torch.set_num_threads(threads)
    assert found == expected[-3:]


@pytest.mark.model
def test_eight_bit_integers_find_nearly_the_same(expected: list[Extraction]) -> None:
    found = list(Extractor(int8=True).many(TEXTS))
    assert {extraction.parser for extraction in found} != {expected[0].parser}
    same = sum(one.quotes == two.quotes for one, two in zip(found, expected, strict=True))
    assert same >= 0.8 * len(TEXTS)


@pytest.mark.model
def test_torch_keeps_its_threads() -> None:
    program = (
        "import torch, quotescope; torch.set_num_threads(3);"
        "quotescope.extract('« Oui », dit Paul.'); print(torch.get_num_threads());"
        "list(quotescope.extract_many(['« Oui », dit Paul.'])); print(torch.get_num_threads())"
    )
    assert run(program) == "3\n3"


@pytest.mark.model
def test_torch_uses_the_threads_that_were_asked_for() -> None:
    program = (
        "import torch, quotescope; torch.set_num_threads(3);"
        "extractor = quotescope.Extractor(threads=1); print(torch.get_num_threads());"
        "extractor('« Oui », dit Paul.'); print(torch.get_num_threads())"
    )
    assert run(program) == "3\n1"


@pytest.mark.model
def test_nothing_is_read_but_the_package_and_nobody_is_called() -> None:
    """From import to result no socket is made and no file is written."""
    program = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event.startswith('socket.') or event == 'subprocess.Popen':\n"
        "        raise SystemExit(f'{event} {arguments}')\n"
        "    if event == 'open' and set(str(arguments[1] or '')) & set('wax+'):\n"
        "        raise SystemExit(f'{event} {arguments}')\n"
        "sys.addaudithook(watch)\n"
        "import quotescope\n"
        "print(quotescope.extract('« Oui », dit Paul.').quotes[0].content.text)"
    )
    assert run(program, "-B") == "Oui"


@pytest.mark.model
def test_any_str_is_a_text() -> None:
    texts = ["", " ", "\n", "\x00", "\ud800 « \udfff », dit Paul.", "«" * 50, "é" * 3000]
    assert [extraction.text for extraction in extract_many(texts)] == texts
