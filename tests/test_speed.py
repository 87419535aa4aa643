"""The speed has not halved: ratios to fixed work in the same run, since machines differ.

Each side is timed in turns, in CPU time, and the best of its turns counts, so that neither a slow
machine nor a busy one fails. ``python tests/test_speed.py`` prints the ratios.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from time import process_time

import pytest
import torch

from freeze import case_documents
from quotescope.extractor import from_parse
from quotescope.parsing import embedded

TEXTS = [document.text for document in case_documents().values()]
ROUNDS = 5
# Words in the time of a million million operations of a matrix product, and in that of a million
# turns of a loop, as measured in November 2026.
PARSED, STAGED = 77_000, 2_600


@pytest.fixture
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    # What other tests left in memory is not walked through again while the stages run.
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
    torch.set_num_threads(before)


@pytest.mark.model
@pytest.mark.usefixtures("one_thread")
def test_neither_parser_nor_stages_take_twice_as_long() -> None:
    parsed, staged = measured()
    assert parsed > PARSED / 2
    assert staged > STAGED / 2


def measured() -> tuple[float, float]:
    """Words parsed and words read by the stages, each in the time of their fixed work."""
    parser = embedded.load()
    parses = parser.parse(TEXTS)  # from now on their forms are known
    words = sum(len(parse.words) for parse in parses)
    factors = torch.rand(512, 512), torch.rand(512, 512)

    def multiply() -> None:
        for _ in range(400):
            torch.mm(*factors)

    def turn() -> None:
        for number in range(1_000_000):
            divmod(number, 3)

    parsing, multiplying, staging, turning = _best(
        lambda: parser.parse(TEXTS),
        multiply,
        lambda: [from_parse(parse) for parse in parses],
        turn,
    )
    operations = 400 * 2 * 512**3 / 1e12
    return words / parsing * multiplying / operations, words / staging * turning


def _best(*works: Callable[[], object]) -> list[float]:
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            started = process_time()
            work()
            best[place] = min(best[place], process_time() - started)
    return best


if __name__ == "__main__":
    torch.set_num_threads(1)
    print(measured())
