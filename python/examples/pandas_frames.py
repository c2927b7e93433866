"""Cleans texts of pandas: a Series of strings, and a column of a frame.

Needs pandas 2.2 or newer, and pyarrow for the frame. Run it with `python pandas_frames.py`.

Both use all cores. Nulls stay null, and indexes and other columns are kept.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow  # type: ignore[import-untyped]

from sarand import Cleaner

# pyarrow comes without types.
pa: Any = pyarrow

RECORDS = {
    "id": [11, 12, 13, 14],
    "text": [
        "Home > News\nThe ferry to the island leaves at nine.\n[ad_1]\n",
        None,
        "The baker opens before sunrise, and the queue is long.\nShare on Facebook\n",
        "تیم ملی امروز به تهران می رسد.\nانتهای پیام/\n",
    ],
}


def clean_series(texts: pd.Series[str], cleaner: Cleaner) -> pd.Series[str]:
    """The clean texts, with the index, the name and the type of `texts`."""
    clean, known = texts.copy(), texts.notna()
    pages = cleaner.clean_many(texts[known])
    clean[known] = np.array([page.text for page in pages], dtype=object)
    return clean


def clean_frame(frame: pd.DataFrame, cleaner: Cleaner, *fields: str) -> pd.DataFrame:
    """`frame` with Arrow types, and a column `clean_…` for each of the fields that the cleaner is asked for."""
    table = pa.table(cleaner.clean_arrow(frame, column="text", fields=fields))
    cleaned: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    found: pd.DataFrame = cleaned.pop("cleaned").struct.explode().add_prefix("clean_")
    return pd.concat([cleaned, found], axis=1)


def main() -> None:
    cleaner = Cleaner(level="likely")
    frame = pd.DataFrame(RECORDS)
    print(clean_series(frame["text"], cleaner).to_list())
    cleaned = clean_frame(frame, cleaner, "text", "language", "lines_removed")
    print(cleaned.drop(columns="text").to_string())


if __name__ == "__main__":
    main()
