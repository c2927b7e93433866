#!/usr/bin/env python3
"""Decode generated documents in many charsets and repair generated mojibake: counts with floors.

usage: check_encoding.py SHARED SARAND WORK
"""
import collections, json, subprocess, sys

shared, sarand, work = sys.argv[1:4]
subprocess.run([sys.executable, f"{shared}/encoding/generate.py", work], check=True, stdout=subprocess.DEVNULL)
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


wanted, got = records("detect.jsonl"), decode("detect.jsonl", "--base64-field", "b64")
cells = collections.Counter()
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
for cell, least in [
    ("text, 100 bytes and up", 0.998),
    ("text, fa and ar, 500 bytes and up", 1.0),
    ("text, fa and ar, 100 bytes", 0.995),
    ("text, fa and ar, 30 bytes", 0.95),
]:
    floor(cell, cells[cell, True], cells[cell, True] + cells[cell, False], least)

broken, repaired = records("mojibake.jsonl"), decode("mojibake.jsonl", "--text-field", "broken")
clean = [want["broken"] == have["broken"] for want, have in zip(broken, repaired, strict=True) if want["kind"] == "CLEAN"]
floor("clean lines that stay", sum(clean), len(clean), 1.0)
lossless = collections.Counter()
for want, have in zip(broken, repaired, strict=True):
    if want["kind"] != "CLEAN" and want["lang"] in ("fa", "ar") and "\ufffd" not in want["broken"]:
        lossless[want["text"] == have["broken"]] += 1
floor("mojibake of fa and ar, nothing lost", lossless[True], sum(lossless.values()), 0.98)
print("\n".join(faults) or "encodings: no faults")
sys.exit(bool(faults))
