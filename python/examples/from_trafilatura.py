"""The same page by trafilatura and by Sarand: what to write instead of what.

Needs trafilatura, for the comparison only. Run it with `python from_trafilatura.py [PAGE.html]`. `from_trafilatura.md` tells more.
"""

from __future__ import annotations

import sys
from pathlib import Path

import trafilatura

import sarand

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferry times | Harbour</title>
<meta name="author" content="Ada Moor"><meta property="article:published_time" content="2024-05-01T09:00:00Z">
<meta property="og:site_name" content="Harbour"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a> <a href="/about">About us</a></nav>
<article><h1>Ferry times</h1><p>The ferry to the island leaves at nine, and once more when the shops close in the evening.</p>
<p>On market days a second boat waits at the old pier, because the first one is full before the bell has rung.</p></article>
<footer>All rights reserved. <a href="/privacy">Privacy policy</a></footer></body></html>"""

Record = dict[str, "str | None"]


def before(html: str, url: str | None = None) -> Record:
    """With trafilatura."""
    found = trafilatura.bare_extraction(html, url=url, with_metadata=True)
    if found is None or isinstance(found, dict):
        return {}
    return {"title": found.title, "author": found.author, "date": found.date, "text": found.text}


def after(html: str, url: str | None = None) -> Record:
    """With Sarand. There is always a result: `page.metadata["extraction"]` says how sure the choice of text is."""
    page = sarand.clean_html(html, url=url)
    return {"title": page.title, "author": page.metadata.get("author"), "date": page.date, "text": page.text}


def main() -> None:
    html = Path(sys.argv[1]).read_text(encoding="utf-8") if len(sys.argv) > 1 else PAGE
    print("trafilatura:", before(html))
    print("sarand:     ", after(html))


if __name__ == "__main__":
    main()
