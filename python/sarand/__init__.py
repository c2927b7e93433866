"""Cleans crawled text: the article stays, the site around it goes, and every change is accounted for.

>>> import sarand
>>> page = sarand.clean("Home > News\\nThe ferry to the island leaves at nine.\\n[ad_1]\\n")
>>> page.text
'The ferry to the island leaves at nine.\\n'
>>> page.removals[0].rule
'en.breadcrumb'
>>> page.restore() == page.original
True

:func:`clean`, :func:`clean_html` and :func:`repair` take one document; a :class:`Cleaner` has rules and options of yours
and cleans many, on all cores (:meth:`Cleaner.clean_many`), or Arrow tables (:meth:`Cleaner.clean_arrow`). :func:`run` does what
the program ``sarand clean`` does: files in, files out, resumable.

Positions are characters of Python, so ``page.original[removal.start:removal.end] == removal.text``.
"""

from __future__ import annotations

from ._functions import (
    clean,
    clean_html,
    evaluate,
    learn,
    repair,
    run,
    survey,
)
from ._report import Report
from ._sarand import (
    ArrowStream,
    Cleaned,
    CleanedStream,
    Cleaner,
    Decoded,
    Edit,
    Removal,
    RuleSet,
    __version__,
    decode,
)
from .errors import (
    InternalError,
    MismatchError,
    RuleError,
    SarandError,
    TooMuchBadError,
    UsageError,
)

__all__ = [
    "ArrowStream",
    "Cleaned",
    "CleanedStream",
    "Cleaner",
    "Decoded",
    "Edit",
    "InternalError",
    "MismatchError",
    "Removal",
    "Report",
    "RuleError",
    "RuleSet",
    "SarandError",
    "TooMuchBadError",
    "UsageError",
    "__version__",
    "clean",
    "clean_html",
    "decode",
    "evaluate",
    "learn",
    "repair",
    "run",
    "survey",
]
