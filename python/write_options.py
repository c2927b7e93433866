"""Writes python/sarand/options.py: the keywords of the package, from the definition of the command line.

usage: python python/write_options.py            writes the file
       python python/write_options.py --check    says whether it is as it would be written
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path

from write_or_check import write_or_check

# Not the sources beside this file, but the package that is installed: they have no native half.
if sys.path and Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    del sys.path[0]

from sarand import _sarand

FILE = Path(__file__).parent / "sarand" / "options.py"

HEAD = '''"""The keywords of :class:`sarand.Cleaner`, :func:`sarand.run` and the others, by function.

Written by ``python/write_options.py`` from the definition of the command line: do not edit.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict

if TYPE_CHECKING:
    from ._sarand import RuleSet

StrPath: TypeAlias = "str | os.PathLike[str]"


class Progress(TypedDict):
    """The progress of a run."""

    #: Bytes of input that were read, as they are on disk.
    bytes: int
    #: All bytes of input; ``None`` if that is not known.
    total: int | None
    #: Records that were read.
    records: int
    #: Records that were quarantined.
    quarantined: int
'''

CLASSES = {
    "CleanerOptions": ("Cleaner", "Keywords of :class:`sarand.Cleaner`."),
    "EvaluateOptions": ("eval", "Keywords of :func:`sarand.evaluate`."),
    "LearnOptions": ("learn", "Keywords of :func:`sarand.learn`."),
    "RunOptions": ("clean", "Keywords of :func:`sarand.run`: the flags of ``sarand clean``."),
    "SurveyOptions": ("survey", "Keywords of :func:`sarand.survey`."),
}

TYPES = {
    "flag": "bool",
    "number": "int",
    "number or share": "int | str",
    "path": "StrPath",
    "share": "float",
    "size": "int | str",
    "text": "str",
}


def as_keyword(flag: re.Match[str]) -> str:
    """``--markup markdown`` as ``markup="markdown"``."""
    name, value = flag[1].replace("-", "_"), flag[2]
    return f'{name}="{value.strip()}"' if value else name


def type_of(keyword: dict, verb: str) -> str:
    """The type of a keyword in Python."""
    kind = TYPES[keyword["kind"]]
    if keyword["choices"]:
        kind = f"Literal[{', '.join(repr(choice).replace(chr(39), chr(34)) for choice in keyword['choices'])}]"
    elif keyword["name"] == "rules" and verb == "Cleaner":
        kind = "StrPath | RuleSet"
    if keyword["repeatable"]:
        kind = f"{kind} | Sequence[{kind}]"
    return kind if keyword["kind"] == "flag" else f"{kind} | None"


def written() -> str:
    """The text of the file."""
    parts = [HEAD]
    for name, (verb, summary) in sorted(CLASSES.items()):
        parts.append(f'\n\nclass {name}(TypedDict, total=False):\n    """{summary}"""\n')
        for keyword in sorted(_sarand.keywords(verb), key=lambda keyword: keyword["name"]):
            help = keyword["help"].replace("(repeatable)", "").strip().rstrip(".").replace("\n", " ")
            help = re.sub(r"--([a-z][a-z-]*)( [a-z]+(?=`))?", as_keyword, help)
            default = keyword["default"]
            said = f"{help} [default: {default}]" if default else help
            lines = textwrap.wrap(" ".join(said.split()), 110, break_on_hyphens=False)
            parts.append("\n" + "".join(f"    #: {line}\n" for line in lines))
            parts.append(f"    {keyword['name']}: {type_of(keyword, verb)}\n")
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(write_or_check(FILE, written()))
