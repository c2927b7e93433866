"""What tests of the integrations share: examples are loaded or run as users do, and results are compared with `Cleaner.clean`."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import sarand

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "python" / "examples"

#: The options that the examples have.
LIKELY = sarand.Cleaner(level="likely")

TEXTS: list[str | None] = [
    "Home > News\nThe ferry to the island leaves at nine.\n[ad_1]\n",
    None,
    "",
    "تیم ملی امروز به تهران می رسد.\nانتهای پیام/\n",
    "The queue at the baker is long 🌉.\r\nShare on Facebook\r\n",
]


def load(path: str | Path) -> ModuleType:
    """An example, or another script of the repository, as a module."""
    path = EXAMPLES / f"{path}.py" if isinstance(path, str) else path
    spec = importlib.util.spec_from_file_location(f"loaded_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def environment(**more: str) -> dict[str, str]:
    """The environment of a program that has the same package as this one."""
    paths = [str(Path(sarand.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONUTF8": "1", **more}


def run(name: str, *arguments: str | Path, **more: str) -> str:
    """What an example prints when it is run by itself."""
    command = [sys.executable, str(EXAMPLES / f"{name}.py"), *map(str, arguments)]
    done = subprocess.run(command, env=environment(**more), capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def clean(texts: Sequence[str | None], cleaner: sarand.Cleaner = LIKELY) -> list[str | None]:
    """What is to come out: each text cleaned alone, and nothing of nothing."""
    return [None if text is None else cleaner.clean(text).text for text in texts]
