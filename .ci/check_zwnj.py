#!/usr/bin/env python3
"""Restore the ZWNJ of the treebanks' development files: scores with floors, and nothing more to do in a second run.

usage: check_zwnj.py SHARED SARAND WORK
"""
import glob, os, re, subprocess, sys

shared, sarand, work = sys.argv[1:4]
# F1 and precision of the boundaries; of clean text, false edits in 1,000 words.
FLOORS = {
    ("perdt-dev", "joined"): (98.2, 98.8), ("perdt-dev", "spaced"): (97.6, 99.0), ("perdt-dev", "mixed"): (97.8, 98.5),
    ("seraji-dev", "joined"): (91.3, 91.0), ("seraji-dev", "spaced"): (92.3, 98.3), ("seraji-dev", "mixed"): (91.4, 90.8),
}
MOST_FALSE = {"perdt-dev": 0.1, "seraji-dev": 0.1}
os.makedirs(work, exist_ok=True)
repair = lambda data: subprocess.run([sarand, "repair", "--lang", "fa"], input=data, check=True, capture_output=True).stdout
faults = []
for path in sorted(glob.glob(f"{shared}/zwnj/dev/*")):
    once = repair(open(path, "rb").read())
    open(f"{work}/{os.path.basename(path)}", "wb").write(once)
    if repair(once) != once:
        faults.append(f"{os.path.basename(path)}: a second run changes it")
told = subprocess.run([sys.executable, f"{shared}/zwnj/score.py", work], check=True, capture_output=True, text=True).stdout
print(told, end="")
seen = 0
for line in told.splitlines():
    if found := re.match(r"(\S+)\s+(\w+)\s+precision ([\d.]+)\s+recall [\d.]+\s+f1 ([\d.]+)", line):
        corpus, mode, precision, f1 = found.groups()
        least_f1, least_precision = FLOORS[corpus, mode]
        seen += 1
        if float(f1) < least_f1 or float(precision) < least_precision:
            faults.append(f"{corpus} {mode}: f1 {f1}, precision {precision}; the floors are {least_f1}, {least_precision}")
    elif found := re.match(r"(\S+)\s+clean\s+false edits per 1000 words ([\d.]+)", line):
        seen += 1
        if float(found[2]) > MOST_FALSE[found[1]]:
            faults.append(f"{found[1]}: {found[2]} false edits in 1,000 words, the most is {MOST_FALSE[found[1]]}")
if seen != len(FLOORS) + len(MOST_FALSE):
    faults.append(f"{seen} scores instead of {len(FLOORS) + len(MOST_FALSE)}")
for path in sorted(glob.glob(f"{shared}/clean/*.txt")):
    lang = os.path.basename(path)[:-4]
    if lang != "fa":
        told = subprocess.run([sarand, "repair", "--explain"], stdin=open(path, "rb"), check=True, capture_output=True, text=True)
        edits = (told.stdout + told.stderr).count("fa.zwnj")
        if edits:
            faults.append(f"{lang}: {edits} ZWNJ edits")
print("\n".join(faults) or "ZWNJ: no faults")
sys.exit(bool(faults))
