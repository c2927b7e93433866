"""The native half of the package. Import its names from :mod:`sarand`."""

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, Protocol, final

from typing_extensions import Self, Unpack

from .errors import Diagnostic
from .options import CleanerOptions, Progress

__version__: str

class ArrowProducer(Protocol):
    """What has Arrow data for others: tables, batches, data frames, series, relations."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...

class ArrowArrayProducer(Protocol):
    """What has one Arrow array or batch for others."""

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...

@final
class Removal:
    """A range of the original that was removed."""

    @property
    def start(self) -> int:
        """Where it begins: characters of the original."""
    @property
    def end(self) -> int:
        """Where it ends: characters of the original."""
    @property
    def byte_start(self) -> int:
        """Where it begins: bytes of the original in UTF-8."""
    @property
    def byte_end(self) -> int:
        """Where it ends: bytes of the original in UTF-8."""
    @property
    def text(self) -> str:
        """What stood there."""
    @property
    def rule(self) -> str:
        """The id of the rule, such as ``fa.end-marker``; ``judge.nav`` and its like are what the judge took."""
    @property
    def line(self) -> int | None:
        """The line of the original that went whole, from 0; ``None`` for a part of a line."""
    @property
    def chance(self) -> float | None:
        """How sure the judge was that it is chrome, 0 to 1; ``None`` for what a rule took."""
    @property
    def reasons(self) -> list[str]:
        """Why the judge took it, strongest first; empty without ``reasons=True``."""

@final
class Edit:
    """A range of the original that was repaired."""

    @property
    def start(self) -> int:
        """Where it begins: characters of the original."""
    @property
    def end(self) -> int:
        """Where it ends: characters of the original; the start, for an insertion."""
    @property
    def byte_start(self) -> int:
        """Where it begins: bytes of the original in UTF-8."""
    @property
    def byte_end(self) -> int:
        """Where it ends: bytes of the original in UTF-8."""
    @property
    def was(self) -> str:
        """What stood there."""
    @property
    def now(self) -> str:
        """What stands there now."""
    @property
    def repair(self) -> str:
        """The id of the repair, such as ``fa.zwnj-prefix``."""

@final
class Cleaned:
    """A clean document, and every change that was made for it. ``str()`` of it is its text."""

    @property
    def text(self) -> str:
        """The clean text; Markdown with ``markup="markdown"``."""
    @property
    def original(self) -> str:
        """What positions refer to: the text as it was given or decoded; of a page its main content before it was cleaned."""
    @property
    def title(self) -> str | None:
        """The headline: the one that was given, or else the one that was found."""
    @property
    def date(self) -> str | None:
        """The date of publication, as ISO 8601, if one was found."""
    @property
    def language(self) -> str:
        """The language that it was cleaned as: a code such as ``fa``; ``und`` if it is not known."""
    @property
    def metadata(self) -> dict[str, Any]:
        """What was found: ``author``, ``description``, ``kicker``, ``tags`` and others. Texts, lists of texts, or dicts."""
    @property
    def flags(self) -> list[str]:
        """What a reader should know, such as ``no_main_content``. Sorted."""
    @property
    def charset(self) -> str | None:
        """The charset that bytes were decoded by; ``None`` for what came as ``str``."""
    @property
    def chances(self) -> dict[int, float]:
        """The chance that a line is chrome, 0 to 1, for each line (from 0) that the judge took."""
    @property
    def removals(self) -> list[Removal]:
        """What was removed, in the order of the original. No two overlap."""
    @property
    def edits(self) -> list[Edit]:
        """What was repaired in what is left, in the order of the original."""
    def restore(self) -> str:
        """The original, put together from the text and the changes: the proof that nothing is lost."""
    def to_dict(self) -> dict[str, Any]:
        """All of it as dicts and lists, ready for JSON."""

@final
class Decoded:
    """A decoded text. ``str()`` of it is its text."""

    @property
    def text(self) -> str:
        """The text, without a byte order mark."""
    @property
    def charset(self) -> str:
        """The name of the charset, such as ``windows-1256``."""
    @property
    def evidence(self) -> str:
        """What the choice rests on: ``bom``, ``utf-8``, ``letter-pairs``, ``claim``, ``chardetng`` and others."""
    @property
    def replaced(self) -> int:
        """How many U+FFFD stand for bytes that could not be decoded."""
    @property
    def mixed(self) -> bool:
        """Whether the bytes change their charset between lines."""

@final
class CleanedStream:
    """Cleaned documents in the order of the input: see :meth:`Cleaner.clean_many`."""

    def __iter__(self) -> Self: ...
    def __next__(self) -> Cleaned: ...

@final
class ArrowStream:
    """Arrow data that is made while it is read, which is possible once: see :meth:`Cleaner.clean_arrow`."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

@final
class RuleSet:
    """Rules of yours, for ``rules=`` of :class:`Cleaner`: TOML as ``docs/rules.md`` tells.

    Raises :class:`sarand.RuleError`, which has every mistake with file and line.
    """

    def __new__(cls, *paths: str | os.PathLike[str]) -> Self:
        """Reads files, and folders of ``.toml`` files."""
    @staticmethod
    def from_toml(text: str, *, name: str = "rules.toml") -> RuleSet:
        """Reads a text; ``name`` is what errors call it."""
    @property
    def ids(self) -> list[str]:
        """The ids of its rules, sorted."""
    def test(self) -> list[str]:
        """Tries every rule on its own examples (``hit``, ``miss``); a text for each that fails."""
    def lint(self) -> list[Diagnostic]:
        """What is doubtful in it: one for each doubt."""
    def __len__(self) -> int: ...

