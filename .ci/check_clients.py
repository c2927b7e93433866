#!/usr/bin/env python3
"""Real clients read what `sarand` writes, as JSONL and as Parquet: each finds the records and texts that are there.

usage: check_clients.py SARAND WORK

A client that is not installed is skipped, with a line that says so. dolma gets our removals as attributes of the
originals, and its mixer must take out the same text.
"""
import glob
import gzip
import importlib.util
import json
import os
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, os.path.join(ROOT, "examples"))
import crawl  # noqa: E402

RECORDS = 1_000
sarand, work = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])


def clean(out, *options):
    """A made crawl, cleaned into `out`: the path of its documents."""
    os.makedirs(work, exist_ok=True)
    crawl.write(RECORDS, f"{work}/crawl.jsonl")
    command = [sarand, "clean", f"{work}/crawl.jsonl", "-o", f"{work}/{out}", "--quiet", "--force", *options]
    subprocess.run(command, check=True)
    return f"{work}/{out}/documents.jsonl"


def as_table(out):
    """The same as Parquet."""
    command = [sarand, "clean", f"{work}/crawl.jsonl", "-o", f"{work}/{out}", "--quiet", "--force", "--format", "parquet"]
    subprocess.run(command, check=True)
    return f"{work}/{out}/documents.parquet"


def by_datatrove(path):
    from datatrove.pipeline.readers import JsonlReader

    folder, name = os.path.split(path)
    return {doc.id: doc.text for doc in JsonlReader(folder, glob_pattern=name)()}


def by_pandas(path):
    import pandas

    frame = pandas.read_parquet(path) if path.endswith(".parquet") else pandas.read_json(path, lines=True)
    return dict(zip(frame["id"], frame["text"]))


def by_duckdb(path):
    import duckdb

    reader = "read_parquet" if path.endswith(".parquet") else "read_json_auto"
    return dict(duckdb.execute(f"select id, text from {reader}(?)", [path]).fetchall())


def by_polars(path):
    import polars

    parquet = path.endswith(".parquet")
    frame = polars.read_parquet(path) if parquet else polars.read_ndjson(path, infer_schema_length=None)
    return dict(zip(frame["id"], frame["text"]))


def extension(name):
    """A compiled module inside a package, without the package's own imports."""
    found = importlib.util.find_spec(name)
    path = glob.glob(os.path.join(os.path.dirname(found.origin), name + ".*.so"))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_dolma(path):
    """The originals and our removals as dolma's attributes, mixed by dolma."""
    removed = f"{os.path.dirname(path)}/removed.jsonl"
    gone = {}
    for line in open(removed, encoding="utf-8", newline="\n"):
        record = json.loads(line)
        assert not record.get("edits"), "with --no-repair nothing is edited"
        gone[record["id"]] = [(removal["start"], removal["end"]) for removal in record["removals"]]
    originals, attributes = f"{work}/dolma/documents/crawl.jsonl.gz", f"{work}/dolma/attributes/sarand/crawl.jsonl.gz"
    for name in (originals, attributes):
        os.makedirs(os.path.dirname(name), exist_ok=True)
    kept = {json.loads(line)["id"] for line in open(path, encoding="utf-8", newline="\n")}
    with gzip.open(originals, "wt", encoding="utf-8") as docs, gzip.open(attributes, "wt", encoding="utf-8") as spans:
        for record in crawl.records(RECORDS):
            if record["id"] not in kept:
                continue
            text = record["text"].encode()

            def chars(at):
                return len(text[:at].decode())  # dolma counts characters, we count bytes

            found = [[chars(start), chars(end), 1.0] for start, end in gone.get(record["id"], [])]
            docs.write(json.dumps({**record, "source": "crawl"}, ensure_ascii=False) + "\n")
            spans.write(json.dumps({"id": record["id"], "attributes": {"sarand__removed": found}}) + "\n")
    mixer = {
        "streams": [{
            "name": "clean", "documents": [originals], "attributes": ["sarand"],
            "output": {"path": f"{work}/dolma/out", "max_size_in_bytes": 1 << 30},
            "span_replacement": [
                {"span": "$.attributes.sarand__removed", "min_score": 0.5, "replacement": "", "syntax": "jsonpath"}],
        }],
        "work_dir": {"input": f"{work}/dolma/work-in", "output": f"{work}/dolma/work-out"},
        "processes": 1,
    }
    extension("dolma").mixer_entrypoint(json.dumps(mixer))
    mixed = {}
    for name in glob.glob(f"{work}/dolma/out/*.gz"):
        with gzip.open(name, "rt", encoding="utf-8", newline="\n") as lines:
            mixed.update((record["id"], record["text"]) for record in map(json.loads, lines))
    return mixed


# What reads, with what it needs for Parquet if it reads that, and options of the run.
CLIENTS = {
    "datatrove": (by_datatrove, None, ()),
    "pandas": (by_pandas, "pyarrow", ()),
    "duckdb": (by_duckdb, "duckdb", ()),
    "polars": (by_polars, "polars", ()),
    "dolma": (by_dolma, None, ("--no-repair",)),
}


def is_installed(package):
    found = importlib.util.find_spec(package)
    # A folder of that name, as in examples/, is no package.
    return found is not None and found.origin is not None


faults = 0
for client, (read, for_tables, options) in CLIENTS.items():
    if not is_installed(client):
        print(f"skipped: no {client}")
        continue
    documents = clean(client, *options)
    wanted, count = crawl.texts(documents)
    paths = [documents]
    if for_tables and is_installed(for_tables):
        paths.append(as_table(f"{client}-table"))
    elif for_tables:
        print(f"skipped: no {for_tables} for {client}")
    for path in paths:
        read_back = read(path)
        unlike = sum(wanted[id] != read_back.get(id) for id in wanted)
        faults += bool(unlike) or len(read_back) != count
        print(f"{client}, {os.path.basename(path)}: {len(read_back)} records of {count}, {unlike} texts unlike")
sys.exit(bool(faults))
