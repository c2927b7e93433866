"""`clean_arrow`: what has Arrow data goes in, whatever its layout, and comes out with the results beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from support import FIXTURES

import sarand

pa: Any = pytest.importorskip("pyarrow")

PROSE = "The ferry to the island leaves at nine, and the baker waves from the pier."
TEXTS = [f"Home > News\n{PROSE} 😀\n[ad_1]\n", None, "كتاب را مي خواند.\n", ""]
CLEAN = [f"{PROSE} 😀\n", None, "کتاب را می‌خواند.\n", ""]
FIELDS = ["text", "title", "date", "language", "metadata", "flags", "lines_removed", "removals", "edits"]


def table(**more: Any) -> Any:
    return pa.table({"id": [1, 2, 3, 4], "text": TEXTS, **more})


def texts(rows: Any) -> list[str | None]:
    """The clean text of each row."""
    return [row["cleaned"] and row["cleaned"]["text"] for row in rows]


# What goes in


@pytest.mark.parametrize(
    "make",
    [
        lambda table: table,
        lambda table: table.to_batches()[0],
        lambda table: table.to_reader(max_chunksize=3),
        lambda table: pa.concat_tables([table.slice(0, 1), table.slice(1, 0), table.slice(1)]),
    ],
    ids=["table", "batch", "reader", "chunks"],
)
@pytest.mark.parametrize("threads", [1, 3])
def test_tables_of_pyarrow(cleaner: sarand.Cleaner, make: Any, threads: int) -> None:
    result = pa.table(cleaner.clean_arrow(make(table()), threads=threads))
    assert result.column_names == ["id", "text", "cleaned"]
    assert result.select(["id", "text"]).to_pylist() == table().to_pylist()
    assert texts(result.to_pylist()) == CLEAN
    result.validate(full=True)


@pytest.mark.parametrize("make", [pa.array, lambda texts: pa.chunked_array([texts[:1], [], texts[1:]], pa.string())], ids=["array", "chunked"])
def test_one_column_of_pyarrow(cleaner: sarand.Cleaner, make: Any) -> None:
    result = pa.chunked_array(cleaner.clean_arrow(make(TEXTS)))
    result.validate(full=True)
    assert [field.name for field in result.type] == FIELDS
    assert [row and row["text"] for row in result.to_pylist()] == CLEAN


KINDS = {
    "string": pa.string(),
    "large_string": pa.large_string(),
    "string_view": pa.string_view(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
    "dictionary of large_string": pa.dictionary(pa.int8(), pa.large_string()),
    "binary": pa.binary(),
    "large_binary": pa.large_binary(),
    "binary_view": pa.binary_view(),
    "dictionary of binary": pa.dictionary(pa.int16(), pa.binary()),
}


def column(kind: Any) -> Any:
    """The texts as a column of a type."""
    value = kind.value_type if pa.types.is_dictionary(kind) else kind
    data = [text and text.encode() for text in TEXTS] if "binary" in str(value) else TEXTS
    return pa.array(data, value).dictionary_encode().cast(kind) if value is not kind else pa.array(data, kind)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_type_of_texts(cleaner: sarand.Cleaner, kind: Any) -> None:
    result = pa.table(cleaner.clean_arrow(pa.table({"text": column(kind)})))
    result.validate(full=True)
    assert texts(result.to_pylist()) == CLEAN
    assert result.schema.field("text").type == kind
    long = kind not in (pa.string(), pa.binary())
    assert result.schema.field("cleaned").type.field("text").type == (pa.large_string() if long else pa.string())
    alone = pa.chunked_array(cleaner.clean_arrow(column(kind), fields=["text"]))
    assert [row and row["text"] for row in alone.to_pylist()] == CLEAN


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_slices_begin_where_they_begin(cleaner: sarand.Cleaner, kind: Any) -> None:
    whole = pa.table({"text": pa.concat_arrays([column(kind)] * 3), "n": list(range(12))})
    for begin, length in [(1, 2), (3, 7), (11, 1), (12, 0)]:
        for part in (whole.slice(begin, length), whole.to_batches()[0].slice(begin, length)):
            result = pa.table(cleaner.clean_arrow(part, fields=["text"]))
            assert result["n"].to_pylist() == list(range(begin, begin + length))
            assert texts(result.to_pylist()) == (CLEAN * 3)[begin : begin + length]


def test_binaries_of_any_charset_are_decoded(cleaner: sarand.Cleaner) -> None:
    data = [PROSE.encode("utf-16"), "سلام دوستان خوب من، امروز به بازار مي رويم.".encode("windows-1256"), None]
    result = pa.table(cleaner.clean_arrow(pa.table({"text": pa.array(data, pa.binary())})))
    assert texts(result.to_pylist()) == [PROSE, "سلام دوستان خوب من، امروز به بازار می‌رویم.", None]


def test_polars(cleaner: sarand.Cleaner) -> None:
    pl: Any = pytest.importorskip("polars")
    frame = pl.DataFrame({"id": [1, 2, 3, 4], "text": TEXTS})
    result = pl.DataFrame(cleaner.clean_arrow(frame))
    assert result.columns == ["id", "text", "cleaned"]
    assert texts(result.to_dicts()) == CLEAN
    assert result.select("id", "text").equals(frame)
    series = pl.Series(cleaner.clean_arrow(frame["text"], fields=["text", "flags"]))
    assert [row and row["text"] for row in series.to_list()] == CLEAN
    categories = frame.with_columns(pl.col("text").cast(pl.Categorical))
    assert texts(pl.DataFrame(cleaner.clean_arrow(categories)).to_dicts()) == CLEAN
    assert pl.DataFrame(cleaner.clean_arrow(frame.clear())).shape == (0, 3)


def test_duckdb(cleaner: sarand.Cleaner) -> None:
    duckdb: Any = pytest.importorskip("duckdb")
    source, sink = duckdb.connect(), duckdb.connect()
    source.execute("create table pages (id integer, text varchar)")
    source.executemany("insert into pages values (?, ?)", list(enumerate(TEXTS)))
    relation = source.table("pages").order("id")
    stream = cleaner.clean_arrow(relation, fields=["text", "language"])
    rows = sink.sql("select id, cleaned.text, cleaned.language from stream order by id").fetchall()
    assert [row[:2] for row in rows] == list(enumerate(CLEAN))
    assert [row[2] for row in rows] == ["en", None, "fa", "und"]


def test_pandas_with_arrow_types(cleaner: sarand.Cleaner) -> None:
    pd: Any = pytest.importorskip("pandas")
    for kind in ("string[pyarrow]", pd.ArrowDtype(pa.large_string())):
        frame = pd.DataFrame({"text": pd.Series(TEXTS, dtype=kind), "n": [1, 2, 3, 4]}).set_index(pd.Index([5, 6, 7, 8]))
        result = pa.table(cleaner.clean_arrow(frame, fields=["text"])).to_pandas()
        assert list(result.index) == [5, 6, 7, 8]
        assert [row and row["text"] for row in result["cleaned"]] == CLEAN


# What comes out


def test_nulls_stay_nulls(cleaner: sarand.Cleaner) -> None:
    result = pa.table(cleaner.clean_arrow(pa.table({"text": pa.array([None] * 5, pa.string())})))
    assert result["cleaned"].null_count == 5


def test_rows_that_are_null_stay_nulls(cleaner: sarand.Cleaner) -> None:
    rows = pa.array([{"text": PROSE}, None])
    result = pa.chunked_array(cleaner.clean_arrow(rows, fields=["text"])).to_pylist()
    assert result == [{"text": PROSE, "cleaned": {"text": PROSE}}, None]


def test_other_columns_and_their_metadata_are_kept(cleaner: sarand.Cleaner) -> None:
    schema = pa.schema(
        [
            pa.field("id", pa.int64(), nullable=False, metadata={"unit": "page"}),
            pa.field("text", pa.string(), metadata={"from": "crawl"}),
            pa.field("tags", pa.list_(pa.string())),
            pa.field("when", pa.timestamp("us", "UTC")),
        ],
        metadata={"made": "by hand"},
    )
    rows = [{"id": n, "text": text, "tags": ["a", None], "when": None} for n, text in enumerate(TEXTS)]
    given = pa.Table.from_pylist(rows, schema)
    result = pa.table(cleaner.clean_arrow(given, into="sieved", fields=["text"]))
    assert result.schema.remove(4).equals(schema, check_metadata=True)
    assert result.schema.metadata == schema.metadata
    assert result.drop_columns("sieved").equals(given)


def test_columns_that_are_not_cleaned_are_not_copied(cleaner: sarand.Cleaner) -> None:
    given = table()
    result = pa.table(cleaner.clean_arrow(given))
    for name in ("id", "text"):
        ours, theirs = given[name].chunk(0).buffers(), result[name].chunk(0).buffers()
        assert [buffer and buffer.address for buffer in ours] == [buffer and buffer.address for buffer in theirs]


@pytest.mark.parametrize("empty", [table().slice(0, 0), table().schema.empty_table(), pa.table({"text": pa.array([], pa.string())})], ids=["slice", "chunkless", "array"])
def test_no_rows_give_no_rows(cleaner: sarand.Cleaner, empty: Any) -> None:
    result = pa.table(cleaner.clean_arrow(empty))
    assert result.num_rows == 0
    assert result.column_names == [*empty.column_names, "cleaned"]


def test_all_fields_are_those_of_clean(cleaner: sarand.Cleaner) -> None:
    pages = [path.read_bytes().decode() for path in sorted((FIXTURES / "pages").glob("*.html"))]
    for row in pa.table(cleaner.clean_arrow(pa.table({"html": pages}), html=True)).to_pylist():
        page, cleaned = cleaner.clean_html(row["html"]), row["cleaned"]
        told = page.to_dict()
        assert list(cleaned) == FIELDS
        assert {name: cleaned[name] for name in ("text", "title", "date", "language", "flags", "edits")} == {
            name: told[name] for name in ("text", "title", "date", "language", "flags", "edits")
        }
        assert json.loads(cleaned["metadata"]) == told["metadata"]
        assert [{**one, "chance": None} for one in cleaned["removals"]] == [{**one, "chance": None} for one in told["removals"]]
        assert cleaned["lines_removed"] == sum(one.line is not None for one in page.removals)
        original = page.original
        assert all(original[one["start"] : one["end"]] == one["text"] for one in cleaned["removals"])


def test_fields_are_those_that_are_named_in_that_order(cleaner: sarand.Cleaner) -> None:
    schema = pa.schema(cleaner.clean_arrow(table(), fields=["language", "text"]))
    assert [field.name for field in schema.field("cleaned").type] == ["language", "text"]


def test_the_schema_is_there_before_anything_is_read(cleaner: sarand.Cleaner) -> None:
    def batches() -> Iterator[Any]:
        raise AssertionError("nothing is to be read")
        yield

    reader = pa.RecordBatchReader.from_batches(table().schema, batches())
    assert pa.schema(cleaner.clean_arrow(reader)).names == ["id", "text", "cleaned"]


def test_addresses_and_languages_come_from_columns(cleaner: sarand.Cleaner) -> None:
    given = pa.table({"text": ["كتاب", "كتاب", "كتاب"], "lang": ["fa", "ar", None]})
    rows = pa.table(cleaner.clean_arrow(given, lang="lang", fields=["text", "language"])).to_pylist()
    assert [row["cleaned"]["language"] for row in rows[:2]] == ["fa", "ar"]
    assert [row["cleaned"]["text"] for row in rows[:2]] == ["کتاب", "كتاب"]
    html = f'<article><p>{PROSE} See <a href="/times">the times</a> of today.</p></article>'
    pages = pa.table({"html": [html] * 2, "at": pa.array(["https://pier.example/a", None]).dictionary_encode()})
    linking = sarand.Cleaner(markup="markdown", links=True)
    rows = pa.table(linking.clean_arrow(pages, html=True, url="at")).to_pylist()
    assert "(https://pier.example/times)" in rows[0]["cleaned"]["text"]
    assert "https:" not in rows[1]["cleaned"]["text"]


def test_a_long_table_keeps_its_order(cleaner: sarand.Cleaner) -> None:
    given = pa.table({"n": list(range(9_000)), "text": [f"[ad_1]\nFerry {n} leaves at nine.\n" for n in range(9_000)]})
    result = pa.table(cleaner.clean_arrow(given, fields=["text"], threads=3))
    assert result["n"].to_pylist() == list(range(9_000))
    assert texts(result.to_pylist()) == [f"Ferry {n} leaves at nine.\n" for n in range(9_000)]


def test_batches_are_taken_as_they_are_asked_for(cleaner: sarand.Cleaner) -> None:
    taken = 0

    def endless() -> Iterator[Any]:
        nonlocal taken
        while True:
            taken += 1
            yield table().to_batches()[0]

    reader = pa.RecordBatchReader.from_batches(table().schema, endless())
    stream = pa.RecordBatchReader.from_stream(cleaner.clean_arrow(reader, threads=2))
    for number in range(200):
        assert texts(stream.read_next_batch().to_pylist()) == CLEAN
        assert taken - number <= 2 * 3 + 1
