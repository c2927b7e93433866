"""Expressions of polars that clean: ``pl.col("text").sarand.text()``, once this module is imported.

>>> import polars as pl
>>> import sarand.polars
>>> frame = pl.DataFrame({"text": ["The ferry leaves at nine.\\n[ad_1]\\n", None]})
>>> frame.select(pl.col("text").sarand.text(level="likely")).to_series().to_list()
['The ferry leaves at nine.\\n', None]

They work on lazy frames, which know the types of the results before anything is cleaned. A null stays null. Type checkers do
not know namespaces of polars; ``SarandExpr(pl.col("text")).text()`` is the same for them.

A :class:`sarand.Cleaner` is made once for each set of options, and kept. So files of rules and surveys are read once: when such
a file has changed, make a new ``Cleaner`` and give it as ``cleaner``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from threading import Lock
from typing import TYPE_CHECKING, cast

import polars as pl

from . import Cleaner

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .options import CleanerOptions

__all__ = ["SarandExpr"]

# Names that no column has.
_URL, _CLEANED = "__sarand_url", "__sarand_cleaned"

_cleaners: dict[object, Cleaner] = {}
_lock = Lock()


def _cleaner(cleaner: Cleaner | None, options: Mapping[str, object]) -> Cleaner:
    """The cleaner that was given, or the one with these options."""
    if cleaner is not None:
        if options:
            raise TypeError(f"give a cleaner or options ({', '.join(options)}), not both")
        return cleaner
    key = frozenset((name, _hashable(value)) for name, value in options.items())
    with _lock:
        if key not in _cleaners:
            _cleaners[key] = Cleaner(**options)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        return _cleaners[key]


def _hashable(value: object) -> object:
    return value if isinstance(value, str) or not isinstance(value, Sequence) else tuple(cast("Sequence[object]", value))


@dataclass(frozen=True)
class _Job:
    """What is done with a column of texts, or with a struct of texts and addresses. It can be pickled, as plans are."""

    cleaner: Cleaner
    html: bool
    fields: tuple[str, ...] | None
    threads: int | None
    #: Whether the text is wanted alone, instead of a struct.
    alone: bool

    #: Whether the column has pairs.
    pairs: bool = False

    def __call__(self, column: pl.Series) -> pl.Series:
        clean = partial(self.cleaner.clean_arrow, html=self.html, fields=self.fields, threads=self.threads)
        if self.pairs:
            frame = column.struct.unnest()
            stream = clean(frame, column=frame.columns[0], url=_URL, into=_CLEANED)
            cleaned = pl.DataFrame(stream).get_column(_CLEANED)
        else:
            cleaned = pl.Series(clean(column))
        return (cleaned.struct.field("text") if self.alone else cleaned).alias(column.name)


@cache
def _dtype(fields: tuple[str, ...] | None, alone: bool) -> pl.DataType:
    """The type of the results: that of no texts, cleaned."""
    return _Job(Cleaner(no_builtin_rules=True), False, fields, 1, alone)(pl.Series(dtype=pl.String)).dtype


@pl.api.register_expr_namespace("sarand")
class SarandExpr:
    """What ``pl.col("text").sarand`` is. The column holds strings, or binaries of which the charset is found."""

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    def clean(
        self,
        *,
        url: str | pl.Expr | None = None,
        fields: Sequence[str] | None = None,
        threads: int | None = None,
        cleaner: Cleaner | None = None,
        **options: Unpack[CleanerOptions],
    ) -> pl.Expr:
        """Cleans texts. Gives a struct of ``fields``: all those of :meth:`sarand.Cleaner.clean_arrow`, or those named.

        ``url`` is the column of addresses, by which rules of hosts apply. The options are those of :class:`sarand.Cleaner`.
        """
        return self._map(_Job(_cleaner(cleaner, options), False, _names(fields), threads, False), url)

    def clean_html(
        self,
        *,
        url: str | pl.Expr | None = None,
        fields: Sequence[str] | None = None,
        threads: int | None = None,
        cleaner: Cleaner | None = None,
        **options: Unpack[CleanerOptions],
    ) -> pl.Expr:
        """Finds the main content of pages, and cleans it. Parameters and results are those of :meth:`clean`."""
        return self._map(_Job(_cleaner(cleaner, options), True, _names(fields), threads, False), url)

    def text(
        self,
        *,
        url: str | pl.Expr | None = None,
        html: bool = False,
        threads: int | None = None,
        cleaner: Cleaner | None = None,
        **options: Unpack[CleanerOptions],
    ) -> pl.Expr:
        """The clean text alone, under the name of the column; ``html`` says that it has pages."""
        return self._map(_Job(_cleaner(cleaner, options), html, ("text",), threads, True), url)

    def _map(self, job: _Job, url: str | pl.Expr | None) -> pl.Expr:
        texts = self._expr
        if url is not None:
            address = pl.col(url) if isinstance(url, str) else url
            texts, job = pl.struct(texts, address.alias(_URL)), replace(job, pairs=True)
        return texts.map_batches(job, return_dtype=_dtype(job.fields, job.alone), is_elementwise=True)


def _names(fields: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if fields is None else tuple(fields)
