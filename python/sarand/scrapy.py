"""An item pipeline of Scrapy that cleans what spiders scrape.

In ``settings.py``::

    ITEM_PIPELINES = {"sarand.scrapy.SarandPipeline": 300}
    SARAND_OPTIONS = {"level": "likely"}

=====================  ============  ==================================================================================
setting                without it
=====================  ============  ==================================================================================
``SARAND_FIELD``       ``"text"``    the field that gets the clean text, and has the text of items without a page
``SARAND_HTML``        ``"html"``    the field that has the page, as ``response.text`` or ``response.body``; ``""``: there are
                                     no pages
``SARAND_URL``         ``"url"``     the field that has the address, for rules of its host
``SARAND_METADATA``    ``[]``        fields to fill where they are empty, of ``title``, ``date``, ``language``, ``author``,
                                     ``description``, ``removals`` and what else is found
``SARAND_DROP_EMPTY``  ``True``      whether items of which nothing is left are dropped
``SARAND_OPTIONS``     ``{}``        the options of :class:`sarand.Cleaner`
=====================  ============  ==================================================================================

Items are of any kind that Scrapy has. One with neither field, or ``None`` in both, passes as it is. The statistics of the crawl
count ``sarand/cleaned`` and ``sarand/empty``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem

from . import Cleaned, Cleaner

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector
    from typing_extensions import Self

__all__ = ["SarandPipeline"]


class SarandPipeline:
    """Cleans the text or the page of each item."""

    def __init__(
        self,
        cleaner: Cleaner,
        *,
        field: str = "text",
        html: str = "html",
        url: str = "url",
        metadata: Sequence[str] = (),
        drop_empty: bool = True,
        stats: StatsCollector | None = None,
    ) -> None:
        self.cleaner = cleaner
        self.field = field
        self.html = html
        self.url = url
        self.metadata = tuple(metadata)
        self.drop_empty = drop_empty
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Makes it from the settings: Scrapy calls this."""
        settings = crawler.settings
        options = cast("Mapping[str, Any]", settings.getdict("SARAND_OPTIONS"))
        return cls(
            Cleaner(**options),
            field=settings.get("SARAND_FIELD", "text"),
            html=settings.get("SARAND_HTML", "html"),
            url=settings.get("SARAND_URL", "url"),
            metadata=settings.getlist("SARAND_METADATA"),
            drop_empty=settings.getbool("SARAND_DROP_EMPTY", True),
            stats=crawler.stats,
        )

    def process_item(self, item: Any, spider: object = None) -> Any:
        """Cleans one item in place."""
        adapter = cast("MutableMapping[str, Any]", ItemAdapter(item))
        cleaned = self._clean(adapter)
        if cleaned is None:
            return item
        adapter[self.field] = cleaned.text
        found = self._found(cleaned) if self.metadata else {}
        for name in self.metadata:
            if adapter.get(name) is None and found.get(name) is not None:
                adapter[name] = found[name]
        if not cleaned.text.strip() and self.drop_empty:
            self._count("empty")
            raise DropItem("nothing is left of it")
        self._count("cleaned")
        return item

    def _clean(self, adapter: MutableMapping[str, Any]) -> Cleaned | None:
        url = adapter.get(self.url)
        url = url if isinstance(url, str) else None
        page = adapter.get(self.html) if self.html else None
        if page is not None:
            return self.cleaner.clean_html(page, url=url)
        text = adapter.get(self.field)
        return None if text is None else self.cleaner.clean(text, url=url)

    @staticmethod
    def _found(cleaned: Cleaned) -> dict[str, Any]:
        """What was found, in one dict."""
        found = cleaned.to_dict()
        return {**found.pop("metadata"), **found}

    def _count(self, what: str) -> None:
        if self.stats is not None:
            self.stats.inc_value(f"sarand/{what}")
