"""Cleans a dataset of Hugging Face: `Dataset.map` in batches, in several processes, and cached.

Needs `pip install datasets`. Run it with `python datasets_map.py`.

The cache knows a cleaner by its options and by its rules, if you gave it some. So the second run over the same data does nothing.
The version of the package is among the arguments, so that new rules clean anew.
"""

from __future__ import annotations

from typing import Any

import datasets  # type: ignore[import-untyped]
import pyarrow  # type: ignore[import-untyped]

import sarand

# Both come without types.
Dataset: Any = datasets.Dataset
pa: Any = pyarrow

RECORDS = {
    "id": [11, 12, 13],
    "text": [
        "Home > News\nThe ferry to the island leaves at nine.\n[ad_1]\n",
        None,
        "The baker opens before sunrise, and the queue is long.\nShare on Facebook\n",
    ],
}


def clean(batch: Any, cleaner: sarand.Cleaner, version: str) -> Any:
    """A table of pyarrow, with a struct `cleaned` beside its columns."""
    # One thread: `num_proc` says how many processes there are.
    return pa.table(cleaner.clean_arrow(batch, column="text", fields=["text", "language"], threads=1))


def cleaned(dataset: Any, cleaner: sarand.Cleaner, num_proc: int | None = None) -> Any:
    """`dataset` with a struct `cleaned`."""
    arguments = {"cleaner": cleaner, "version": sarand.__version__}
    tables = dataset.with_format("arrow").map(clean, batched=True, fn_kwargs=arguments, num_proc=num_proc)
    return tables.with_format(None)


def main() -> None:
    for record in cleaned(Dataset.from_dict(RECORDS), sarand.Cleaner(level="likely")):
        print(record)


if __name__ == "__main__":
    main()
