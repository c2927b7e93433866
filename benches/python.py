#!/usr/bin/env python3
"""Time the Python package: a call above the work that it does, streams beside the program, and other tools on their own jobs.

usage: python.py [--program SARAND] [--documents N] [call] [streams] [peers]

Without the names of parts, all are measured. The package must be on the path (`PYTHONPATH=python`, or installed). The program is
`python -m sarand`, which is the same code, or SARAND. Inputs are made (`examples/crawl.py`) or come from `fixtures/`. All take turns,
and the median of the turns is told; ratios are medians of the ratios of each turn. What is not installed is left out: pyarrow for
Arrow tables; trafilatura, resiliparse, ftfy and hazm (which needs an old numpy, so give it an environment of its own).
"""
import argparse, glob, importlib, importlib.metadata, importlib.util, json, os, resource, shutil, statistics, subprocess, sys, tempfile
import time

import sarand

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TURNS = 5


def made(count):
    """Documents of `examples/crawl.py`."""
    spec = importlib.util.spec_from_file_location("crawl", f"{ROOT}/examples/crawl.py")
    crawl = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(crawl)
    return list(crawl.records(count))


def timed(work):
    """Seconds that go by, and seconds of the processors: of this process and of those that it starts."""
    used = lambda: sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    wall, cpu = time.perf_counter(), used()
    work()
    return time.perf_counter() - wall, used() - cpu


def in_turns(works):
    """All works take turns; for each the times of its turns. The first turn warms up, and does not count."""
    turns = [[timed(work) for work in works] for _ in range(TURNS + 1)][1:]
    return list(zip(*turns))


def median(values):
    return statistics.median(values)


def call():
    """A call of `clean` above the library's own time, which is what one thread of `clean_many` needs for the same texts."""
    cleaner = sarand.Cleaner()
    texts = [record["text"] for record in made(12_000) if 1_800 <= len(record["text"].encode()) <= 2_200]
    size = sum(len(text.encode()) for text in texts) / len(texts)

    def many():
        for _ in cleaner.clean_many(texts, threads=1):
            pass

    works = [
        ("`clean_many`, one thread: the library's own time", many),
        ("`clean`, the result dropped", lambda: [cleaner.clean(text) and None for text in texts]),
        ("`clean`, and `.text`", lambda: [cleaner.clean(text).text and None for text in texts]),
        ("`clean`, `.text`, `.removals` and `.edits`", lambda: [(lambda page: (page.text, page.removals, page.edits) and None)(cleaner.clean(text)) for text in texts]),
        ("`clean` of an empty text: a call with hardly any work", lambda: [cleaner.clean("") and None for _ in texts]),
        ("`sarand.clean` of an empty text", lambda: [sarand.clean("") and None for _ in texts]),
    ]
    times = in_turns([work for _, work in works])
    each = lambda seconds: 1e6 * seconds / len(texts)
    rows = [f"{len(texts)} texts of {size:.0f} bytes, {TURNS} turns.", "", "| what | µs a text | µs of CPU a text | above the first, µs of CPU |", "|---|---|---|---|"]
    for (name, _), turns in zip(works, times):
        above = median(turn[1] - first[1] for turn, first in zip(turns, times[0]))
        rows.append(f"| {name} | {each(median(turn[0] for turn in turns)):.1f} | {each(median(turn[1] for turn in turns)):.1f} | {each(above):+.1f} |")
    return rows


