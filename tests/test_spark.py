"""Quotations in Spark, on a real local one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cases import read_cases
from quotescope import extract
from quotescope.formats import COLUMNS, to_rows
from quotescope.spark import SCHEMA, quotations


def _java() -> bool:
    """Whether Java runs here: some systems have a ``java`` that only says how to install one."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java:
        return False
    return subprocess.run([java, "-version"], capture_output=True).returncode == 0


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="needs Spark: pip install quotescope[spark]")
    if not _java():
        pytest.skip("needs Java: Spark runs on it; install a JRE or set JAVA_HOME")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    paths = [str(Path(__file__).parent.parent / "src"), os.environ.get("PYTHONPATH", "")]
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(filter(None, paths)))
        .getOrCreate()
    )
    yield session
    session.stop()


def test_the_schema_is_that_of_the_rows() -> None:
    names = [column.split()[0] for column in SCHEMA.split(", ")]
    assert names == [*COLUMNS, "error"]


@pytest.mark.model
def test_a_frame_of_texts_becomes_a_frame_of_quotations(spark: Any) -> None:
    texts = {case["doc_id"]: case["text"] for case in list(read_cases())[:30]}
    frame = spark.createDataFrame(
        [*texts.items(), ("nothing", "Il pleut."), ("null", None)], "url string, body string"
    )
    found = quotations(frame.repartition(3), text="body", id="url")
    assert found.schema.simpleString() == f"struct<{SCHEMA.replace(', ', ',').replace(' ', ':')}>"
    rows = [row.asDict() for row in found.collect()]

    errors = [row for row in rows if row["error"] is not None]
    assert [row["document"] for row in errors] == ["null"]
    assert errors[0]["error"].startswith("TypeError: quotescope reads str, not NoneType")
    assert {value for key, value in errors[0].items() if key not in ("document", "error")} == {None}

    expected = [row for id, text in texts.items() for row in to_rows(extract(text), id)]
    assert len(expected) > 30
    read = [{key: row[key] for key in COLUMNS} for row in rows if row["error"] is None]
    assert sorted(read, key=_place) == sorted(expected, key=_place)


@pytest.mark.model
def test_identifiers_of_any_type_become_strings(spark: Any) -> None:
    frame = spark.createDataFrame([(17, "« Oui », dit Paul Verdier.")], "id long, text string")
    assert [row.document for row in quotations(frame).collect()] == ["17"]


@pytest.mark.model
def test_a_worker_loads_one_model(spark: Any) -> None:
    """Tasks that follow each other in a worker find the model there."""

    def addresses(frames: Iterator[Any]) -> Iterator[Any]:
        import pandas

        from quotescope.parsing import embedded

        for frame in frames:
            if len(frame):
                yield pandas.DataFrame({"worker": [os.getpid()], "model": [id(embedded.load())]})

    frame = spark.createDataFrame([(str(n),) for n in range(8)], "id string").repartition(8)
    found = frame.mapInPandas(addresses, "worker long, model long").collect()
    assert len({row.worker for row in found}) <= 2
    assert len({(row.worker, row.model) for row in found}) == len({row.worker for row in found})


def _place(row: dict[str, Any]) -> tuple[Any, Any]:
    return row["document"], row["quote"]
