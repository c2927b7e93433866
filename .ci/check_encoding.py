#!/usr/bin/env python3
"""Decode generated documents in many charsets and repair generated mojibake: counts with floors.

usage: check_encoding.py SHARED SARAND WORK [SEED]
"""
import collections, json, os, subprocess, sys

shared, sarand, work, *seed = sys.argv[1:]
make = [sys.executable, f"{shared}/encoding/generate.py", work]
subprocess.run([*make, *(["--seed", *seed] if seed else [])], check=True, stdout=subprocess.DEVNULL)
faults = []


def decode(name, *args):
    done = subprocess.run([sarand, "decode", f"{work}/{name}", *args], check=True, capture_output=True)
    return [json.loads(line) for line in done.stdout.decode("utf-8", "surrogatepass").splitlines()]


def records(name):
    return [json.loads(line) for line in open(f"{work}/{name}", encoding="utf-8", errors="surrogatepass")]


def floor(what, right, of, least):
    share = right / of if of else 0
    print(f"  {what}: {right}/{of}")
    if share < least:
        faults.append(f"{what}: {share:.4f}, the floor is {least}")


def floors(cells, least):
    """Counts of (cell, right) against the least share of each cell."""
    for cell, share in least.items():
        floor(cell, cells[cell, True], cells[cell, True] + cells[cell, False], share)


wanted, got = records("detect.jsonl"), decode("detect.jsonl", "--base64-field", "b64")
cells, kinds = collections.Counter(), collections.Counter()
for want, have in zip(wanted, got, strict=True):
    right = want["text"] == have["text"]
    own = want["lang"] in ("fa", "ar")
    for cell, fits in [
        ("text, 100 bytes and up", want["size"] >= 100),
        ("text, fa and ar, 500 bytes and up", own and want["size"] >= 500),
        ("text, fa and ar, 100 bytes", own and 100 <= want["size"] < 500),
        ("text, fa and ar, 30 bytes", own and want["size"] < 100),
    ]:
        cells[cell, right] += fits
    kinds[want["kind"]] += right
floors(cells, {
    "text, 100 bytes and up": 0.998,
    "text, fa and ar, 500 bytes and up": 1.0,
    "text, fa and ar, 100 bytes": 0.995,
    "text, fa and ar, 30 bytes": 0.95,
})
floor("pages with a false claim, of those right without one", kinds["html-wrong"], kinds["html-none"], 1.0)

# One byte of each was lost or overwritten: two characters at most, and what stands at a cut at the end.
cells = collections.Counter()
for want, have in zip(records("damaged.jsonl"), decode("damaged.jsonl", "--base64-field", "b64"), strict=True):
    if want["lang"] not in ("fa", "ar", "ru"):
        continue
    text, found = want["text"], have["text"].rstrip("\ufffd")
    same = len(os.path.commonprefix([text, found]))
    same += len(os.path.commonprefix([text[same:][::-1], found[same:][::-1]]))
    cells["damaged UTF-8 known, fa, ar, ru", have["charset"] == "UTF-8"] += 1
    cells["damaged UTF-8 the same but for the damage", same >= len(text) - 2] += 1
floors(cells, {"damaged UTF-8 known, fa, ar, ru": 1.0, "damaged UTF-8 the same but for the damage": 1.0})

cells = collections.Counter()
for want, have in zip(records("mojibake.jsonl"), decode("mojibake.jsonl", "--text-field", "broken"), strict=True):
    if want["kind"] == "CLEAN":
        cells["clean lines that stay", want["broken"] == have["broken"]] += 1
    elif want["lang"] in ("fa", "ar") and "lossy" not in want["kind"] and "\ufffd" not in want["broken"]:
        one = want["kind"].endswith("(1 word)")
        cells["mojibake of fa and ar, " + ("words" if one else "lines and pairs"), want["text"] == have["broken"]] += 1
floors(cells, {
    "clean lines that stay": 1.0,
    "mojibake of fa and ar, lines and pairs": 0.995,
    "mojibake of fa and ar, words": 0.95,
})
print("\n".join(faults) or "encodings: no faults")
sys.exit(bool(faults))
