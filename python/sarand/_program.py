"""The command ``sarand`` of the package: the same program as the one that cargo builds."""

from __future__ import annotations

import sys

from ._sarand import main as _main


def main() -> int:
    """Runs the program with the arguments of the process, and gives its exit code."""
    return _main(["sarand", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
