"""How the scripts that write files of the package end."""

from __future__ import annotations

import sys
from pathlib import Path


def write_or_check(file: Path, text: str) -> int:
    """Writes the file, or with ``--check`` says whether it is as it would be written. Gives the exit code of the script."""
    if sys.argv[1:] == ["--check"]:
        same = file.read_text(encoding="utf-8") == text
        script = Path(sys.argv[0]).name
        print(f"{file.name} is {'as it would be written' if same else f'not as it would be written: run {script}'}")
        return 0 if same else 1
    file.write_text(text, encoding="utf-8")
    return 0
