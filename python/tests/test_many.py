"""`clean_many`: in order, never far ahead, on all cores, and without the interpreter's lock."""

from __future__ import annotations

import gc
import itertools
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import FIXTURES, made

import sarand

PROSE = "The ferry to the island leaves at nine, and the baker waves from the pier."
PAGE = f"Home > News\n{PROSE}\n[ad_1]\n"


def numbered(count: int | None = None) -> Iterator[str]:
    """Documents that say which they are."""
    for number in itertools.count() if count is None else range(count):
        yield f"Home > News\nFerry {number} leaves the island at nine, and the baker waves from the pier.\n[ad_1]\n"


def text(number: int) -> str:
    return f"Ferry {number} leaves the island at nine, and the baker waves from the pier.\n"


@pytest.mark.parametrize("threads", [None, 1, 2, 7])
def test_results_come_in_the_order_of_the_documents(cleaner: sarand.Cleaner, threads: int | None) -> None:
    # Some take much longer than others.
    lengths = [1, 400, 1, 1, 900, 1, 50, 1] * 40
    documents = (f"Ferry {number} leaves.\n" + PAGE * length for number, length in enumerate(lengths))
    for number, page in enumerate(cleaner.clean_many(documents, threads=threads)):
        assert page.text.startswith(f"Ferry {number} leaves.\n")
    assert number == len(lengths) - 1


@pytest.mark.parametrize("threads", [1, 4])
def test_no_documents_give_no_results(cleaner: sarand.Cleaner, threads: int) -> None:
    stream = cleaner.clean_many([], threads=threads)
    assert list(stream) == []
    assert list(stream) == []


def test_an_endless_iterable_is_taken_as_results_are_asked_for(cleaner: sarand.Cleaner) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        for document in numbered():
            taken += 1
            yield document

    stream = cleaner.clean_many(endless(), threads=2)
    assert taken == 0
    most = 0
    for number in range(3_000):
        assert next(stream).text == text(number)
        most = max(most, taken - number)
    # Four pieces of 64 documents for each thread, and the one whose results are given.
    assert most <= (2 * 4 + 1) * 64


def test_large_documents_are_taken_some_mb_ahead_at_most(cleaner: sarand.Cleaner) -> None:
    taken = 0

    def large() -> Iterator[str]:
        nonlocal taken
        document = f"{PROSE}\n" * 10_000
        while True:
            taken += 1
            yield document

    stream = cleaner.clean_many(large(), threads=2)
    for number in range(12):
        next(stream)
        assert taken - number <= 2 * 4 + 1


def test_what_the_iterable_raises_comes_after_the_results_before_it(cleaner: sarand.Cleaner) -> None:
    def breaks() -> Iterator[str]:
        yield from numbered(100)
        raise RuntimeError("the tap is dry")

    stream = cleaner.clean_many(breaks(), threads=2)
    assert [next(stream).text for _ in range(100)] == [text(number) for number in range(100)]
    with pytest.raises(RuntimeError, match="^the tap is dry$"):
        next(stream)
    assert list(stream) == []


def test_what_is_no_document_is_told_after_the_results_before_it(cleaner: sarand.Cleaner) -> None:
    documents: Any = [PAGE, PAGE, 3, PAGE]
    stream = cleaner.clean_many(documents)
    assert [next(stream).text, next(stream).text] == [f"{PROSE}\n"] * 2
    with pytest.raises(TypeError, match="^a document must be str or bytes, not int$"):
        next(stream)
    assert list(stream) == []


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        (PAGE, "documents must be an iterable of str or bytes, not one of them"),
        (PAGE.encode(), "documents must be an iterable of str or bytes, not one of them"),
        (3, "'int' object is not iterable"),
    ],
    ids=["str", "bytes", "int"],
)
def test_one_document_is_no_iterable(cleaner: sarand.Cleaner, documents: Any, said: str) -> None:
    with pytest.raises(TypeError, match=f"^{said}$"):
        cleaner.clean_many(documents)


def test_a_tuple_is_a_document_and_its_address(cleaner: sarand.Cleaner) -> None:
    documents: Any = [(PAGE, "https://pier.example/a"), (PAGE.encode(), None), PAGE]
    assert [page.text for page in cleaner.clean_many(documents)] == [f"{PROSE}\n"] * 3
    for wrong in [(PAGE,), (PAGE, "https://pier.example/a", "en")]:
        with pytest.raises(TypeError, match=r"^a tuple must be \(document, url\)$"):
            list(cleaner.clean_many([wrong]))  # type: ignore[list-item]
    with pytest.raises(TypeError):
        list(cleaner.clean_many([(PAGE, 3)]))  # type: ignore[list-item]


def test_addresses_reach_the_page() -> None:
    cleaner = sarand.Cleaner(markup="markdown", links=True)
    html = f'<article><p>{PROSE} See <a href="/times">the times</a> of today.</p></article>'
    pages = list(cleaner.clean_many([(html, "https://pier.example/a"), (html, "https://quay.example/b")], html=True))
    assert "(https://pier.example/times)" in pages[0].text
    assert "(https://quay.example/times)" in pages[1].text


