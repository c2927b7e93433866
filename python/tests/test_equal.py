"""The package and the command line say the same of every document, to the byte."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import ALL, FIXTURES, SHARED, made, program, read_jsonl, write_jsonl

import sarand

COUNT = 20_000 if ALL else 300

Account = dict[str, Any]


def chance(value: float | None) -> float | None:
    """As outputs have it."""
    return None if value is None else round(value, 3)


def of_package(page: sarand.Cleaned) -> Account:
    """What the package says of a document."""
    removals = [(one.byte_start, one.byte_end, one.text, one.rule, chance(one.chance)) for one in page.removals]
    edits = [(one.byte_start, one.byte_end, one.was, one.now, one.repair) for one in page.edits]
    return {
        "text": page.text,
        "title": page.title,
        "date": page.date,
        "language": None if page.language == "und" else page.language,
        "flags": page.flags,
        "removals": removals,
        "edits": edits,
    }


def of_program(inputs: Path, out: Path, *options: str) -> dict[str | int, Account]:
    """What the program says of the same, by id."""
    done = program("clean", inputs, "-o", out, "--keep-empty", "--quiet", *options)
    assert done.returncode in (0, 1), done.stderr.decode()
    accounts: dict[str | int, Account] = {}
    for one in read_jsonl(out / "documents.jsonl"):
        accounts[one["id"]] = {
            "text": one["text"],
            "title": one.get("title"),
            "date": one.get("date"),
            "language": one.get("language"),
            "flags": one.get("metadata", {}).get("flags", []),
            "removals": [],
            "edits": [],
        }
    for one in read_jsonl(out / "removed.jsonl"):
        account = accounts[one["id"]]
        account["removals"] = [
            (cut["start"], cut["end"], cut["text"], cut["rule"], chance(cut.get("chance"))) for cut in one["removals"]
        ]
        account["edits"] = [(edit["start"], edit["end"], edit["was"], edit["with"], edit["by"]) for edit in one["edits"]]
    return accounts


def same(ours: Account, theirs: Account, name: object) -> None:
    """Compares field by field, so that a failure says which one."""
    assert {key: (name, value) for key, value in ours.items()} == {key: (name, value) for key, value in theirs.items()}


FOLDERS = [FIXTURES / "pages", FIXTURES / "html", FIXTURES / "hostile", FIXTURES / "clean", SHARED / "seeds"]


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    """A folder of pages."""
    if not request.param.exists():
        pytest.skip("no ../shared")
    return Path(request.param)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], dict[str | int, Account]]:
    """What the program says of a folder at a level: it is asked once for each."""

    @functools.cache
    def told(folder: Path, level: str) -> dict[str | int, Account]:
        return of_program(folder, tmp_path_factory.mktemp("told") / "out", "--level", level)

    return told


def pages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".html"))


@pytest.mark.parametrize("level", ["safe", "bold"])
def test_every_page_of_a_folder(folder: Path, level: Any, told: Any) -> None:
    if folder.name == "clean" and level == "bold" and not ALL:
        pytest.skip("SARAND_TESTS=all has it")
    theirs = told(folder, level)
    cleaner = sarand.Cleaner(level=level)
    assert pages(folder)
    for path in pages(folder):
        clean = cleaner.clean_html if path.suffix == ".html" else cleaner.clean
        same(of_package(clean(path.read_bytes())), theirs[path.name], path.name)
        if path.suffix == ".txt":
            same(of_package(clean(path.read_bytes().decode())), theirs[path.name], path.name)


def test_what_is_compared_is_there(told: Any) -> None:
    accounts = told(FIXTURES / "pages", "bold").values()
    for key in ("title", "date", "language", "removals", "edits"):
        assert any(account[key] for account in accounts), key
    assert any(cut[4] for account in accounts for cut in account["removals"])


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_every_page_by_clean_many(folder: Path, suffix: str, cleaner: sarand.Cleaner, told: Any) -> None:
    theirs = told(folder, "safe")
    paths = [path for path in pages(folder) if path.suffix == suffix]
    results = list(cleaner.clean_many((path.read_bytes() for path in paths), html=suffix == ".html", threads=2))
    assert len(results) == len(paths)
    for path, page in zip(paths, results):
        same(of_package(page), theirs[path.name], path.name)


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_every_page_by_clean_arrow(folder: Path, suffix: str, cleaner: sarand.Cleaner, told: Any) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    theirs = told(folder, "safe")
    paths = [path for path in pages(folder) if path.suffix == suffix]
    table = pyarrow.table({"page": pyarrow.array([path.read_bytes() for path in paths], pyarrow.binary())})
    stream = cleaner.clean_arrow(table, column="page", html=suffix == ".html", threads=2)
    rows = pyarrow.table(stream)["cleaned"].to_pylist()
    assert len(rows) == len(paths)
    for path, row in zip(paths, rows):
        # Positions are characters of the original, which a table of pages does not have.
        account = {key: row[key] for key in ("text", "title", "date", "flags")}
        account["language"] = None if row["language"] == "und" else row["language"]
        account["removals"] = [(cut["text"], cut["rule"], chance(cut["chance"])) for cut in row["removals"]]
        account["edits"] = [(edit["was"], edit["now"], edit["repair"]) for edit in row["edits"]]
        want = theirs[path.name]
        spanless = {key: [one[2:] for one in want[key]] for key in ("removals", "edits")}
        same(account, {**want, **spanless}, path.name)


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, str]], dict[str | int, Account]]:
    """A made crawl, and what the program says of it."""
    records = made(COUNT)
    work = tmp_path_factory.mktemp("crawl")
    return records, of_program(write_jsonl(work / "crawl.jsonl", records), work / "out", "--single")


def test_made_documents_by_clean(crawl: Any, cleaner: sarand.Cleaner) -> None:
    records, theirs = crawl
    for record in records:
        same(of_package(cleaner.clean(record["text"], url=record["url"])), theirs[record["id"]], record["id"])


def test_made_documents_by_clean_many(crawl: Any, cleaner: sarand.Cleaner) -> None:
    records, theirs = crawl
    results = list(cleaner.clean_many(((record["text"], record["url"]) for record in records), threads=2))
    assert len(results) == len(records)
    for record, page in zip(records, results):
        same(of_package(page), theirs[record["id"]], record["id"])


def in_bytes(text: str) -> Callable[[int], int]:
    """From a position in characters to one in bytes."""
    return lambda at: len(text[:at].encode())


def test_made_documents_by_clean_arrow(crawl: Any, cleaner: sarand.Cleaner) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    records, theirs = crawl
    table = pyarrow.table(cleaner.clean_arrow(pyarrow.Table.from_pylist(records), url="url", threads=2))
    assert table.num_rows == len(records)
    for row in table.to_pylist():
        cleaned, at = row["cleaned"], in_bytes(row["text"])
        account = {key: cleaned[key] for key in ("text", "title", "date", "flags")}
        account["language"] = None if cleaned["language"] == "und" else cleaned["language"]
        account["removals"] = [
            (at(cut["start"]), at(cut["end"]), cut["text"], cut["rule"], chance(cut["chance"]))
            for cut in cleaned["removals"]
        ]
        account["edits"] = [
            (at(edit["start"]), at(edit["end"]), edit["was"], edit["now"], edit["repair"]) for edit in cleaned["edits"]
        ]
        same(account, theirs[row["id"]], row["id"])


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a run by name. What says when and by which program it was made is left out."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in files.items() if not name.startswith(".sarand")}


@pytest.mark.parametrize(
    "options",
    [{}, {"level": "bold", "markup": "markdown", "links": True}, {"format": "parquet"}, {"compress": "zst", "skip": ["fa.*", "judge.*"]}],
    ids=json.dumps,
)
def test_run_writes_the_files_of_the_program(options: dict[str, Any], tmp_path: Path) -> None:
    flags: list[str] = []
    for name, value in options.items():
        for one in value if isinstance(value, list) else [value]:
            flags += [f"--{name}"] if one is True else [f"--{name}", one]
    assert program("clean", FIXTURES / "pages", "-o", tmp_path / "program", *flags).returncode == 1
    report = sarand.run(FIXTURES / "pages", tmp_path / "package", **options)
    assert report.has_quarantine
    assert contents(tmp_path / "package") == contents(tmp_path / "program")


def test_run_of_many_parts_writes_the_files_of_the_program(tmp_path: Path) -> None:
    inputs = write_jsonl(tmp_path / "crawl.jsonl", made(max(COUNT, 2_000)))
    assert program("clean", inputs, "-o", tmp_path / "program", "--part-size", "64K").returncode == 0
    report = sarand.run(inputs, tmp_path / "package", part_size="64K", jobs=1)
    assert len(report.documents) > 1
    assert contents(tmp_path / "package") == contents(tmp_path / "program")


METADATA = {"posts": True, "comments": True, "metadata_sources": True, "images": True}


@pytest.fixture(scope="module")
def metadata(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """What the package and the program find in pages, by page; the program has some of it beside `metadata`."""
    out = tmp_path_factory.mktemp("metadata") / "out"
    flags = [f"--{name.replace('_', '-')}" for name in METADATA]
    assert program("clean", FIXTURES / "html", "-o", out, "--keep-empty", "--quiet", *flags).returncode in (0, 1)
    cleaner = sarand.Cleaner(**METADATA)  # type: ignore[arg-type]
    found = []
    for record in read_jsonl(out / "documents.jsonl"):
        if record["id"].endswith(".html"):
            ours = cleaner.clean_html((FIXTURES / "html" / record["id"]).read_bytes()).metadata
            found.append((record["id"], ours, {key: record.get(key, record["metadata"].get(key)) for key in ours}))
    assert len(found) > 50
    return found


def test_metadata_is_that_of_the_program(metadata: Any) -> None:
    for name, ours, theirs in metadata:
        without = [{key: value for key, value in one.items() if key != "posts"} for one in (ours, theirs)]
        assert (name, without[0]) == (name, without[1])
    assert any("sources" in ours for _, ours, _ in metadata) and any("comments" in ours for _, ours, _ in metadata)


def test_posts_are_those_of_the_program(metadata: Any) -> None:
    for name, ours, theirs in metadata:
        assert (name, ours.get("posts")) == (name, theirs.get("posts"))
