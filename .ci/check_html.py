#!/usr/bin/env python3
"""Take the main content of the development pages: scores with floors, and the CPU of it.

usage: check_html.py SHARED SARAND WORK
"""
import os, re, resource, subprocess, sys

# The forests were fitted to these pages: floors against breakage, no measure of what unseen pages get. What that is, tells
# `src/document/extract/train.py --folds 4`: 0.883 (wcxb), 0.961 (its articles), 0.969 (fundus, shingles), 0.82 (magic).
shared, sarand, work = sys.argv[1:4]
FLOORS = {
    "": {"all": 0.915, "article": 0.977, "shingle": 0.912, "segments": 0.91, "exact": 0.17},
    "wcxb2.": {"all": 0.945, "article": 0.978, "shingle": 0.929},
    "fundus.": {"shingle": 0.979, "exact": 0.62},
    "magic.": {"all": 0.931, "article": 0.943},
}
PATTERNS = {"all": r"word f1 ([\d.]+)", "article": r"article .*word f1 ([\d.]+)", "shingle": r"shingle f1 ([\d.]+)",
            "exact": r"exact ([\d.]+)", "segments": r"segments f1 ([\d.]+)"}
os.makedirs(work, exist_ok=True)
faults = []
for name, floors in FLOORS.items():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    pages, out = f"{shared}/html/{name}pages.jsonl.gz", f"{work}/{name}pages"
    how = ["--html-field", "html", "--jobs", "1", "--restart", "--single", "--quiet"]
    subprocess.run([sarand, "clean", pages, "-o", out, *how], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    score = [sys.executable, f"{shared}/html/score.py", f"{out}/documents.jsonl", "--gold", f"{shared}/html/{name}gold.jsonl"]
    told = subprocess.run(score, check=True, capture_output=True, text=True).stdout
    print(f"{name}pages\n{told}", end="")
    for what, floor in floors.items():
        found = re.search(PATTERNS[what], told)
        if not found or float(found[1]) < floor:
            faults.append(f"{name}pages, {what}: {found[1] if found else 'no score'}, the floor is {floor}")
    count = int(re.search(r"pages (\d+)", told)[1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{1000 * cpu / count:.1f} ms of CPU a page, the start included")
print("\n".join(faults) or "pages: no faults")
sys.exit(bool(faults))
