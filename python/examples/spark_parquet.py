"""Cleans Parquet files on Spark: each executor has a cleaner, and gets Arrow batches.

    python spark_parquet.py                                on a few records, on this machine
    spark-submit … spark_parquet.py INPUT OUTPUT           on yours: a column `text`, and perhaps `url`

Needs pyspark 3.5 or newer with pyarrow, and Java. The package must be on every executor: install it there, or send an environment
that has it (`--archives environment.tar.gz#environment`, with `spark.pyspark.python=environment/bin/python`).

All columns are kept. A column `cleaned` comes beside them: a struct of text, language and how many lines went.
"""
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow  # type: ignore[import-untyped]
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import LongType, StringType, StructField, StructType

from sarand import Cleaner

# pyarrow comes without types.
pa: Any = pyarrow

RECORDS = [
    (11, "https://harbour.example/a", "Home > News\nThe ferry to the island leaves at nine.\n[ad_1]\n"),
    (12, None, None),
    (13, "https://square.example/c", "The baker opens before sunrise, and the queue is long.\nShare on Facebook\n"),
]

TYPES = {"text": StringType(), "language": StringType(), "lines_removed": LongType()}


def batches_of(cleaner: Cleaner, url: str | None) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """What Spark calls for each partition. It is pickled, and the cleaner with it: options, and rules of yours."""

    def clean(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            # One thread: Spark runs a task for each core.
            stream = cleaner.clean_arrow(batch, column="text", url=url, fields=list(TYPES), threads=1)
            yield from pa.RecordBatchReader.from_stream(stream)

    return clean


def cleaned(frame: DataFrame, cleaner: Cleaner) -> DataFrame:
    """`frame` with a struct `cleaned` beside its columns."""
    found = StructType([StructField(name, kind) for name, kind in TYPES.items()])
    schema = StructType([*frame.schema.fields, StructField("cleaned", found)])
    url = "url" if "url" in frame.columns else None
    return frame.mapInArrow(batches_of(cleaner, url), schema)


def main() -> None:
    # Without another word, the workers have the Python of this program.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.appName("sarand").getOrCreate()
    cleaner = Cleaner(level="likely")
    if len(sys.argv) == 3:
        cleaned(spark.read.parquet(sys.argv[1]), cleaner).write.parquet(sys.argv[2])
    else:
        with tempfile.TemporaryDirectory() as folder:
            spark.createDataFrame(RECORDS, "id long, url string, text string").write.parquet(f"{folder}/in")
            cleaned(spark.read.parquet(f"{folder}/in"), cleaner).orderBy("id").show(truncate=False)
    spark.stop()


if __name__ == "__main__":
    main()
