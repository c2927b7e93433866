"""Cleans texts in SQL: a function for queries of DuckDB, and a whole relation at once.

Needs duckdb, and pyarrow for the function. Run it with `python duckdb_query.py`.
"""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow  # type: ignore[import-untyped]
from duckdb.func import PythonUDFType

from sarand import Cleaner

# pyarrow comes without types.
pa: Any = pyarrow

RECORDS = """
create table pages as select * from (values
    (11, 'Home > News' || chr(10) || 'The ferry to the island leaves at nine.' || chr(10) || '[ad_1]'),
    (12, null),
    (13, 'The baker opens before sunrise, and the queue is long.' || chr(10) || 'Share on Facebook')
) as pages(id, text)
"""


def add_function(connection: duckdb.DuckDBPyConnection, cleaner: Cleaner, name: str = "clean_text") -> None:
    """Gives queries of `connection` a function from a text to the clean text."""

    def clean_text(texts: Any) -> Any:
        """Cleans a vector of texts: Arrow in, Arrow out. Nulls do not come here."""
        # DuckDB calls it from its own threads, so one thread more is enough.
        cleaned = pa.chunked_array(cleaner.clean_arrow(texts, fields=["text"], threads=1))
        return cleaned.flatten()[0]

    kind = PythonUDFType.ARROW
    connection.create_function(name, clean_text, ["VARCHAR"], "VARCHAR", type=kind)  # pyright: ignore[reportUnknownMemberType]


def clean_relation(connection: duckdb.DuckDBPyConnection, query: str, cleaner: Cleaner) -> duckdb.DuckDBPyRelation:
    """The rows of `query`, with a struct `cleaned` beside `text`. They stream, so the result can be read once."""
    # A cursor of its own, because the query is read while its results are asked for. It sees the same tables.
    rows = connection.cursor().sql(query)
    return connection.from_arrow(cleaner.clean_arrow(rows, column="text", fields=["text", "language"]))


def main() -> None:
    connection = duckdb.connect()
    connection.execute(RECORDS)
    cleaner = Cleaner(level="likely")
    add_function(connection, cleaner)
    print(connection.sql("select id, clean_text(text) as text from pages order by id"))
    cleaned = clean_relation(connection, "select * from pages order by id", cleaner)
    print(cleaned.project("id, cleaned.text as text, cleaned.language as language"))


if __name__ == "__main__":
    main()
