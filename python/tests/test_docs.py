"""The sessions of the manual and the README give the output that they show."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from support import FIXTURES, ROOT

PAGES = [ROOT / "docs" / "python.md", ROOT / "python" / "README.md"]


def sessions(page: Path) -> str:
    """The code of the sessions of a page, each at its line; all else is left out."""
    inside, lines = False, []
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            inside = line == "```pycon"
            lines.append("")
        else:
            lines.append(line if inside else "")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_sessions_give_what_they_show(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyarrow", "polars", "duckdb"):
        if f"import {name}" in page.read_text(encoding="utf-8"):
            pytest.importorskip(name)
    (tmp_path / "fixtures").symlink_to(FIXTURES)
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(sessions(page), {}, page.name, str(page), 0)
    assert test.examples
    said: list[str] = []
    doctest.DocTestRunner().run(test, out=said.append)
    assert not said, "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_session_is_marked_as_one(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    assert blocks
    for language, block in blocks:
        assert (language == "pycon") == (">>> " in block), block
        assert language in ("pycon", "sh", "python"), block
