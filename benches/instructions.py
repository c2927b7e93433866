#!/usr/bin/env python3
"""Count what the program does, in instructions: the same on a busy machine as on a quiet one.

usage: instructions.py SARAND SHARED [--write TABLE.md | --check TABLE.md]

SARAND is a program built with `--profile quick`, SHARED the folder of shared corpora. Runs it under `valgrind --tool=callgrind`
on the beginning of each corpus and on more of it; the difference is what the text costs, the start apart. SHA-256 is left out:
under valgrind it runs without the processor's own instructions for it, and costs fifty times what it does else.

--write puts the table into a file, --check fails when a figure is 5% or more above the one in that file.
"""
import datetime, gzip, itertools, json, os, platform, re, shutil, subprocess, sys, tempfile

import marked

ROOM = 1.05
# The functions whose cost with all that they call is told of the crawl, by stage.
STAGES = {
    "characters": r"sarand::repair::hygiene",
    "ZWNJ": r"sarand::repair::zwnj::Restorer::text",
    "folding": r"sarand::document::lines::Lines::read",
    "rules find": r"sarand::rules::resolve::Resolver::begin",
    "rules decide": r"sarand::rules::resolve::Resolver::round",
    "judge looks": r"sarand::judge::Judge::begin",
    "judge decides": r"sarand::judge::Judge::verdicts",
    "metadata": r"sarand::clean::metadata::metadata",
    "record in": r"sarand::read::record::Record::read",
    "record out": r"sarand::write::(?:document|removed)::write",
}


class Machine:
    """Runs the program and counts."""

    def __init__(self, sarand, work):
        self.sarand, self.work, self.turn = sarand, work, itertools.count()

    def count(self, arguments, stdin=None):
        """All instructions without SHA-256, and those of each stage."""
        profile = f"{self.work}/{next(self.turn)}.callgrind"
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", self.sarand, *arguments]
        with open(stdin or os.devnull, "rb") as source:
            subprocess.run(command, stdin=source, check=True, capture_output=True)
        told = [self.annotate(profile, inclusive) for inclusive in ("no", "yes")]
        total = next(count for count, name in told[0] if name.startswith("PROGRAM TOTALS"))
        hashing = sum(count for count, name in told[0] if "sha256" in name)
        stages = {stage: sum(count for count, name in told[1] if re.search(rf":{function}(?: \[|'|$)", name))
                  for stage, function in STAGES.items()}
        os.remove(profile)
        return total - hashing, stages

    @staticmethod
    def annotate(profile, inclusive):
        command = ["callgrind_annotate", "--threshold=100", f"--inclusive={inclusive}", "--show=Ir", profile]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        rows = (re.match(r"\s*([\d,]+) \(\s*[\d.]+%\)\s+(.*)", line) for line in lines)
        return [(int(row[1].replace(",", "")), row[2]) for row in rows if row]

    def clean(self, path, *options):
        out = f"{self.work}/out"
        shutil.rmtree(out, ignore_errors=True)
        return self.count(["clean", path, "-o", out, "--jobs", "1", "--quiet", *options])

    def per_unit(self, few, many, units, run):
        """What one more unit costs, by the difference of two runs, and the same of each stage."""
        (less, less_of), (more, more_of) = run(few), run(many)
        return (more - less) / units, {stage: (more_of[stage] - less_of[stage]) / units for stage in STAGES}


def beginnings(lines, path, counts):
    """Writes the first so many lines for each count; gives the files and the bytes by which they differ."""
    names = []
    for count in counts:
        names.append(f"{path}.{count}.jsonl")
        with open(names[-1], "wb") as out:
            out.writelines(lines[:count])
    return names, os.path.getsize(names[1]) - os.path.getsize(names[0])


def measure(sarand, shared, work):
    """Rows of the table: name, figure, unit; and the stages of the crawl."""
    machine, rows = Machine(os.path.abspath(sarand), work), []

    def made(script, size):
        path = f"{work}/{script}.jsonl"
        subprocess.run([sys.executable, f"{shared}/perf/{script}", str(size), path], check=True)
        return open(path, "rb").read().splitlines(keepends=True)

    with open(f"{work}/small.txt", "w", encoding="utf-8") as small:
        small.write("بازار کتاب دیروز باز شد.\n")
    rows.append(("start: one small file", machine.clean(f"{work}/small.txt")[0] / 1e6, "million"))

    stages = {}
    for name, lines, counts in [("crawl", made("gen_corpus.py", 900), (300, 900)), ("vocabulary", made("gen_vocab.py", 3), (150, 450))]:
        files, size = beginnings(lines, f"{work}/{name}", counts)
        for what, options in [(name, []), (f"{name}, without ZWNJ", ["--zwnj", "off"])]:
            each, of = machine.per_unit(*files, size, lambda path: machine.clean(path, *options))
            rows.append((what, each, "a byte"))
            stages.setdefault(name, of)
    texts = [("\n".join(json.loads(line)["text"] for line in lines[:count]) + "\n").encode() for count in (150, 450)]
    for count, text in enumerate(texts):
        open(f"{work}/{count}.txt", "wb").write(text)
    repair = lambda path: machine.count(["repair", "--lang", "fa"], stdin=path)
    each, _ = machine.per_unit(f"{work}/0.txt", f"{work}/1.txt", len(texts[1]) - len(texts[0]), repair)
    rows.append(("repair alone, Persian", each, "a byte"))

    with gzip.open(f"{shared}/html/pages.jsonl.gz") as pages:
        files, _ = beginnings(list(itertools.islice(pages, 90)), f"{work}/pages", (30, 90))
    each, _ = machine.per_unit(*files, 60 * 1e6, lambda path: machine.clean(path, "--html-field", "html"))
    rows.append(("HTML", each, "million a page"))
    return rows, stages


def table(rows, stages):
    out = ["| work | instructions | |", "|---|---|---|"]
    out += [f"| {name} | {figure:.1f} | {unit} |" for name, figure, unit in rows]
    out += ["", "| stage, instructions a byte | " + " | ".join(stages) + " |", "|---" * (len(stages) + 1) + "|"]
    out += [f"| {stage} | " + " | ".join(f"{of[stage]:.1f}" for of in stages.values()) + " |" for stage in STAGES]
    return "\n".join(out) + "\n"


def main():
    arguments = sys.argv[1:]
    if len(arguments) not in (2, 4) or arguments[2:3] not in ([], ["--write"], ["--check"]):
        sys.exit(__doc__)
    for tool in ("valgrind", "callgrind_annotate"):
        if shutil.which(tool) is None:
            print(f"skipped: no {tool}")
            return
    with tempfile.TemporaryDirectory() as work:
        rows, stages = measure(*arguments[:2], work)
    print(table(rows, stages), end="")
    if arguments[2:3] == ["--write"]:
        when = f"{datetime.date.today()}, {platform.machine()} ({platform.system()}).\n\n"
        marked.put(arguments[3], "instructions", when + table(rows, stages))
    elif arguments[2:3] == ["--check"]:
        known = dict(re.findall(r"^\| ([^|]+) \| ([\d.]+) \| (?:million|a byte)", open(arguments[3], encoding="utf-8").read(), re.M))
        faults = [f"{name}: {figure:.1f} instructions {unit}, {float(known[name]):.1f} in {arguments[3]}"
                  for name, figure, unit in rows if name not in known or figure > ROOM * float(known[name])]
        print("\n".join(faults) or "instructions: no faults")
        sys.exit(bool(faults))


if __name__ == "__main__":
    main()
