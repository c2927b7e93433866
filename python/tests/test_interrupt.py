"""Ctrl-C ends every call that takes long, within a second, and what it was about can go on."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import made, python, write_jsonl

import sarand

#: Prints a line when the work is about to begin, does it, and tells how it ended and when.
HEAD = """
import json, sys, time
import sarand

folder = sys.argv[1]
document = "Home > News\\nThe ferry to the island leaves at nine, and the baker waves from the pier.\\n" * 20

def endless():
    while True:
        yield document

def begun():
    print("begun", flush=True)

def ended(error):
    print(json.dumps({"error": type(error).__name__, "said": str(error), "at": time.monotonic()}), flush=True)

"""

WORK = {
    "run": "sarand.run(folder + '/crawl.jsonl', folder + '/out', part_size='1M', jobs=2)",
    "run to one file": "sarand.run(folder + '/crawl.jsonl', folder + '/out.jsonl')",
    "run with progress": "sarand.run(folder + '/crawl.jsonl', folder + '/out', part_size='1M', progress=lambda now: None)",
    "survey": "sarand.survey(folder + '/crawls', folder + '/out', jobs=1)",
    "learn": "sarand.learn(folder + '/crawls', folder + '/out')",
    "clean_many": "for page in sarand.Cleaner().clean_many(endless(), threads=2): pass",
    "clean_many of one large document": "list(sarand.Cleaner().clean_many([document * 60_000], threads=1))",
    "many calls of clean": "while True: sarand.clean(document)",
    "clean_many with a slow consumer": "for page in sarand.Cleaner().clean_many(endless(), threads=2): time.sleep(0.05)",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crawl that takes some seconds."""
    folder = tmp_path_factory.mktemp("crawl")
    data = write_jsonl(folder / "part", made(3_000)).read_bytes()
    (folder / "crawl.jsonl").write_bytes(data * 10)
    # The same under other names, for what is fast.
    (folder / "crawls").mkdir()
    for number in range(10):
        (folder / "crawls" / f"{number}.jsonl").hardlink_to(folder / "crawl.jsonl")
    return folder


def interrupted(work: str, folder: Path, wait: float = 0.3) -> dict[str, Any]:
    """Sends SIGINT in the midst of the work: how it ended, and after how long."""
    lines = f"begun()\ntry:\n    {work}\n    ended(RuntimeError('it was done'))\nexcept BaseException as error:\n    ended(error)\n"
    process = python(HEAD + lines, folder)
    assert process.stdout
    assert process.stdout.readline() == b"begun\n", process.communicate()
    time.sleep(wait)
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    ended: dict[str, Any] = json.loads(out)
    assert ended["error"] == "KeyboardInterrupt", (ended, err.decode())
    return {**ended, "after": ended["at"] - sent, "exit": time.monotonic() - sent}


@pytest.mark.parametrize("name", WORK)
def test_ctrl_c_ends_it_within_a_second(name: str, folder: Path, tmp_path: Path) -> None:
    for one in ("crawl.jsonl", "crawls"):
        (tmp_path / one).symlink_to(folder / one)
    ended = interrupted(WORK[name], tmp_path)
    assert ended["after"] < 1
    if name in ("survey", "learn"):
        assert {path.name for path in tmp_path.iterdir()} == {"crawl.jsonl", "crawls"}


def contents(folder: Path) -> dict[str, bytes]:
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in files.items() if not name.startswith(".sarand")}


def test_a_run_that_was_interrupted_goes_on(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "crawl.jsonl").symlink_to(folder / "crawl.jsonl")
    out = tmp_path / "out"
    interrupted(WORK["run"], tmp_path, 1.0)
    assert (out / ".sarand").is_dir() and not (out / "_SUCCESS").exists()
    done = sum(len(path.read_bytes().splitlines()) for path in (out / ".sarand").rglob("documents*"))
    report = sarand.run(tmp_path / "crawl.jsonl", out, part_size="1M", jobs=2)
    assert report.records["in"] == 30_000
    assert (out / "_SUCCESS").exists()
    # What was done is not done again, but for the part that was begun.
    assert 0 < done < 30_000
    sarand.run(tmp_path / "crawl.jsonl", tmp_path / "whole", part_size="1M", jobs=2)
    assert contents(out) == contents(tmp_path / "whole")


def test_ctrl_c_in_the_iterable_is_raised_at_once(cleaner: sarand.Cleaner) -> None:
    sent = False

    def documents() -> Iterator[str]:
        nonlocal sent
        yield from ["The ferry to the island leaves at nine.\n"] * 100
        sent = True
        signal.raise_signal(signal.SIGINT)

    after = 0
    with pytest.raises(KeyboardInterrupt):
        for _ in cleaner.clean_many(documents(), threads=2):
            after += sent
    # The result that was asked for when it came.
    assert after <= 1


ARROW = """
import pyarrow as pa
table = pa.table({"text": [document] * 60_000})
begun()
try:
    pa.table(sarand.Cleaner().clean_arrow(table, threads=1))
    ended(RuntimeError("it was done"))
except BaseException as error:
    ended(error)
"""


@pytest.fixture(scope="module")
def arrow(folder: Path) -> dict[str, Any]:
    """How a stream of Arrow data ends on Ctrl-C."""
    pytest.importorskip("pyarrow")
    process = python(HEAD + ARROW, folder)
    assert process.stdout and process.stdout.readline() == b"begun\n"
    time.sleep(0.4)
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    ended: dict[str, Any] = json.loads(out)
    return {**ended, "after": ended["at"] - sent}


def test_ctrl_c_ends_a_stream_of_arrow_data(arrow: dict[str, Any]) -> None:
    assert arrow["after"] < 1
    assert arrow["error"] != "RuntimeError"


def test_the_error_of_who_reads_arrow_data_names_the_interrupt(arrow: dict[str, Any]) -> None:
    assert "KeyboardInterrupt" in arrow["error"] + arrow["said"]
