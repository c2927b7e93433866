"""A spider of Scrapy whose items are cleaned, each page as it comes.

Needs scrapy. Run it with `python scrapy_spider.py`: it reads a page that it writes to a file first, and prints the items.
`python scrapy_spider.py URL...` reads other pages.

In a project the settings belong in `settings.py`; `sarand.scrapy` lists them all.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferry times | Harbour</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/about">About us</a></nav>
<article><h1>Ferry times</h1><p>The ferry to the island leaves at nine, and once more when the shops close in the evening.</p>
<p>On market days a second boat waits at the old pier, because the first one is full before the bell has rung.</p></article>
<footer>All rights reserved. <a href="/privacy">Privacy policy</a></footer></body></html>"""

SETTINGS = {
    "ITEM_PIPELINES": {"sarand.scrapy.SarandPipeline": 300},
    "SARAND_OPTIONS": {"level": "likely"},
    "SARAND_METADATA": ["title", "language"],
    "LOG_LEVEL": "WARNING",
}


class PageSpider(Spider):
    """Gives an item for each page; the pipeline puts its text and its title in."""

    name = "pages"

    def parse(self, response: Response, **_: Any) -> Iterator[dict[str, Any]]:
        yield {"url": response.url, "html": response.body}


def crawl(urls: list[str], **settings: object) -> list[dict[str, Any]]:
    """The items of these pages, cleaned."""
    items: list[dict[str, Any]] = []

    def scraped(item: dict[str, Any], **_: Any) -> None:
        items.append(item)

    process = CrawlerProcess({**SETTINGS, **settings})
    crawler = process.create_crawler(PageSpider)
    crawler.signals.connect(scraped, signals.item_scraped)
    process.crawl(crawler, start_urls=urls)
    process.start()
    return items


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "ferry.html")
        page.write_text(PAGE, encoding="utf-8")
        for item in crawl(sys.argv[1:] or [page.as_uri()]):
            print({name: value for name, value in item.items() if name != "html"})


if __name__ == "__main__":
    main()
