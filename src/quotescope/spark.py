"""Spark: a DataFrame of texts becomes one of quotations (``pip install quotescope[spark]``).

::

    from quotescope.spark import quotations

    quotations(spark.read.parquet("articles"), id="url", text="body").write.parquet("quotations")
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from quotescope.extractor import Extractor
from quotescope.formats import COLUMNS, to_rows
from quotescope.formats.rows import Row
from quotescope.many import Failure, Result

if TYPE_CHECKING:
    import pandas
    from pyspark.sql import DataFrame

# So many texts become one frame on their way out, which bounds the memory of a worker.
_TEXTS = 256


def _type(column: str) -> str:
    if column == "confidence":
        return "double"
    return "int" if column == "quote" or column.endswith(("_start", "_end")) else "string"


SCHEMA = ", ".join([*(f"{column} {_type(column)}" for column in COLUMNS), "error string"])
"""The columns of ``quotescope.formats.to_rows``, then ``error``, as Spark writes schemas."""


def quotations(
    texts: DataFrame, *, text: str = "text", id: str = "id", extractor: Extractor | None = None
) -> DataFrame:
    """One row a quotation, with the columns of ``SCHEMA``.

    A text that cannot be read, ``null`` for example, gives one row that holds nothing but its
    ``document`` and ``error``. Offsets count code points of the text. Every Python worker of Spark
    loads one model, whatever the number of its tasks.

    Args:
        texts: a DataFrame with a column of strings.
        text: the name of that column.
        id: the name of a column that tells the texts apart; as a string it becomes ``document``.
        extractor: the settings to read with; by default one thread a worker.
    """
    selected = texts.select(texts[id].cast("string").alias("document"), texts[text].alias("text"))
    return selected.mapInPandas(partial(_read, extractor or Extractor(threads=1)), SCHEMA)


def _read(extractor: Extractor, frames: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
    import pandas

    for frame in frames:
        for start in range(0, len(frame), _TEXTS):
            part = frame.iloc[start : start + _TEXTS].astype(object)
            part = part.where(part.notna(), None)
            results = extractor.many(part["text"], on_error="skip")
            rows = [
                row
                for document, result in zip(part["document"], results, strict=True)
                for row in _rows(document, result)
            ]
            yield pandas.DataFrame(rows, columns=[*COLUMNS, "error"], dtype=object)


def _rows(document: str | None, result: Result) -> list[Row]:
    if isinstance(result, Failure):
        return [{"document": document, "error": result.error}]
    return to_rows(result, document)
