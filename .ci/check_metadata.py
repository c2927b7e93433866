#!/usr/bin/env python3
"""Read title, authors, date and topics of news pages: scores with floors, by halves of the hosts.

usage: check_metadata.py SHARED SARAND WORK [--faults]

Work on the half `seen` (`--faults` lists what is wrong there); the half `kept` says what pages of other hosts get.
"""
import datetime, gzip, hashlib, json, os, re, subprocess, sys, unicodedata
from urllib.parse import urlsplit

shared, sarand, work = sys.argv[1:4]
FAULTS = "--faults" in sys.argv[4:]
FLOORS = {"title": 0.91, "day": 0.985, "minute": 0.965, "authors": 0.86}
os.makedirs(work, exist_ok=True)
pages, out = f"{shared}/html/fundus.pages.jsonl.gz", f"{work}/news"
how = ["--html-field", "html", "--metadata-sources", "--restart", "--single", "--quiet"]
subprocess.run([sarand, "clean", pages, "-o", out, *how], check=True)


def lines(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def plain(text):
    """Case, white space and the shapes of quotation marks do not count."""
    text = unicodedata.normalize("NFKC", text or "").casefold()
    text = re.sub(r"[“”„«»]", '"', re.sub(r"[‘’‚]", "'", text))
    return " ".join(text.replace("\u200b", "").replace("\u00ad", "").split())


def moment(text):
    text = re.sub(r"[+-]\d\d:\d\d$|Z$", lambda at: "+00:00" if at[0] == "Z" else at[0], text)
    return datetime.datetime.fromisoformat(text)


def minute(said, gold):
    """Whether both name the same minute; a time without an offset is taken as it stands."""
    if said is None or gold is None or len(said) == 10:
        return False
    said, gold = moment(said), moment(gold)
    if said.tzinfo is None or gold.tzinfo is None:
        said, gold = said.replace(tzinfo=None), gold.replace(tzinfo=None)
    return abs((said - gold).total_seconds()) < 60


def day(said, gold):
    """Whether both name the same day, where it was written or in either's offset."""
    if said is None or gold is None:
        return False
    if said[:10] == gold[:10]:
        return True
    said, gold = moment(said), moment(gold)
    if said.tzinfo is None or gold.tzinfo is None:
        return False
    return said.astimezone(gold.tzinfo).date() == gold.date()


hosts = {page["id"]: urlsplit(page["url"]).netloc.removeprefix("www.") for page in map(json.loads, gzip.open(pages))}
made = {document["id"]: document for document in lines(f"{out}/documents.jsonl")}
scores = {half: {} for half in ("seen", "kept", "all")}
for gold in lines(f"{shared}/html/fundus.meta.jsonl"):
    half = "kept" if hashlib.sha256(hosts[gold["id"]].encode()).digest()[0] % 2 else "seen"
    document = made[gold["id"]]
    meta = document.get("metadata") or {}
    names = {plain(name) for name in (document.get("author") or "").split(", ")} - {""}
    people = {plain(name) for name in gold["authors"] or []}
    topics = {plain(topic) for topic in meta.get("tags", []) + meta.get("categories", [])}
    subjects = {plain(topic) for topic in gold["topics"] or []}
    page = {
        "title": plain(document.get("title")) == plain(gold["title"]),
        "day": day(document.get("date"), gold["date"]),
        "minute": minute(document.get("date"), gold["date"]),
        "authors": names == people,
        "names": (len(names & people), len(names), len(people)),
        "topics": (len(topics & subjects), len(topics), len(subjects)) if subjects else (0, 0, 0),
    }
    for part in (half, "all"):
        for key, value in page.items():
            scores[part].setdefault(key, []).append(value)
    if FAULTS and half == "seen":
        sources = meta.get("sources", {})
        for key, got, want in [("title", document.get("title"), gold["title"]), ("day", document.get("date"), gold["date"]), ("authors", document.get("author"), gold["authors"])]:
            if not page[key]:
                print(f"{gold['id']} {key} ({sources.get('date' if key == 'day' else key.removesuffix('s'))}): {got!r}, not {want!r}")

share = {}
for part, score in scores.items():
    told = []
    for key, values in score.items():
        if isinstance(values[0], tuple):
            both, said, gold = (sum(column) for column in zip(*values))
            told.append(f"{key} p {both / max(1, said):.3f} r {both / max(1, gold):.3f}")
        else:
            share[part, key] = sum(values) / len(values)
            told.append(f"{key} {share[part, key]:.3f}")
    print(f"{part:5} {len(score['title']):4} pages  {'  '.join(told)}")
faults = [f"{key}: {share['all', key]:.3f}, the floor is {floor}" for key, floor in FLOORS.items() if share["all", key] < floor]
print("\n".join(faults) or "metadata: no faults")
sys.exit(bool(faults))
