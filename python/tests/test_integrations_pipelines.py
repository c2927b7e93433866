"""datasets, datatrove, Scrapy and trafilatura."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from integration import EXAMPLES, LIKELY, ROOT, TEXTS, clean, environment, load, run

import sarand

FERRY = "The ferry to the island leaves at nine."
PAGE = ROOT / "fixtures" / "html" / "fa-agency.html"


def library(name: str) -> Any:
    return pytest.importorskip(name, reason=f"no {name}")


def test_datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    datasets = library("datasets")
    example = load("datasets_map")
    texts = TEXTS * 30
    made = datasets.Dataset.from_dict({"id": list(range(len(texts))), "text": texts})
    made.save_to_disk(str(tmp_path / "made"))

    def again(**options: Any) -> Any:
        return example.cleaned(datasets.load_from_disk(str(tmp_path / "made")), sarand.Cleaner(**options))

    dataset = example.cleaned(made, LIKELY)
    assert dataset["id"][:] == list(range(len(texts)))
    assert dataset["text"][:] == texts
    assert [None if found is None else found["text"] for found in dataset["cleaned"]] == clean(texts)
    first, same, other = again(level="likely"), again(level="likely"), again(level="bold")
    assert first.cache_files == same.cache_files != other.cache_files, "the cache knows a cleaner by its options"
    assert FERRY in run("datasets_map", HF_DATASETS_OFFLINE="1", HF_HOME=str(tmp_path / "home"))


FORKED = """
import datasets_map, sarand
made = datasets_map.Dataset.from_dict(datasets_map.RECORDS)
print([row["cleaned"] for row in datasets_map.cleaned(made, sarand.Cleaner(), num_proc=2)] ==
      [row["cleaned"] for row in datasets_map.cleaned(made, sarand.Cleaner())])
