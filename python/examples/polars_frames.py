"""Cleans texts in a query of polars: `pl.col("text").sarand.clean()` and its like.

Needs polars. Run it with `python polars_frames.py`.

`import sarand.polars` gives every expression the methods `.sarand.text()` (the clean text), `.sarand.clean()` (a struct with
language, title, what was removed, and more) and `.sarand.clean_html()`. They work on lazy frames.
"""

from __future__ import annotations

import polars as pl

import sarand.polars

RECORDS = {
    "id": [11, 12, 13],
    "url": ["https://harbour.example/a", None, "https://square.example/c"],
    "text": [
        "Home > News\nThe ferry to the island leaves at nine.\n[ad_1]\n",
        None,
        "The baker opens before sunrise, and the queue is long.\nShare on Facebook\n",
    ],
}


def cleaned(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The clean text, by the rules of the host of each; and language and count of lines that went, at another level."""
    # Type checkers do not know the methods of namespaces. SarandExpr(pl.col("text")) is the same, and they know it.
    text = sarand.polars.SarandExpr(pl.col("text"))
    return frame.with_columns(
        pl.col("text").sarand.text(url="url").alias("clean"),  # type: ignore
        text.clean(level="likely", fields=["language", "lines_removed"]).alias("found"),
    ).unnest("found")


def main() -> None:
    query = cleaned(pl.LazyFrame(RECORDS))
    print(query.collect_schema())
    with pl.Config(fmt_str_lengths=80, tbl_width_chars=120):
        print(query.select("id", "clean", "language", "lines_removed").collect())


if __name__ == "__main__":
    main()
