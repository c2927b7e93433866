"""pandas, polars and DuckDB."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import pytest
from integration import LIKELY, TEXTS, clean, environment, load, run

import sarand

FERRY = "The ferry to the island leaves at nine."


def library(name: str) -> Any:
    return pytest.importorskip(name, reason=f"no {name}")


def test_the_package_imports_none_of_them() -> None:
    names = ["pandas", "polars", "pyarrow", "duckdb", "datatrove", "scrapy", "numpy"]
    said = f"import sys, sarand; print([name for name in {names} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", said], env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pandas_series() -> None:
    pd = library("pandas")
    library("pyarrow")
    example = load("pandas_frames")
    for dtype in ("object", "string", "string[pyarrow]", "str"):
        texts = pd.Series(TEXTS, index=[5, 4, 4, 2, 1], name="body", dtype=dtype)
        cleaned = example.clean_series(texts, LIKELY)
        assert [None if pd.isna(text) else text for text in cleaned] == clean(TEXTS)
        assert (cleaned.dtype, cleaned.name, cleaned.index.to_list()) == (texts.dtype, "body", [5, 4, 4, 2, 1])
        assert texts.iloc[0] == TEXTS[0], "what was given is not changed"


def test_pandas_frame() -> None:
    pd = library("pandas")
    library("pyarrow")
    example = load("pandas_frames")
    frame = pd.DataFrame({"id": [3, 1, 2, 5, 4], "text": TEXTS}, index=list("abcde"))
    cleaned = example.clean_frame(frame, LIKELY, "text", "language", "lines_removed")
    assert [None if pd.isna(text) else text for text in cleaned["clean_text"]] == clean(TEXTS)
    assert cleaned["text"].isna().to_list() == cleaned["clean_language"].isna().to_list() == [text is None for text in TEXTS]
    assert (cleaned["id"].to_list(), cleaned.index.to_list()) == ([3, 1, 2, 5, 4], list("abcde"))
    assert all(isinstance(dtype, pd.ArrowDtype) for dtype in cleaned.dtypes)
    assert FERRY in run("pandas_frames")


def test_polars_knows_types_before_it_cleans() -> None:
    pl = library("polars")
    import sarand.polars

    frame = pl.LazyFrame({"id": [3, 1, 2, 5, 4], "text": TEXTS, "url": ["https://a.example/1", None, "no address", "", None]})
    text = sarand.polars.SarandExpr(pl.col("text"))
    for url in (None, "url", pl.col("url").str.to_lowercase()):
        query = frame.with_columns(
            text.text(url=url, level="likely").alias("clean"),
            text.clean(url=url, level="likely").name.suffix("_all"),
            text.clean(url=url, fields=["language", "flags"]).alias("some"),
        )
        collected = query.collect()
        assert query.collect_schema() == collected.schema
        assert collected["clean"].to_list() == clean(TEXTS)
        assert collected["text_all"].struct.field("text").to_list() == clean(TEXTS)
        assert collected["some"].is_null().to_list() == [text is None for text in TEXTS]
        assert collected.schema["some"] == pl.Struct({"language": pl.String, "flags": pl.List(pl.String)})
        assert collected.select("id", "text", "url").equals(frame.collect())
        assert query.collect(engine="streaming").equals(collected)
    assert frame.select(pl.col("text").alias("body").sarand.text(url="url")).collect_schema().names() == ["body"]
    assert frame.clear().select(text.text(url="url")).collect().height == 0


def test_polars_pages() -> None:
    pl = library("polars")
    import sarand.polars

    page = "<title>Rain</title><nav>Home</nav><article><h1>Rain</h1><p>It rained all day, and by noon the square was wet.</p></article>"
    frame = pl.DataFrame({"html": [page.encode(), None], "url": ["https://a.example/rain", None]})
    expected = sarand.clean_html(page, url="https://a.example/rain")
    html = sarand.polars.SarandExpr(pl.col("html"))
    assert frame.select(html.text(html=True, url="url")).to_series().to_list() == [expected.text, None]
    cleaned = frame.select(html.clean_html(url="url", fields=["title", "text"])).to_series().to_list()
    assert cleaned == [{"title": "Rain", "text": expected.text}, None]


def test_polars_makes_a_cleaner_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pl = library("polars")
    import sarand.polars

    made: list[dict[str, Any]] = []

    def counted(**options: Any) -> sarand.Cleaner:
        made.append(options)
        return sarand.Cleaner(**options)

    text = sarand.polars.SarandExpr(pl.col("text"))
    frame = pl.concat([pl.DataFrame({"text": TEXTS}) for _ in range(4)], rechunk=False)
    text.text()  # the type of results is known from here on
    monkeypatch.setattr(sarand.polars, "Cleaner", counted)
    for _ in range(3):
        frame.select(text.text(skip=["judge.*", "en.share"], level="bold"))
    assert made == [{"skip": ["judge.*", "en.share"], "level": "bold"}]
    frame.select(text.text(cleaner=LIKELY), text.clean(cleaner=LIKELY).alias("all"))
    assert len(made) == 1


def test_polars_mistakes_are_told() -> None:
    pl = library("polars")
    import sarand.polars

    text = sarand.polars.SarandExpr(pl.col("text"))
    with pytest.raises(TypeError, match="not both"):
        text.text(cleaner=LIKELY, level="safe")
    with pytest.raises(TypeError, match="levle"):
        text.clean(**{"levle": "safe"})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no field"):
        text.clean(fields=["words"])
    with pytest.raises(TypeError, match="must hold strings"):
        pl.DataFrame({"text": [1]}).select(text.text())


def test_polars_plans_can_be_sent() -> None:
    pl = library("polars")
    import sarand.polars

    job = sarand.polars._Job(LIKELY, False, ("text",), 1, True)  # pyright: ignore[reportPrivateUsage]
    assert pickle.loads(pickle.dumps(job))(pl.Series("body", TEXTS)).to_list() == clean(TEXTS)
    assert FERRY in run("polars_frames")


def test_duckdb() -> None:
    duckdb = library("duckdb")
    library("pyarrow")
    example = load("duckdb_query")
    connection = duckdb.connect()
    connection.execute("create table pages(id integer, text varchar, extra double)")
    connection.executemany("insert into pages values (?, ?, 0.5)", list(enumerate(TEXTS)))
    example.add_function(connection, LIKELY, "tidy")
    got = connection.sql("select id, tidy(text) from pages order by id").fetchall()
    assert got == list(enumerate(clean(TEXTS)))
    relation = example.clean_relation(connection, "select * from pages order by id desc", LIKELY)
    assert relation.columns == ["id", "text", "extra", "cleaned"]
    got = relation.project("id, cleaned.text, text, extra").fetchall()
    wanted = zip(range(len(TEXTS)), clean(TEXTS), TEXTS)
    assert got == [(*row, 0.5) for row in reversed(list(wanted))]
    assert FERRY in run("duckdb_query")


def test_duckdb_streams_many_rows() -> None:
    duckdb = library("duckdb")
    library("pyarrow")
    example = load("duckdb_query")
    connection = duckdb.connect()
    text = "'Home > News' || chr(10) || 'Ferry ' || i || ' leaves at nine.'"
    connection.execute(f"create table pages as select i as id, {text} as text from range(20000) as r(i)")
    example.add_function(connection, LIKELY)
    relation = example.clean_relation(connection, "from pages", LIKELY)
    count = "count(*), count(distinct cleaned.text), count(*) filter (cleaned.text = 'Ferry ' || id || ' leaves at nine.')"
    assert relation.aggregate(count).fetchall() == [(20000, 20000, 20000)]
    assert connection.sql("select count(distinct clean_text(text)) from pages").fetchall() == [(20000,)]
