#!/usr/bin/env python3
"""Score the labelled documents: every content line kept, and at least so much chrome dropped.

usage: check_gold.py SHARED SARAND WORK
"""
import re, subprocess, sys

shared, sarand, work = sys.argv[1:4]
# Per level and language, the share of chrome lines that go: just below what is reached.
FLOORS = {
    "safe": {"ar": 0.93, "de": 0.99, "en": 0.90, "fa": 0.93},
    "likely": {"ar": 0.97, "de": 0.99, "en": 0.94, "fa": 0.97},
}
score = [sys.executable, f"{shared}/gold/score.py"]
subprocess.run([*score, "--export", f"{work}/in"], check=True)
faults = []
for level, floors in FLOORS.items():
    out = f"{work}/{level}"
    subprocess.run([sarand, "clean", f"{work}/in", "-o", out, "--restart", "--level", level, "--keep-empty", "--quiet"], check=True)
    told = subprocess.run([*score, f"{out}/text"], check=True, capture_output=True, text=True).stdout
    print(f"level {level}")
    seen = set()
    for line in told.splitlines():
        found = re.match(r"(\w+): content lines kept (\d+)/(\d+) .* dropped \d+/\d+ \(([\d.]+)\)", line)
        if found:
            lang, kept, all_, dropped = found.groups()
            seen.add(lang)
            if level == "safe" and kept != all_:
                faults.append(f"{lang} at {level}: {int(all_) - int(kept)} content lines lost")
            if float(dropped) < floors.get(lang, 0):
                faults.append(f"{lang} at {level}: {dropped} of the chrome dropped, the floor is {floors[lang]}")
        if found or "LOST" in line or "no prediction" in line:
            print(f"  {line.strip()}")
    faults += [f"{lang} at {level}: not scored" for lang in floors if lang not in seen]
print("\n".join(faults) or "labelled documents: no faults")
sys.exit(bool(faults))
