#!/usr/bin/env python3
"""Time the program against the floor: what a Rust programmer writes in ten minutes (`perf/floor` of the shared corpora).

usage: pairs.py SARAND SHARED [--write TABLE.md]

Both take turns, and the median of what each turn took of a processor is told, as a number of times the floor; so is how much
faster two threads are than one, and the most memory. For a quiet machine, and a program built with `--release`.
"""
import datetime, os, platform, shutil, statistics, subprocess, sys, tempfile, time

import marked

TURNS = 5


def run(command, source=os.devnull):
    """Seconds of the processor, seconds that went by, and MB of memory."""
    begun = time.monotonic()
    with open(source, "rb") as stdin:
        child = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command} failed")
    return used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss / 1024


def measure(sarand, shared, work):
    floor = [f"{work}/floor/release/floor", f"{shared}/perf/patterns.txt"]
    subprocess.run(["cargo", "build", "--quiet", "--release", "--manifest-path", f"{shared}/perf/floor/Cargo.toml", "--target-dir",
                    f"{work}/floor"], check=True)
    rows = ["| corpus | MB/s of CPU | times the floor | two threads, times faster | MB of memory, one and two threads |", "|---|---|---|---|---|"]
    for script, size in [("gen_corpus.py", 6000), ("gen_vocab.py", 24)]:
        corpus = f"{work}/{script}.jsonl"
        subprocess.run([sys.executable, f"{shared}/perf/{script}", str(size), corpus], check=True)
        for options in ([], ["--zwnj", "off"]):
            times, walls, most = [], [], [0, 0]
            for _ in range(TURNS):
                least = run(floor, corpus)[0]
                turns = []
                for jobs in (1, 2):
                    shutil.rmtree(f"{work}/out", ignore_errors=True)
                    turns.append(run([sarand, "clean", corpus, "-o", f"{work}/out", "--jobs", str(jobs), "--quiet", *options]))
                    most[jobs - 1] = max(most[jobs - 1], turns[-1][2])
                times.append((turns[0][0], turns[0][0] / least))
                walls.append(turns[0][1] / turns[1][1])
            cpu, ratio = (statistics.median(column) for column in zip(*times))
            name = f"`{script}`" + (", without ZWNJ" if options else "")
            rows.append(f"| {name} | {os.path.getsize(corpus) / 1e6 / cpu:.1f} | {ratio:.1f} | {statistics.median(walls):.2f} | "
                        f"{most[0]:.0f}, {most[1]:.0f} |")
    return "\n".join(rows) + "\n"


def main():
    arguments = sys.argv[1:]
    if len(arguments) not in (2, 4) or arguments[2:3] not in ([], ["--write"]):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as work:
        table = measure(os.path.abspath(arguments[0]), arguments[1], work)
    print(table, end="")
    if arguments[2:3]:
        when = f"{datetime.date.today()}, {os.cpu_count()} virtual cores, {platform.machine()}.\n\n"
        marked.put(arguments[3], "pairs", when + table)


if __name__ == "__main__":
    main()
