"""Cleans a folder of JSONL with datatrove.

    python datatrove_pipeline.py                           on a few records
    python datatrove_pipeline.py INPUT OUTPUT [TASKS]      on a folder of yours

Needs `pip install 'datatrove[io]'`. Documents of which nothing is left are dropped. What was removed stands in
`metadata.sarand.removals`, and the statistics of the run count it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from datatrove.executor.local import LocalPipelineExecutor  # type: ignore[import-untyped]
from datatrove.pipeline.readers.jsonl import JsonlReader  # type: ignore[import-untyped]
from datatrove.pipeline.writers.jsonl import JsonlWriter  # type: ignore[import-untyped]

from sarand.datatrove import SarandFormatter

RECORDS = [
    {"id": "a", "text": "Home > News\nThe ferry to the island leaves at nine.\n[ad_1]\n", "url": "https://harbour.example/a"},
    {"id": "b", "text": "[ad_1]\n[ad_2]\n"},
    {"id": "c", "text": "The baker opens before sunrise, and the queue is long.\nShare on Facebook\n"},
]


def clean(source: Path, target: Path, tasks: int = 1) -> None:
    """Cleans the files of `source`, each task some of them, into files of `target`."""
    pipeline: list[Any] = [
        JsonlReader(str(source)),
        SarandFormatter(level="likely", fields=["language", "removals"]),
        JsonlWriter(str(target), compression=None),
    ]
    LocalPipelineExecutor(pipeline, tasks=tasks, logging_dir=f"{target}.log").run()


def main() -> None:
    if len(sys.argv) > 2:
        clean(Path(sys.argv[1]), Path(sys.argv[2]), int((sys.argv[3:] or ["1"])[0]))
        return
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name, "in"), Path(name, "out")
        source.mkdir()
        source.joinpath("pages.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
        clean(source, target)
        for file in sorted(target.iterdir()):
            print(file.read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
