"""What can go wrong. Files that cannot be read or written raise :class:`OSError`, with their name."""

from __future__ import annotations

from typing import TypedDict

__all__ = [
    "Diagnostic",
    "InternalError",
    "MismatchError",
    "RuleError",
    "SarandError",
    "TooMuchBadError",
    "UsageError",
]


class Diagnostic(TypedDict):
    """What is wrong in a rule file, and where."""

    file: str
    #: From 1.
    line: int
    #: A stable name of the mistake, such as ``unknown-key``.
    code: str
    message: str
    #: What to try; may be empty.
    help: str


class SarandError(Exception):
    """Every error of this package that is not a wrong type or a file."""


class UsageError(SarandError, ValueError):
    """The inputs or options ask for something that cannot be done; nothing was written."""


class RuleError(SarandError, ValueError):
    """Rule files that do not load. :attr:`diagnostics` has every mistake with its file and line."""

    diagnostics: list[Diagnostic]

    def __init__(self, message: str, diagnostics: list[Diagnostic] | None = None) -> None:
        super().__init__(message, diagnostics or [])
        self.diagnostics = diagnostics or []

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def file(self) -> str | None:
        """The file of the first mistake."""
        return self.diagnostics[0]["file"] if self.diagnostics else None

    @property
    def line(self) -> int | None:
        """The line of the first mistake, from 1."""
        return self.diagnostics[0]["line"] if self.diagnostics else None


class MismatchError(SarandError):
    """The output folder holds another run; the message names what differs. ``restart=True`` replaces it."""


class TooMuchBadError(SarandError):
    """More records were quarantined than ``max_bad`` allows. The work so far is kept; call again with a larger ``max_bad`` to resume."""


class InternalError(SarandError, RuntimeError):
    """The program contradicts itself. Please report it; the message has a hash of the input, and not its text."""
