"""Memory stays what it is, however often a call is made. `SARAND_TESTS=all` makes ten million."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support import ALL, rss

import sarand

CALLS = 10_000_000 if ALL else 200_000
MB = 1024 * 1024

TEXT = "Home > News\nThe ferry leaves at nine. 😀\n[ad_1]\n"


def grown(work: Callable[[], Any], rounds: int) -> int:
    """By how many bytes memory grows over the second half of the rounds, when all is warm."""
    for _ in range(rounds // 2):
        work()
    gc.collect()
    before = rss()
    for _ in range(rounds - rounds // 2):
        work()
    gc.collect()
    return rss() - before


def test_many_short_calls(cleaner: sarand.Cleaner) -> None:
    # A leak of 16 bytes a call would be 1.6 MB and more.
    assert grown(lambda: cleaner.clean("[ad_1]"), CALLS) < 1 * MB


@pytest.mark.parametrize(
    "work",
    [
        lambda cleaner: cleaner.clean(TEXT).to_dict(),
        lambda cleaner: cleaner.clean(TEXT.encode()).restore(),
        lambda cleaner: [cleaner.clean(TEXT + "\ud800").restore(), cleaner.clean(TEXT).original],
        lambda cleaner: cleaner.clean_html("<title>A</title><article><p>The ferry leaves at nine.</p></article>").metadata,
        lambda cleaner: cleaner.repair("كتاب را مي خواند", lang="fa").edits,
        lambda cleaner: sarand.decode(TEXT.encode("utf-16")).text,
    ],
    ids=["to_dict", "bytes", "surrogates", "html", "repair", "decode"],
)
def test_all_that_results_give(cleaner: sarand.Cleaner, work: Callable[[sarand.Cleaner], Any]) -> None:
    assert grown(lambda: work(cleaner), CALLS // 20) < 2 * MB


def test_calls_that_raise(cleaner: sarand.Cleaner) -> None:
    def wrong() -> None:
        for call in (lambda: cleaner.clean(3), lambda: cleaner.clean("x", lang="klingon"), lambda: sarand.Cleaner(levle="x")):  # type: ignore[arg-type, call-arg]
            with pytest.raises((TypeError, ValueError)):
                call()

    assert grown(wrong, CALLS // 50) < 2 * MB


def test_streams_that_are_read_to_the_end(cleaner: sarand.Cleaner) -> None:
    def read() -> None:
        for page in cleaner.clean_many(itertools.repeat(TEXT, CALLS // 40), threads=2):
            assert page.removals

    assert grown(read, 8) < 3 * MB


def test_streams_that_are_left_early(cleaner: sarand.Cleaner) -> None:
    def left() -> None:
        stream = cleaner.clean_many(itertools.repeat(TEXT), threads=2)
        next(stream)

    assert grown(left, 100 if not ALL else 20_000) < 4 * MB


def test_one_long_stream(cleaner: sarand.Cleaner) -> None:
    stream = cleaner.clean_many(itertools.repeat(TEXT, CALLS), threads=2)
    count = CALLS // 10

    def some() -> None:
        for _ in itertools.islice(stream, count // 10):
            pass

    assert grown(some, 30) < 3 * MB


def test_arrow_tables(cleaner: sarand.Cleaner) -> None:
    pa: Any = pytest.importorskip("pyarrow")
    table = pa.table({"text": [TEXT, None] * 500})

    def read() -> None:
        pa.table(cleaner.clean_arrow(table, threads=2))

    assert grown(read, 40 if not ALL else 4_000) < 4 * MB


def test_arrow_streams_that_are_left(cleaner: sarand.Cleaner) -> None:
    pa: Any = pytest.importorskip("pyarrow")
    table = pa.table({"text": [TEXT] * 100})

    def batches() -> Iterator[Any]:
        yield from table.to_batches(max_chunksize=10)

    def left() -> None:
        cleaner.clean_arrow(table, threads=1)
        capsule = cleaner.clean_arrow(table, threads=1).__arrow_c_stream__()
        del capsule
        reader = pa.RecordBatchReader.from_batches(table.schema, batches())
        pa.RecordBatchReader.from_stream(cleaner.clean_arrow(reader, threads=2)).read_next_batch()

    assert grown(left, 300 if not ALL else 30_000) < 4 * MB


def test_cleaners_that_are_made_and_dropped() -> None:
    def made() -> None:
        sarand.Cleaner(level="likely").clean(TEXT)

    assert grown(made, 60 if not ALL else 3_000) < 8 * MB
