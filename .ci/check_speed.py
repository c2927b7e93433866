#!/usr/bin/env python3
"""Time the main job on a synthetic crawl. Prints the figures; fails only when something is badly wrong.

usage: check_speed.py SHARED SARAND WORK
"""
import os, resource, subprocess, sys, time

shared, sarand, work = sys.argv[1:4]
DOCUMENTS = 4000
# MB a second and MB of memory: far from what a quiet machine reaches.
SLOWEST, LARGEST = 5, 300
os.makedirs(work, exist_ok=True)
crawl = f"{work}/crawl.jsonl"
subprocess.run([sys.executable, f"{shared}/perf/gen_corpus.py", str(DOCUMENTS), crawl], check=True)
size = os.path.getsize(crawl) / 1e6
rates = []
for turn in range(3):
    for jobs in (1, 2):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        out = f"{work}/{turn}-{jobs}"
        subprocess.run([sarand, "clean", crawl, "-o", out, "--restart", "--jobs", str(jobs), "--quiet"], check=True)
        wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"--jobs {jobs}: {size:.0f} MB in {wall:.2f} s ({size / wall:.0f} MB/s), {cpu:.2f} s of CPU")
        rates.append(size / wall)
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"memory: at most {memory:.0f} MB (the corpus generator included)")
faults = []
if max(rates) < SLOWEST:
    faults.append(f"never faster than {max(rates):.1f} MB/s")
if memory > LARGEST:
    faults.append(f"{memory:.0f} MB of memory")
print("\n".join(faults) or "speed: no faults")
sys.exit(bool(faults))
