#!/usr/bin/env python3
"""Learn from a synthetic crawl and see how its chrome fares: precision, recall, memory, CPU.

usage: check_learn.py SHARED SARAND WORK [DOCUMENTS]

Rules are learnt from texts and hosts, also what the built-in rules remove already, all accepted, and the crawl is cleaned with them alone. Precision and recall are
counted by lines against metadata.chrome, which the program does not read. Lines that are chrome in the texts the crawl is
made of are listed and count for nothing: those that the embedded rules take of `seeds`.
"""
import json, os, subprocess, sys
from collections import Counter

PRECISION, RECALL, MEGABYTES, TIMES = 0.95, 0.97, 100, 3.0


def run(*command):
    """Runs a command; gives its CPU seconds and its peak memory in MB."""
    child = subprocess.Popen(command)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)}: ended with {status}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def removed_lines(text, removals):
    """The 0-based numbers of the lines that went whole."""
    spans = [(r["start"], r["end"]) for r in removals if r["rule"] != "any.blank-lines"]
    gone, start = set(), 0
    for number, line in enumerate(text.split("\n")):
        end = start + len(line.encode())
        if any(a <= start and end <= b for a, b in spans):
            gone.add(number)
        start = end + 1
    return gone


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


shared, sarand, work = sys.argv[1:4]
documents = sys.argv[4] if len(sys.argv) > 4 else "3000"
os.makedirs(work, exist_ok=True)
crawl, proposed = f"{work}/crawl.jsonl", f"{work}/proposed.toml"
subprocess.run([sys.executable, f"{shared}/perf/gen_corpus.py", documents, crawl], check=True)

cpu, peak = run(sarand, "learn", crawl, "-o", proposed, "--force", "--quiet", "--no-builtin-rules")
plain, _ = run(sarand, "clean", crawl, "-o", f"{work}/plain", "--restart", "--single", "--quiet", "--jobs", "1")
again = f"{work}/again.toml"
run(sarand, "learn", crawl, "-o", again, "--force", "--quiet", "--no-builtin-rules")
run(sarand, "clean", crawl, "-o", f"{work}/inert", "--restart", "--single", "--quiet", "--no-builtin-rules", "--rules", proposed)
run(sarand, "rules", "test", "--no-builtin-rules", "--rules", proposed)
faults = []
if open(proposed, "rb").read() != open(again, "rb").read():
    faults.append("the same crawl taught two different things")
if any(d["removals"] for d in read(f"{work}/inert/removed.jsonl")):
    faults.append("a proposed rule removed something")

run(sarand, "rules", "review", proposed, "--accept-all")
run(sarand, "clean", crawl, "-o", f"{work}/out", "--restart", "--single", "--quiet", "--no-builtin-rules", "--rules", proposed)
run(sarand, "clean", f"{shared}/seeds", "-o", f"{work}/seeds", "--restart", "--quiet", "--level", "bold")
in_seeds = {
    line.strip()
    for d in read(f"{work}/seeds/removed.jsonl")
    for r in d["removals"]
    for line in r["text"].split("\n")
    if line.strip()
}

removals = {d["id"]: d["removals"] for d in read(f"{work}/out/removed.jsonl")}
right, left, wrong, excused = 0, Counter(), Counter(), Counter()
for d in read(crawl):
    chrome = set(d["metadata"]["chrome"])
    gone = removed_lines(d["text"], removals.get(d["id"], []))
    lines = d["text"].split("\n")
    right += len(gone & chrome)
    left.update(lines[n] for n in chrome - gone)
    for n in gone - chrome:
        (excused if lines[n].strip() in in_seeds else wrong)[lines[n]] += 1
precision = right / max(1, right + wrong.total())
recall = right / max(1, right + left.total())
print(f"precision {precision:.4f}, recall {recall:.4f}, {peak:.0f} MB, {cpu / plain:.2f} times the CPU of clean")
for name, lines in [("chrome of the seeds", excused), ("wrong", wrong), ("left", left)]:
    for line, count in lines.most_common(8):
        print(f"  {name}: {count} × {line[:100]}")
for fault, bad in [
    (f"precision below {PRECISION}", precision < PRECISION),
    (f"recall below {RECALL}", recall < RECALL),
    (f"more than {MEGABYTES} MB", peak > MEGABYTES),
    (f"more than {TIMES} times the CPU of clean", cpu > TIMES * plain),
]:
    if bad:
        faults.append(fault)
print("\n".join(faults) or "learn: no faults")
sys.exit(bool(faults))
