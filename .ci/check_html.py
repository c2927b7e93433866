#!/usr/bin/env python3
"""Take the main content of the development pages: scores with floors, and the CPU of it.

usage: check_html.py SHARED SARAND WORK
"""
import os, re, resource, subprocess, sys

# The forest was fitted to these pages: floors against breakage, no measure of what unseen pages get. That is some
# 0.855 (all), 0.953 (article), 0.850 (shingle), 0.878 (segments) by `train.py --folds`.
shared, sarand, work = sys.argv[1:4]
FLOORS = {"all": 0.915, "article": 0.977, "shingle": 0.912, "segments": 0.91, "exact": 0.17}
os.makedirs(work, exist_ok=True)
before = resource.getrusage(resource.RUSAGE_CHILDREN)
pages, out = f"{shared}/html/pages.jsonl.gz", f"{work}/pages"
how = ["--html-field", "html", "--jobs", "1", "--restart", "--single", "--quiet"]
subprocess.run([sarand, "clean", pages, "-o", out, *how], check=True)
after = resource.getrusage(resource.RUSAGE_CHILDREN)
told = subprocess.run([sys.executable, f"{shared}/html/score.py", f"{out}/documents.jsonl"], check=True, capture_output=True, text=True)
print(told.stdout, end="")
patterns = {"all": r"word f1 ([\d.]+)", "article": r"article .*word f1 ([\d.]+)", "shingle": r"shingle f1 ([\d.]+)", "exact": r"exact ([\d.]+)", "segments": r"segments f1 ([\d.]+)"}
faults = []
for name, pattern in patterns.items():
    found = re.search(pattern, told.stdout)
    if not found or float(found[1]) < FLOORS[name]:
        faults.append(f"{name}: {found[1] if found else 'no score'}, the floor is {FLOORS[name]}")
cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(f"{1000 * cpu / 327:.1f} ms of CPU a page, the start included")
print("\n".join(faults) or "pages: no faults")
sys.exit(bool(faults))
