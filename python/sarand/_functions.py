"""The functions of the package that are not native."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

from . import _sarand  # pyright: ignore[reportPrivateUsage]
from ._report import Report
from ._sarand import Cleaned, Cleaner
from .errors import UsageError

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .options import EvaluateOptions, LearnOptions, Progress, RunOptions, SurveyOptions

StrPath: TypeAlias = "str | os.PathLike[str]"

_default: Cleaner | None = None
_lock = Lock()


def _cleaner() -> Cleaner:
    """The cleaner with the options that the program has by itself, made at the first call."""
    global _default
    if _default is None:
        with _lock:
            if _default is None:
                _default = Cleaner()
    return _default


def clean(
    text: str | bytes, *, url: str | None = None, title: str | None = None, lang: str | None = None
) -> Cleaned:
    """Cleans one plain text, with the rules that come with the package.

    ``text`` is the text, or bytes of which the charset is found. ``url`` says which rules of hosts apply, ``title`` is the
    headline if it is known, ``lang`` the language (``"fa"``) if it is known; otherwise it is detected.

    For options of your own make a :class:`Cleaner` once, and call its ``clean``.

    Raises :class:`TypeError` for what is neither ``str`` nor ``bytes``, and :class:`UsageError` for a ``lang`` that is not a language
    code. Any text can be cleaned.

    >>> import sarand
    >>> print(sarand.clean("تیم ملی امروز به تهران می رسد.\\nانتهای پیام/\\n", lang="fa"), end="")
    تیم ملی امروز به تهران می‌رسد.
    """
    return _cleaner().clean(text, url=url, title=title, lang=lang)


def clean_html(
    html: str | bytes, *, url: str | None = None, title: str | None = None, lang: str | None = None
) -> Cleaned:
    """Finds the main content of one HTML page, and cleans it. Parameters and errors are those of :func:`clean`.

    Positions in the result are those of ``result.original``: the main content as text, before it was cleaned.

    >>> import sarand
    >>> page = sarand.clean_html("<title>Rain</title><nav>Home</nav><article><h1>Rain</h1><p>It rained all day, and by noon "
    ...     "the square stood under water.</p></article>", url="https://news.example/rain")
    >>> page.title, page.text
    ('Rain', 'It rained all day, and by noon the square stood under water.')
    """
    return _cleaner().clean_html(html, url=url, title=title, lang=lang)


def repair(text: str, *, lang: str | None = None) -> Cleaned:
    """Repairs one text: broken ZWNJ, mojibake, letters of the wrong alphabet, spaces. No line is removed.

    >>> import sarand
    >>> sarand.repair("كتابهاي تازه را مي خواند", lang="fa").text
    'کتاب‌های تازه را می‌خواند'
    """
    return _cleaner().repair(text, lang=lang)


def _paths(inputs: StrPath | Iterable[StrPath], options: Mapping[str, object]) -> list[StrPath]:
    paths = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    if not paths and not options.get("files_from") and not options.get("merge"):
        raise UsageError("inputs is empty: give a file or a folder")
    return paths


def _output(output: StrPath) -> StrPath:
    if os.fspath(output) == "-":
        raise UsageError("output must be a folder or a file: '-' is for the command line")
    return output


def run(
    inputs: StrPath | Iterable[StrPath],
    output: StrPath,
    *,
    progress: Callable[[Progress], object] | None = None,
    **options: Unpack[RunOptions],
) -> Report:
    """Cleans files and folders into ``output``, as ``sarand clean INPUTS -o OUTPUT`` does, on all cores.

    ``inputs`` are files and folders: text, HTML, JSONL, WARC, CSV, Parquet and more, compressed or not. ``output`` is a folder, or
    one file for the documents alone (``clean.jsonl.gz``, ``clean.parquet``). ``progress`` is called some ten times a second with a
    dict of ``bytes``, ``total`` (``None`` if unknown), ``records`` and ``quarantined``. The options are the flags of the program, by
    keyword: ``level="likely"``, ``jobs=4``, ``html_field="html"``; see :class:`sarand.options.RunOptions`.

    Ctrl-C, and an exception in ``progress``, stop the run; parts that are done stay. Run it again to resume.

    Raises :class:`UsageError` or :class:`RuleError` when nothing was done, :class:`MismatchError` when the folder holds another
    run, :class:`TooMuchBadError` when ``max_bad`` is exceeded, and :class:`OSError` when a file cannot be read or written.
    """
    ended, report = _sarand.verb("clean", _paths(inputs, options), _output(output), progress, dict(options))
    return Report.of(Path(output), ended, report)


def survey(
    inputs: StrPath | Iterable[StrPath],
    output: StrPath,
    *,
    progress: Callable[[Progress], object] | None = None,
    **options: Unpack[SurveyOptions],
) -> Path:
    """Counts which lines the pages of each host share, into the file ``output``, for ``survey=`` of :class:`Cleaner` and
    :func:`run`. Ctrl-C stops it, and nothing is written. Parameters and errors are those of :func:`run`.
    """
    _sarand.verb("survey", _paths(inputs, options), _output(output), progress, dict(options))
    return Path(output)


def learn(
    inputs: StrPath | Iterable[StrPath],
    output: StrPath | None = None,
    *,
    progress: Callable[[Progress], object] | None = None,
    **options: Unpack[LearnOptions],
) -> str:
    """Proposes rules from a crawl: what a host puts on its pages, with evidence. Returns the rule file as TOML, and writes it
    to ``output`` if that is given. Its rules remove nothing until a person accepts them (``sarand rules review FILE``).

    Ctrl-C stops it, and nothing is written. Parameters and errors are those of :func:`run`.
    """
    if output is not None:
        _sarand.verb("learn", _paths(inputs, options), _output(output), progress, dict(options))
        return Path(output).read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        return learn(inputs, Path(folder) / "learnt.toml", progress=progress, **options)


def evaluate(gold: StrPath, **options: Unpack[EvaluateOptions]) -> dict[str, Any]:
    """Scores the rules against documents that you labelled line by line: what ``sarand eval GOLD --json`` prints, as a dict.

    ``gold`` is a labelled document (JSON), a file of them (JSONL), or a folder.
    """
    scored: dict[str, Any] = json.loads(_sarand.evaluate(gold, dict(options)))
    return scored
