"""How the package is used, for checkers of types: it is read by them, and run by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sarand
from sarand.errors import Diagnostic
from sarand.options import CleanerOptions, Progress, RunOptions


def one_text() -> str:
    page = sarand.clean("text", url="https://pier.example/", title=None, lang="en")
    title: str | None = page.title
    tags = page.metadata.get("tags")
    chance: float | None = page.removals[0].chance
    line: int | None = page.removals[0].line
    spans: list[tuple[int, int]] = [(one.start, one.end) for one in page.edits]
    chances: dict[int, float] = page.chances
    return f"{title} {tags} {chance} {line} {spans} {chances} {page.restore()} {sarand.clean_html(b'<p>').text}"


def options() -> sarand.Cleaner:
    given: CleanerOptions = {"level": "likely", "only": ["fa.*"], "rules": Path("mine.toml")}
    rules = sarand.RuleSet("mine.toml", Path("folder"))
    doubts: list[Diagnostic] = rules.lint()
    print(doubts[0]["line"] + 1, rules.ids[0].upper(), len(rules))
    sarand.Cleaner(rules=[rules, "other.toml"], markup="markdown", links=True, zwnj=None)
    return sarand.Cleaner(**given)


def many(paths: list[Path]) -> Iterator[str]:
    pairs: Iterator[tuple[bytes, str | None]] = ((path.read_bytes(), None) for path in paths)
    for page in options().clean_many(pairs, html=True, threads=2):
        yield page.text
    yield from (page.text for page in options().clean_many(["one", "two"]))


def files() -> Path:
    def tell(now: Progress) -> None:
        print(now["records"], now["total"] or 0)

    given: RunOptions = {"jobs": 2, "max_bad": "1%", "part_size": "64M"}
    report = sarand.run(["a.jsonl", Path("b")], "out", progress=tell, **given)
    survey: Path = sarand.survey("crawl", "crawl.survey.zst", jobs=2, memory="64M")
    learnt: str = sarand.learn("crawl", against=["builtin"])
    print(report.records["in"], report.has_quarantine, learnt, sarand.evaluate("gold", level="bold")["all"])
    return report.documents[0] if report.documents else survey


def errors() -> str | None:
    try:
        sarand.run("crawl", Path("out"), rules="mine.toml")
    except sarand.RuleError as error:
        where: int | None = error.line
        return f"{error.file} {where} {error.diagnostics[0]['code']}"
    except (sarand.MismatchError, sarand.TooMuchBadError, sarand.UsageError) as error:
        return str(error)
    decoded = sarand.decode(b"bytes", charset="windows-1256", force=True)
    return decoded.text + decoded.charset + str(decoded.replaced + 1)