def test_pages_are_cleaned_as_clean_html_does(cleaner: sarand.Cleaner) -> None:
    pages = [path.read_bytes() for path in sorted((FIXTURES / "pages").glob("*.html"))]
    assert [page.to_dict() for page in cleaner.clean_many(pages, html=True)] == [
        cleaner.clean_html(page).to_dict() for page in pages
    ]


@pytest.mark.parametrize("threads", [0, -1])
def test_threads_must_be_one_or_more(cleaner: sarand.Cleaner, threads: int) -> None:
    with pytest.raises((ValueError, OverflowError)):
        cleaner.clean_many([PAGE], threads=threads)


def threads_of_process() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def test_a_consumer_that_stops_early_leaves_no_thread_behind(cleaner: sarand.Cleaner) -> None:
    before = threads_of_process()
    closed = False

    def endless() -> Iterator[str]:
        nonlocal closed
        try:
            yield from numbered()
        finally:
            closed = True

    for page in cleaner.clean_many(endless(), threads=3):
        assert page.text == text(0)
        break
    del page
    gc.collect()
    assert closed
    until = time.monotonic() + 5
    while threads_of_process() > before and time.monotonic() < until:
        time.sleep(0.01)
    assert threads_of_process() <= before


def test_a_reader_that_has_its_own_stream_is_collected(cleaner: sarand.Cleaner) -> None:
    class Reader:
        def __init__(self) -> None:
            self.stream = cleaner.clean_many(self.documents(), threads=1)

        def documents(self) -> Iterator[str]:
            yield from numbered()

    reader = Reader()
    next(reader.stream)
    alive = weakref.ref(reader)
    del reader
    gc.collect()
    assert alive() is None


def test_a_stream_that_is_never_read_takes_nothing(cleaner: sarand.Cleaner) -> None:
    documents = numbered()
    for _ in range(50):
        cleaner.clean_many(documents, threads=2)
    assert next(documents) == next(numbered())


def test_results_of_a_slow_iterable_do_not_wait_for_a_full_piece(cleaner: sarand.Cleaner) -> None:
    def slow() -> Iterator[str]:
        for document in numbered(6):
            time.sleep(0.1)
            yield document

    begun = time.monotonic()
    stream = cleaner.clean_many(slow(), threads=2)
    assert next(stream).text == text(0)
    assert time.monotonic() - begun < 0.45
    assert [page.text for page in stream] == [text(number) for number in range(1, 6)]


def test_cleaning_goes_on_while_a_slow_iterable_is_waited_for(cleaner: sarand.Cleaner) -> None:
    # Both wait: the sleep of the iterable, and the work on what came before it.
    def slow() -> Iterator[str]:
        for _ in range(5):
            time.sleep(0.05)
            yield f"{PROSE}\n" * 2_000

    assert len(list(cleaner.clean_many(slow(), threads=2))) == 5


def test_another_thread_of_python_runs_meanwhile(cleaner: sarand.Cleaner) -> None:
    document = "\n".join(f"{number}. {PROSE}" for number in range(60_000))
    for clean in (cleaner.clean, lambda text: list(cleaner.clean_many([text], threads=1))):
        turns, over = 0, threading.Event()

        def count() -> None:
            nonlocal turns
            while not over.wait(0.001):
                turns += 1

        other = threading.Thread(target=count)
        other.start()
        begun = time.monotonic()
        clean(document)
        took = time.monotonic() - begun
        over.set()
        other.join()
        # It would have two turns, if the lock were held.
        assert turns > 20, f"{turns} turns in {took:.2f} s"


def test_the_iterable_may_clean_too(cleaner: sarand.Cleaner) -> None:
    documents = (page.text for page in cleaner.clean_many(numbered(50), threads=2))
    assert [page.text for page in cleaner.clean_many(documents, threads=2)] == [text(number) for number in range(50)]


def test_a_stream_that_another_thread_waits_for_refuses(cleaner: sarand.Cleaner) -> None:
    waits, go = threading.Event(), threading.Event()

    def held() -> Iterator[str]:
        waits.set()
        go.wait(10)
        yield PAGE

    stream = cleaner.clean_many(held(), threads=1)
    results: list[sarand.Cleaned] = []
    other = threading.Thread(target=lambda: results.extend(stream))
    other.start()
    assert waits.wait(10)
    with pytest.raises(ValueError, match="^clean_many: the iterator is used by another thread already$"):
        next(stream)
    go.set()
    other.join(10)
    assert [page.text for page in results] == [f"{PROSE}\n"]


def test_one_thread_gives_what_many_give(cleaner: sarand.Cleaner) -> None:
    texts = [record["text"] for record in made(200)]
    assert [page.to_dict() for page in cleaner.clean_many(texts, threads=1)] == [
        page.to_dict() for page in cleaner.clean_many(texts, threads=4)
    ]


def test_chains_and_files_are_iterables(cleaner: sarand.Cleaner, tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_text(f"{PROSE}\n[ad_1]\n", encoding="utf-8")
    with file.open(encoding="utf-8") as lines:
        assert len(list(cleaner.clean_many(lines))) == 2
    assert len(list(cleaner.clean_many(itertools.chain([PAGE], (PAGE for _ in range(2)))))) == 3
    assert len(list(cleaner.clean_many({PAGE: 1}))) == 1
