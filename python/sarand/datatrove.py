"""A block for pipelines of datatrove that cleans documents.

>>> from datatrove.data import Document
>>> from sarand.datatrove import SarandFormatter
>>> block = SarandFormatter(level="likely", fields=["language"])
>>> document = Document("The ferry leaves at nine.\\n[ad_1]\\n", "1")
>>> [(cleaned.text, cleaned.metadata) for cleaned in block([document])]
[('The ferry leaves at nine.\\n', {'sarand': {'language': 'en'}})]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from datatrove.pipeline.formatters.base import BaseFormatter  # type: ignore[import-untyped]

from . import Cleaned, Cleaner, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from typing_extensions import Unpack

    from .options import CleanerOptions

__all__ = ["FIELDS", "SarandFormatter"]

#: What a document can be given in its metadata.
FIELDS = ("title", "date", "language", "metadata", "flags", "removals", "edits")


class SarandFormatter(BaseFormatter):  # type: ignore[misc]
    """Cleans the text of each document.

    Args:
        html: the texts are pages of HTML, as readers of WARC give them; their main content is taken
        fields: what ``metadata["sarand"]`` gets: some of ``title``, ``date``, ``language``, ``metadata``, ``flags``,
            ``removals`` and ``edits``, as :meth:`sarand.Cleaned.to_dict` has them
        keep_empty: keep documents of which nothing is left; otherwise they are dropped
        options: those of :class:`sarand.Cleaner`, as ``level="likely"``

    The address of a document is ``metadata["url"]``, if it has one; rules of that host apply then. Statistics count documents
    that were changed and those that were dropped, and for each document what was removed and repaired.
    """

    name = "🧺 Sarand"

    def __init__(
        self,
        *,
        html: bool = False,
        fields: Sequence[str] = (),
        keep_empty: bool = False,
        **options: Unpack[CleanerOptions],
    ) -> None:
        super().__init__()
        unknown = [field for field in fields if field not in FIELDS]
        if unknown:
            raise UsageError(f"fields: there is no field {unknown[0]!r}; there are {', '.join(FIELDS)}")
        self.html = html
        self.fields = tuple(fields)
        self.keep_empty = keep_empty
        self.cleaner = Cleaner(**options)

    def format(self, text: str) -> str:
        """The clean text of a text alone, without an address."""
        return self._clean(text, None).text

    def run(self, data: Iterable[Any] | None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Cleans the documents in their order."""
        for document in data or ():
            self._count("total")
            with self.track_time():
                kept = self._apply(document)
            if kept:
                self._count("forwarded")
                self.update_doc_stats(document)
                yield document
            else:
                self._count("dropped")

    def _count(self, what: str, value: int = 1, unit: str | None = None) -> None:
        cast("Any", self).stat_update(what, value=value, unit=unit)

    def _clean(self, text: str, url: object) -> Cleaned:
        clean = self.cleaner.clean_html if self.html else self.cleaner.clean
        return clean(text, url=url if isinstance(url, str) else None)

    def _apply(self, document: Any) -> bool:
        """Cleans a document in place; whether it is to be kept."""
        before = cast("str", document.text)
        cleaned = self._clean(before, document.metadata.get("url"))
        document.text = cleaned.text
        if self.fields:
            found = cleaned.to_dict()
            document.metadata["sarand"] = {field: found[field] for field in self.fields}
        if cleaned.text != before:
            self._count("changed")
        self._count("removals", len(cleaned.removals), "doc")
        self._count("edits", len(cleaned.edits), "doc")
        return bool(cleaned.text.strip()) or self.keep_empty