"""


def test_datasets_in_processes(tmp_path: Path) -> None:
    library("datasets")
    env = environment(HF_DATASETS_OFFLINE="1", HF_HOME=str(tmp_path))
    env["PYTHONPATH"] += os.pathsep + str(EXAMPLES)
    # A session of its own, so that its processes end with it.
    forked = subprocess.Popen([sys.executable, "-c", FORKED], env=env, stdout=subprocess.PIPE, start_new_session=True)
    try:
        assert forked.communicate(timeout=30)[0] == b"True\n"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(forked.pid, signal.SIGKILL)
        forked.wait()


def documents(**more: Any) -> list[Any]:
    from datatrove.data import Document  # type: ignore[import-untyped]

    return [Document(text, str(number), metadata=dict(more)) for number, text in enumerate(TEXTS) if text is not None]


def test_datatrove_block() -> None:
    library("datatrove")
    from sarand.datatrove import SarandFormatter

    block = SarandFormatter(level="likely", fields=["language", "removals"], keep_empty=True)
    given = [document.text for document in documents()]
    done = list(pickle.loads(pickle.dumps(block))(documents(url="https://a.example/1", kept=7)))
    assert [document.text for document in done] == clean(given)
    for document, text in zip(done, given):
        expected = LIKELY.clean(text, url="https://a.example/1").to_dict()
        assert document.metadata["kept"] == 7
        assert document.metadata["sarand"] == {"language": expected["language"], "removals": expected["removals"]}
    assert [document.metadata for document in SarandFormatter(keep_empty=True)(documents())] == [{}] * len(given)
    assert block.format(given[0]) == clean(given)[0]
    with pytest.raises(sarand.UsageError, match="there is no field 'words'"):
        SarandFormatter(fields=["words"])


def test_datatrove_counts_and_drops() -> None:
    library("datatrove")
    from sarand.datatrove import SarandFormatter

    block = SarandFormatter(level="likely")
    given = [document.text for document in documents()]
    done = [document.text for document in block(documents())]
    assert done == [text for text in clean(given) if text]
    counts = {name: stat.total for name, stat in block.stats.stats.items()}
    changed = sum(before != after for before, after in zip(given, clean(given)))
    removals = sum(len(LIKELY.clean(text).removals) for text in given)
    wanted = {"total": len(given), "dropped": 1, "forwarded": len(done), "changed": changed, "removals": removals}
    assert {name: counts[name] for name in wanted} == wanted


def test_datatrove_pages() -> None:
    library("datatrove")
    from datatrove.data import Document

    from sarand.datatrove import SarandFormatter

    html = PAGE.read_text(encoding="utf-8")
    (done,) = SarandFormatter(html=True, fields=["title"])([Document(html, "1")])
    expected = sarand.clean_html(html)
    assert (done.text, done.metadata["sarand"]) == (expected.text, {"title": expected.title})


def test_datatrove_run(tmp_path: Path) -> None:
    library("datatrove")
    library("orjson")
    crawl = load(ROOT / "examples" / "crawl.py")
    records = {record["id"]: record for record in crawl.records(200)}
    (tmp_path / "in").mkdir()
    for piece in range(2):
        with open(tmp_path / "in" / f"{piece}.jsonl", "w", encoding="utf-8", newline="\n") as out:
            out.writelines(json.dumps(record) + "\n" for record in list(records.values())[piece::2])
    run("datatrove_pipeline", tmp_path / "in", tmp_path / "out", "2")
    done: dict[str, Any] = {}
    for path in (tmp_path / "out").iterdir():
        with open(path, "rb") as lines:
            done.update((record["id"], record) for record in map(json.loads, lines))
    assert done.keys() == records.keys()
    for name, record in records.items():
        assert done[name]["text"] == LIKELY.clean(record["text"], url=record["url"]).text
    assert FERRY in run("datatrove_pipeline")


def pipeline(**settings: Any) -> Any:
    from scrapy.utils.test import get_crawler

    from sarand.scrapy import SarandPipeline

    return SarandPipeline.from_crawler(get_crawler(settings_dict={"SARAND_OPTIONS": {"level": "likely"}, **settings}))


def test_scrapy_texts() -> None:
    library("scrapy")
    items = [{"id": number, "text": text} for number, text in enumerate(TEXTS)]
    keeps = pipeline(SARAND_DROP_EMPTY=False)
    done = [keeps.process_item(dict(item)) for item in items]
    assert done == [{"id": number, "text": text} for number, text in enumerate(clean(TEXTS))]
    assert (keeps.stats.get_value("sarand/cleaned"), keeps.stats.get_value("sarand/empty")) == (len(TEXTS) - 1, None)


def test_scrapy_drops_what_is_empty() -> None:
    library("scrapy")
    from scrapy.exceptions import DropItem

    drops = pipeline()
    for item in ({"text": ""}, {"text": " \n"}, {"html": "<p> </p>"}):
        with pytest.raises(DropItem):
            drops.process_item(item)
    assert drops.stats.get_value("sarand/empty") == 3
    assert drops.process_item({"other": 1}) == {"other": 1}


def test_scrapy_pages_and_kinds_of_items() -> None:
    library("scrapy")
    import scrapy

    @dataclasses.dataclass
    class Page:
        page: bytes
        link: str
        body: str | None = None
        title: str | None = None
        date: str | None = None
        removals: list[dict[str, Any]] | None = None

    class PageItem(scrapy.Item):
        page, link, body, title, date, removals = (scrapy.Field() for _ in range(6))

    names = {"SARAND_HTML": "page", "SARAND_FIELD": "body", "SARAND_URL": "link"}
    maker = pipeline(**names, SARAND_METADATA=["title", "date", "removals"])
    html = PAGE.read_bytes()
    expected = sarand.Cleaner(level="likely").clean_html(html, url="https://a.example/1")
    for kind in (Page, PageItem, dict):
        made = maker.process_item(kind(page=html, link="https://a.example/1", title="Mine"))
        item = _as_dict(made)
        assert item["body"] == expected.text
        assert (item["title"], item["date"]) == ("Mine", expected.date)
        assert item["removals"] == expected.to_dict()["removals"]
        assert item["page"] == html
    only_texts = pipeline(SARAND_HTML="")
    assert only_texts.process_item({"html": "<p>Rain</p>", "text": "[ad_1]\nIt rained.\n"})["text"] == "It rained.\n"


def _as_dict(item: Any) -> dict[str, Any]:
    from itemadapter import ItemAdapter

    return ItemAdapter(item).asdict()


def test_scrapy_crawl() -> None:
    library("scrapy")
    said = run("scrapy_spider", PAGE.as_uri())
    expected = LIKELY.clean_html(PAGE.read_bytes(), url=PAGE.as_uri())
    item = {"url": PAGE.as_uri(), "text": expected.text, "title": expected.title, "language": "fa"}
    assert said.splitlines() == [str(item)]
    assert FERRY[:20] in run("scrapy_spider")


def test_trafilatura() -> None:
    library("trafilatura")
    logging.getLogger("trafilatura").setLevel(logging.ERROR)
    example = load("from_trafilatura")
    html = PAGE.read_text(encoding="utf-8")
    theirs, ours = example.before(html), example.after(html)
    assert theirs["text"] and ours["text"]
    assert ours["text"].strip() == PAGE.with_suffix(".txt").read_text(encoding="utf-8").strip()
    # Theirs has lost the ZWNJ of the title.
    assert ours["title"].replace("\u200c", "") == theirs["title"].replace("\u200c", "")
    assert ours["date"][:10] == theirs["date"]
    theirs, ours = example.before(example.PAGE), example.after(example.PAGE)
    assert theirs.keys() == ours.keys()
    assert (ours["title"], ours["author"], ours["date"][:10]) == (theirs["title"], theirs["author"], theirs["date"])
    assert "second boat" in run("from_trafilatura")
