#!/usr/bin/env python3
"""Clean documents rich in chrome at all levels, with and without a survey of their sites: floors against breakage.

usage: check_judge.py SHARED SARAND WORK

The judge has learnt from these documents, so the figures are no measure of what it does on others: that is what
`src/judge/train.py SHARED --folds` prints.
"""
import glob, gzip, json, os, re, shutil, subprocess, sys

shared, sarand, work = sys.argv[1:4]
os.makedirs(work, exist_ok=True)
# The least share of chrome lines that go, and the largest share of content lines that may be lost.
FLOORS = {"safe": (0.66, 0.006), "likely": (0.80, 0.012), "bold": (0.85, 0.025)}
WITH_CRAWL = {"safe": (0.94, 0.006), "likely": (0.96, 0.012), "bold": (0.97, 0.025)}
# Lines of clean text that may go.
CLEAN = {"safe": 0, "likely": 1, "bold": 6}
# Pages of each blog were read in three ways, and a survey is of pages that were read in one.
ways = ("rmain", "rmainc", "rfull")
surveys, blogs = [], []
for way in ways:
    pages, gold = f"{work}/{way}.jsonl", f"{work}/blogs-{way}"
    with gzip.open(f"{shared}/gold/crawl/pages.jsonl.gz", "rt", encoding="utf-8") as all_, open(pages, "w", encoding="utf-8") as to:
        to.writelines(line for line in all_ if json.loads(line)["how"] == way)
    surveys.append(f"{work}/{way}.survey.zst")
    subprocess.run([sarand, "survey", pages, "-o", surveys[-1], "--force", "--quiet"], check=True)
    os.makedirs(gold, exist_ok=True)
    for path in sorted(glob.glob(f"{shared}/gold/train/mih-*-{way}.json")):
        shutil.copyfile(path, f"{gold}/{os.path.basename(path)}")
    blogs.append(gold)


def score(folder, level, *more):
    told = subprocess.run([sarand, "eval", folder, "--level", level, "--json", *more], check=True, capture_output=True).stdout
    return json.loads(told)["all"]


faults = []
for what, floors in [("labelled documents", FLOORS), ("blogs with a survey", WITH_CRAWL)]:
    for level, (least, most) in floors.items():
        if floors is FLOORS:
            scores = [score(f"{shared}/gold/train", level)]
        else:
            scores = [score(gold, level, "--survey", survey) for gold, survey in zip(blogs, surveys)]
        count = lambda name: sum(one[name] for one in scores)
        dropped = count("dropped") / (count("dropped") + count("left"))
        lost = count("lost") / (count("lost") + count("kept"))
        print(f"{what}, {level}: {dropped:.3f} of the chrome dropped, {100 * lost:.2f}% of the content lost")
        if dropped < least or lost > most:
            faults.append(f"{what} at {level}: {dropped:.3f} dropped (floor {least}), {lost:.4f} lost (at most {most})")
for level, most in CLEAN.items():
    told = subprocess.run([sarand, "rules", "test", "--clean", f"{shared}/clean", "--level", level], capture_output=True, text=True).stdout
    lines, gone = map(int, re.search(r"(\d+) lines of clean text, (\d+) removed", told).groups())
    print(f"clean text, {level}: {gone} of {lines} lines removed")
    if gone > most:
        faults.append(f"clean text at {level}: {gone} lines removed, at most {most} may go")
print("\n".join(faults) or "judge: no faults")
sys.exit(bool(faults))
