#!/usr/bin/env python3
"""Check the clean text of the seeds against their gold: chrome gone, content kept, metadata found, spacing repaired.

usage: check_seeds.py SHARED OUT      OUT is what `sarand clean SHARED/seeds -o OUT` wrote
"""
import json, os, re, sys

shared, out = sys.argv[1:3]
gold = json.load(open(f"{shared}/seeds/gold.json", encoding="utf-8"))
documents = {d["id"]: d for d in map(json.loads, open(f"{out}/documents.jsonl", encoding="utf-8"))}
removed = {d["id"]: d for d in map(json.loads, open(f"{out}/removed.jsonl", encoding="utf-8"))}
faults = []


def letters(line):
    """A line without what a repair may change."""
    line = line.replace("ي", "ی").replace("ك", "ک").replace("هٔ", "ۀ")
    return re.sub(r"[\s\u200b-\u200f\u00a0]", "", line)


def metadata(document, key):
    return document.get(key) or document["metadata"].get(key)


def rebuilt(document, account):
    """The original, from the clean text and what was done to it, by the byte offsets of removed.jsonl."""
    text, original, at = document["text"].encode(), b"", 0
    changes = [(r["start"], r["end"], r["text"], "") for r in account["removals"]]
    changes += [(e["start"], e["end"], e["was"], e["with"]) for e in account["edits"]]
    for start, end, was, now in sorted(changes):
        step = start - len(original)
        original += text[at:at + step] + was.encode()
        at += step + len(now.encode())
        if len(original) != end:
            faults.append(f"{document['id']}: offsets {start}-{end} do not fit")
    return original + text[at:]


for name, want in gold.items():
    if name.startswith("_"):
        continue
    raw = open(f"{shared}/seeds/{name}", "rb").read()
    lines = raw.decode("utf-8-sig").split("\n")
    drop = {n for kind in want["drop"].values() for n in kind}
    soft = set(want["soft"])
    document = documents[name]
    left = [letters(line) for line in document["text"].split("\n") if line.strip()]
    plain = list(left)
    for n, line in enumerate(lines, 1):
        if not line.strip() or n in drop or n in soft:
            continue
        if letters(line) in plain:
            plain.remove(letters(line))
        else:
            faults.append(f"{name}:{n}: lost «{line.strip()[:70]}»")
    for n in soft:
        if letters(lines[n - 1]) in plain:
            plain.remove(letters(lines[n - 1]))
    faults += [f"{name}: left «{line[:70]}»" for line in plain]
    if want["lang"] == "ar":
        kept = [line for line in document["text"].split("\n") if line.strip()]
        faults += [f"{name}: changed «{line[:70]}»" for line in kept if line not in lines]
    for key, value in want["metadata"].items():
        if value.startswith("line "):
            value = lines[int(value[5:]) - 1].strip()
        if letters(str(metadata(document, key))) != letters(value) and metadata(document, key) != value:
            faults.append(f"{name}: {key} is {metadata(document, key)!r}, not {value!r}")
    faults += [f"{name}: spacing «{piece}» not repaired" for piece in want["spacing"] if piece not in document["text"]]
    if name in removed and rebuilt(document, removed[name]) != raw.removeprefix(b"\xef\xbb\xbf"):
        faults.append(f"{name}: the original is not put back byte for byte")
    if open(f"{out}/text/{name}", encoding="utf-8", newline="").read() != document["text"]:
        faults.append(f"{name}: text/ and documents.jsonl differ")

print("\n".join(faults + [f"seeds: {len(gold) - 1} documents, {len(faults)} faults"]))
sys.exit(bool(faults))