def streams(program, documents):
    """`clean_many`, `clean_arrow` and `run` on two threads beside the program with two jobs."""
    records = made(documents)
    texts = [record["text"] for record in records]
    size = sum(len(text.encode()) for text in texts) / 1e6
    cleaner = sarand.Cleaner()
    with tempfile.TemporaryDirectory() as work:
        with open(f"{work}/crawl.jsonl", "w", encoding="utf-8") as out:
            out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)

        def clean_program():
            shutil.rmtree(f"{work}/out", ignore_errors=True)
            subprocess.run([*program, "clean", f"{work}/crawl.jsonl", "-o", f"{work}/out", "--jobs", "2", "--quiet"], check=True)

        def run():
            shutil.rmtree(f"{work}/out", ignore_errors=True)
            sarand.run(f"{work}/crawl.jsonl", f"{work}/out", jobs=2)

        def many(take):
            for page in cleaner.clean_many(texts, threads=2):
                take(page)

        def jsonl():
            with open(f"{work}/crawl.jsonl", encoding="utf-8") as lines, open(f"{work}/out.jsonl", "w", encoding="utf-8") as out:
                for page in cleaner.clean_many((json.loads(line)["text"] for line in lines), threads=2):
                    out.write(json.dumps({"text": page.text}, ensure_ascii=False) + "\n")

        works = [
            (f"`{' '.join(map(os.path.basename, program))} clean --jobs 2`, JSONL to JSONL", clean_program),
            ("`sarand.run`, `jobs=2`, JSONL to JSONL", run),
            ("`clean_many`, `threads=2`, results dropped", lambda: many(lambda page: None)),
            ("`clean_many`, `threads=2`, `.text` of each", lambda: many(lambda page: page.text)),
            ("`clean_many`, `threads=2`, `.text` and `.removals`", lambda: many(lambda page: (page.text, page.removals))),
            ("`clean_many`, `threads=2`, JSONL to JSONL of texts by Python", jsonl),
        ]
        if importlib.util.find_spec("pyarrow"):
            import pyarrow

            table = pyarrow.table({"text": texts})
            works += [
                ("`clean_arrow`, `threads=2`, all fields", lambda: pyarrow.table(cleaner.clean_arrow(table, threads=2))),
                ("`clean_arrow`, `threads=2`, `fields=[\"text\"]`", lambda: pyarrow.table(cleaner.clean_arrow(table, threads=2, fields=["text"]))),
            ]
        times = in_turns([one for _, one in works])
    rows = [f"{documents} documents, {size:.1f} MB of text, {TURNS} turns.", "", "| what | MB/s | MB/s of CPU | speed, times the program's | work, times the program's |", "|---|---|---|---|---|"]
    for (name, _), turns in zip(works, times):
        speed = median(first[0] / turn[0] for turn, first in zip(turns, times[0]))
        cpu = median(turn[1] / first[1] for turn, first in zip(turns, times[0]))
        rows.append(f"| {name} | {size / median(turn[0] for turn in turns):.1f} | {size / median(turn[1] for turn in turns):.1f} | {speed:.2f} | {cpu:.2f} |")
    return rows


def peers():
    """Other tools in this process, each beside the call that does its job."""
    cleaner = sarand.Cleaner()
    pages = [open(name, encoding="utf-8", errors="replace").read() for name in sorted(glob.glob(f"{ROOT}/fixtures/html/*.html"))]
    records = made(1_500)
    persian = [record["text"] for record in records if "شورای" in record["text"] or "مهندس" in record["text"] or "ساکنان" in record["text"]][:200]
    broken = [record["text"].encode().decode("windows-1252", "replace") for record in records if record["text"].isascii()][:200]
    broken = [text.replace("bridge", "cafÃ© â€œbridgeâ€") for text in broken]

    def jobs():
        yield "main content of a page, and cleaning", "sarand", pages, cleaner.clean_html
        if module := peer("trafilatura"):
            yield "main content of a page", "trafilatura", pages, module.extract
        if peer("resiliparse"):
            extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
            yield "main content of a page", "resiliparse", pages, lambda page: extract(page, main_content=True)
        yield "repair Persian", "sarand", persian, lambda text: cleaner.repair(text, lang="fa")
        if module := peer("hazm"):
            yield "repair Persian", "hazm", persian, module.Normalizer().normalize
        yield "repair mojibake in English", "sarand", broken, lambda text: cleaner.repair(text, lang="en")
        if module := peer("ftfy"):
            yield "repair mojibake in English", "ftfy", broken, module.fix_text

    all_jobs = list(jobs())
    times = in_turns([lambda job=job: [job[3](text) for text in job[2]] for job in all_jobs])
    rows = ["| what | tool | ms of CPU a document | MB/s of CPU |", "|---|---|---|---|"]
    for (what, tool, texts, _), turns in zip(all_jobs, times):
        cpu = median(turn[1] for turn in turns)
        size = sum(len(text.encode()) for text in texts) / 1e6
        rows.append(f"| {what} | {tool} {version(tool)} | {1e3 * cpu / len(texts):.3f} | {size / cpu:.1f} |")
    return rows


def peer(name):
    """A tool that is installed, or nothing."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        print(f"skipped: no {name} ({error})", file=sys.stderr)
        return None


def version(tool):
    return sarand.__version__ if tool == "sarand" else importlib.metadata.version(tool)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", help="the program to compare with, instead of `python -m sarand`")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("parts", nargs="*", choices=[[], "call", "streams", "peers"])
    args = parser.parse_args()
    program = [args.program] if args.program else [sys.executable, "-m", "sarand"]
    for part, title, work in [
        ("call", "A call", call),
        ("streams", "Streams", lambda: streams(program, args.documents)),
        ("peers", "Other tools", peers),
    ]:
        if not args.parts or part in args.parts:
            print(f"## {title}\n", *work(), "", sep="\n", flush=True)


if __name__ == "__main__":
    main()