@final
class Cleaner:
    """Rules and options, made ready once.

    Safe to use from any number of threads at a time; calls run without the interpreter's lock. It can be pickled, with the
    texts of the rule files that it was made of.

    The keywords are those of :class:`sarand.options.CleanerOptions`; among them:

    - ``level``: how sure a rule must be: ``"safe"`` (the default), ``"likely"`` or ``"bold"``;
    - ``rules``: files or folders of rules, or a :class:`RuleSet`, or a list of these;
    - ``only``, ``skip``: ids of rules, or globs such as ``"fa.*"``; ``skip="judge.*"`` leaves out the judge;
    - ``lang``: the language of all documents, as ``"fa"``;
    - ``zwnj``: how sure a restored ZWNJ must be: ``"off"``, ``"safe"``, ``"likely"`` (the default), ``"bold"``;
    - ``markup="markdown"``, ``links``, ``images``, ``comments``: what is taken of HTML, and how it is written;
    - ``survey``: files that :func:`sarand.survey` wrote.

    Raises :class:`TypeError` for an unknown keyword or a wrong type, :class:`sarand.UsageError` for a value that cannot work,
    :class:`sarand.RuleError` for rules that do not load.
    """

    def __new__(cls, **options: Unpack[CleanerOptions]) -> Self: ...
    def clean(
        self, text: str | bytes, *, url: str | None = None, title: str | None = None, lang: str | None = None
    ) -> Cleaned:
        """Cleans one plain text: see :func:`sarand.clean`."""
    def clean_html(
        self, html: str | bytes, *, url: str | None = None, title: str | None = None, lang: str | None = None
    ) -> Cleaned:
        """Finds the main content of one page and cleans it: see :func:`sarand.clean_html`."""
    def repair(self, text: str, *, lang: str | None = None) -> Cleaned:
        """Repairs one text: see :func:`sarand.repair`."""
    def clean_many(
        self,
        documents: Iterable[str | bytes | tuple[str | bytes, str | None]],
        *,
        html: bool = False,
        threads: int | None = None,
    ) -> CleanedStream:
        """Cleans documents on ``threads`` threads (all cores, without a number), and gives the results in order.

        A document is a ``str`` or ``bytes``, or a pair of one and its URL. ``html`` says that they are pages. Documents are taken
        from the iterable as results are asked for, some MB ahead at most, so it may be endless.

        What the iterable raises is raised after the results of the documents before it.
        """
    def clean_arrow(
        self,
        data: ArrowProducer | ArrowArrayProducer,
        *,
        column: str | None = None,
        html: bool = False,
        url: str | None = None,
        lang: str | None = None,
        into: str = "cleaned",
        fields: Sequence[str] | None = None,
        threads: int | None = None,
    ) -> ArrowStream:
        """Cleans a column of Arrow data: a table, batch or data frame of pyarrow, polars, DuckDB or pandas, or one column alone.

        Gives a stream that any of these read: ``pyarrow.table(stream)``, ``polars.DataFrame(stream)``. Of a table it has all columns,
        which are not copied, and ``into``, a struct of ``fields``: ``text``, ``title``, ``date``, ``language``, ``metadata`` (JSON),
        ``flags``, ``lines_removed``, ``removals`` and ``edits`` (lists of structs, with positions in characters), or those that
        are named. Of one column it has the structs alone. A null stays null.

        ``column`` is the column of texts (``text``, or ``html`` with ``html=True``), strings or binaries; ``url`` and ``lang`` are columns
        that say the address and the language of each; what is no language code is passed over. The data is read as the stream is,
        some batches ahead, on ``threads`` threads. What goes wrong on the way, Ctrl-C too, is raised by the reader as an error of its own.

        Raises :class:`TypeError` for what is no Arrow data or no column of texts, :class:`KeyError` for a column that is not there.
        """
    @property
    def rules(self) -> int:
        """How many rules it has."""

def decode(
    data: bytes, *, charset: str | None = None, content_type: str | None = None, force: bool = False
) -> Decoded:
    """Decodes bytes of any charset. Whatever the bytes are, there is a text.

    ``charset`` is the one to take where the bytes leave it open, ``content_type`` a header that may name one; with ``force`` it is
    taken whatever the bytes say.

    Raises :class:`sarand.UsageError` for a charset that is not known.

    >>> import sarand
    >>> sarand.decode("سلام خوبي دوستان".encode("windows-1256")).text
    'سلام خوبي دوستان'
    """

def documents(folder: str | os.PathLike[str]) -> list[str]: ...
def evaluate(gold: str | os.PathLike[str], options: object = None) -> str: ...
def keywords(verb: str) -> list[dict[str, Any]]: ...
def main(args: Sequence[str]) -> int: ...
def panic_over(text: str) -> None: ...
def verb(
    verb: str,
    inputs: Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str] | None = None,
    progress: Callable[[Progress], object] | None = None,
    options: object = None,
) -> tuple[Literal["well", "quarantined", "interrupted"], bytes | None]: ...
