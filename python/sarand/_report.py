"""What a run says of itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ._sarand import documents


@dataclass(frozen=True)
class Report:
    """How :func:`sarand.run` ended."""

    #: Where the result is: a folder, or one file.
    output: Path
    #: Whether something was quarantined; see ``quarantine.jsonl`` in a folder.
    has_quarantine: bool
    #: ``report.json``: records, bytes, rules, repairs, hosts and more, counted.
    data: dict[str, Any] = field(repr=False)

    @property
    def documents(self) -> list[Path]:
        """The files of clean documents, in order."""
        if not self.output.is_dir():
            return [self.output]
        return [self.output / name for name in documents(self.output)]

    @property
    def records(self) -> dict[str, Any]:
        """How many records were read, written, dropped and quarantined."""
        records: dict[str, Any] = self.data.get("records", {})
        return records

    @classmethod
    def of(cls, output: Path, ended: str, report: bytes | None) -> Report:
        """From the JSON of a run, or from the file that it left."""
        if report is None and (output / "report.json").is_file():
            report = (output / "report.json").read_bytes()
        return cls(output, ended == "quarantined", json.loads(report) if report else {})
