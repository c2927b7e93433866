"""What several tests need: the program, its records, made documents, and what is measured of a process."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sarand

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"

#: Everything, however long it takes: `SARAND_TESTS=all pytest`.
ALL = os.environ.get("SARAND_TESTS") == "all"

#: Where the package is, for processes that the tests start.
PACKAGE = Path(sarand.__file__).parents[1]

#: A rule that takes one line, and says nothing of any other.
RULE = """\
[[rule]]
id = "mine.ring-bell"
kind = "line"
level = "safe"
class = "share"
summary = "a button that rings a bell"
exact = ["Ring the harbour bell"]
hit = ["Ring the harbour bell", "» ring the harbour bell"]
miss = ["Ring the harbour bell twice before you go in."]
"""


def environment() -> dict[str, str]:
    """The environment of a process that can import the package."""
    paths = [str(PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def program(*args: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Runs `python -m sarand` with these arguments."""
    command = [sys.executable, "-m", "sarand", *map(str, args)]
    return subprocess.run(command, input=stdin, capture_output=True, env=environment(), timeout=600)


def python(source: str, *args: object) -> subprocess.Popen[bytes]:
    """Starts a Python program of its own."""
    command = [sys.executable, "-c", textwrap.dedent(source), *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())


def made(count: int) -> list[dict[str, str]]:
    """Documents of `examples/crawl.py`: `id`, `url` and `text`."""
    spec = importlib.util.spec_from_file_location("crawl", ROOT / "examples" / "crawl.py")
    assert spec and spec.loader
    crawl = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(crawl)
    return list(crawl.records(count))


def write_jsonl(path: Path, records: list[dict[str, Any]]) -> Path:
    """Writes records, one a line."""
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_bytes("".join(lines).encode())
    return path


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """Reads records, one a line; nothing from a file that is not there."""
    if path.exists():
        yield from (json.loads(line) for line in path.read_bytes().split(b"\n") if line)


def rss() -> int:
    """Bytes of memory that this process has now."""
    status = Path("/proc/self/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


def clean_in_process(job: tuple[sarand.Cleaner, str]) -> dict[str, Any]:
    """Work for a pool of processes, which import it from here."""
    cleaner, text = job
    return cleaner.clean(text).to_dict()
