"""Cleans a dataset of Ray Data: batches go to the workers as Arrow tables.

Needs `pip install 'ray[data]'`. Run it with `python ray_batches.py`; with an address in `RAY_ADDRESS` it runs on that cluster,
where the package must be installed (or named in `ray.init(runtime_env={"pip": ["sarand"]})`).
"""
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from functools import partial
from typing import Any

import pyarrow  # type: ignore[import-untyped]
import ray
from ray.data import Dataset, from_arrow

from sarand import Cleaner

# pyarrow comes without types.
pa: Any = pyarrow

RECORDS = {
    "id": [11, 12, 13],
    "text": [
        "Home > News\nThe ferry to the island leaves at nine.\n[ad_1]\n",
        None,
        "The baker opens before sunrise, and the queue is long.\nShare on Facebook\n",
    ],
}


def clean(batch: Any, cleaner: Cleaner) -> Any:
    """A table of pyarrow, with a struct `cleaned` beside its columns."""
    # One thread: Ray runs a task for each core.
    return pa.table(cleaner.clean_arrow(batch, column="text", fields=["text", "language"], threads=1))


def cleaned(dataset: Dataset, cleaner: Cleaner) -> Dataset:
    """`dataset` with a struct `cleaned`. The cleaner is pickled: options, and rules of yours."""
    return dataset.map_batches(partial(clean, cleaner=cleaner), batch_format="pyarrow")


def main() -> None:
    ray.init()
    for record in cleaned(from_arrow(pa.table(RECORDS)), Cleaner(level="likely")).take_all():
        print(record)
    ray.shutdown()


if __name__ == "__main__":
    main()
