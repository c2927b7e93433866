#!/usr/bin/env python3
"""Time the program beside other tools on the same inputs, and print the table of the README.

usage: peers.py SARAND [--write README.md]

    cargo build --release
    python3 benches/peers.py target/release/sarand --write README.md

The inputs are made of `fixtures/`: Persian paragraphs drawn word by word, and the pages of HTML, each some times over. All tools
take turns on one core, and the median of their turns is told, in time of the processor; the start is in it. Each is installed into an
environment of its own under `target/peers`, since they ask for different versions of others; what cannot be is left out. They do
not do the same: see the notes below the table.
"""
import glob, json, os, random, resource, shutil, statistics, subprocess, sys, tempfile

import marked

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TURNS, DOCUMENTS, COPIES = 5, 1500, 6
# A part of lxml that trafilatura asks for and newer ones have apart.
TRAFILATURA_AND_MORE = "trafilatura lxml_html_clean"

HAZM = """
import json, sys
from hazm import Normalizer
normalizer = Normalizer()
for record in open(sys.argv[1], encoding="utf-8"):
    normalizer.normalize(json.loads(record)["text"])
"""
FTFY = """
import json, sys
from ftfy import fix_text
for record in open(sys.argv[1], encoding="utf-8"):
    fix_text(json.loads(record)["text"])
"""
DATATROVE = r"""
import re, sys
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.formatters.base import BaseFormatter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter

class Lines(BaseFormatter):
    name = "line rules"
    patterns = [re.compile(pattern) for pattern in [
        r"^\s*\[[a-z]+_\d+\]\s*$", r"^\s*انتهای پیام/?\s*$", r"^\s*کد خبر\s*:", r"^\s*لینک کوتاه", r"^\s*اشتراک.?گذاری",
        r"^\s*بیشتر بخوانید", r"^\s*مطالب مرتبط", r"^\s*برچسب.?ها\s*:", r"^\s*منبع\s*:", r"^\s*دیدگاه خود", r"^\s*کد امنیتی",
        r"^\s*تاریخ انتشار\s*:", r"^\s*خانه\s*/", r"حقوق .{0,80} محفوظ است", r"^\s*(?:Share|Tweet|Print)\b"]]

    def format(self, text):
        return "\n".join(line for line in text.split("\n") if not any(pattern.search(line) for pattern in self.patterns))

LocalPipelineExecutor([JsonlReader(sys.argv[1]), Lines(), JsonlWriter(sys.argv[2], compression=None)], tasks=1, workers=1,
                      logging_dir=sys.argv[2] + ".log", skip_completed=False).run()
"""
TRAFILATURA = """
import json, sys
from trafilatura import extract
for record in open(sys.argv[1], encoding="utf-8"):
    extract(json.loads(record)["html"])
"""
RESILIPARSE = """
import json, sys
from resiliparse.extract.html2text import extract_plain_text
for record in open(sys.argv[1], encoding="utf-8"):
    extract_plain_text(json.loads(record)["html"], main_content=True)
"""


def texts(path):
    """Documents of Persian paragraphs and lines of chrome; the bytes of their texts."""
    pages = [open(page, encoding="utf-8").read() for page in sorted(glob.glob(f"{ROOT}/fixtures/pages/fa-*.txt"))]
    lines = [line for page in pages for line in page.split("\n") if line.strip()]
    long, short = [[line for line in lines if (len(line) > 100) == is_long] for is_long in (True, False)]
    words = " ".join(long).split()
    draw, size = random.Random(1), 0
    with open(path, "w", encoding="utf-8") as out, open(path.replace(".jsonl", ".txt"), "w", encoding="utf-8") as plain:
        for number in range(DOCUMENTS):
            body = [" ".join(draw.choices(words, k=draw.randint(30, 90))) + "." for _ in range(8)]
            text = "\n".join(draw.choices(short, k=4) + body + draw.choices(long, k=2) + draw.choices(short, k=4))
            size += len(text.encode())
            out.write(json.dumps({"id": number, "text": text}, ensure_ascii=False) + "\n")
            plain.write(text + "\n")
    return size


def pages(path):
    """The pages of HTML, some times over; how many they are."""
    names = sorted(glob.glob(f"{ROOT}/fixtures/html/*.html"))
    with open(path, "w", encoding="utf-8") as out:
        for copy in range(COPIES):
            for name in names:
                html = open(name, encoding="utf-8", errors="replace").read()
                out.write(json.dumps({"id": f"{copy}/{name[len(ROOT) + 1:]}", "html": html}, ensure_ascii=False) + "\n")
    return COPIES * len(names)


def seconds(command, source):
    """The processor's time of a command that reads `source`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(source, "rb") as stdin:
        done = subprocess.run(command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)[:200]}\n{done.stderr.decode()[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def environment(package):
    """The Python that has a package, and its version; nothing when it cannot be installed."""
    name = package.split()[0].split("[")[0]
    folder = f"{ROOT}/target/peers/{name}"
    python = f"{folder}/bin/python"
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *package.split()]
    version = [python, "-c", f"from importlib import metadata; print('{name}', metadata.version('{name}'))"]
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    if subprocess.run(install).returncode != 0:
        print(f"skipped: no {name}", file=sys.stderr)
        return None, None
    return python, subprocess.run(version, capture_output=True, text=True, check=True).stdout.strip()


def measure(sarand, work):
    size, count = texts(f"{work}/texts.jsonl"), pages(f"{work}/pages.jsonl")
    os.mkdir(f"{work}/folder")
    shutil.copy(f"{work}/texts.jsonl", f"{work}/folder/texts.jsonl")
    clean = lambda name, *options: [sarand, "clean", f"{work}/{name}.jsonl", "-o", f"{work}/{name}.out", "--restart", "--jobs", "1",
                                    "--quiet", *options]
    packages = ("datatrove[io] regex", "ftfy", "hazm", "resiliparse", TRAFILATURA_AND_MORE)
    own_python = {package: environment(package) for package in packages}

    def python(package, script, *arguments):
        return own_python[package][1], [own_python[package][0], "-c", script, *arguments]

    own = subprocess.run([sarand, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    # A tool's name, its command, and whether its unit are pages.
    tools = [
        ("clean text: rules, judge, repairs, account", own, clean("texts"), False),
        ("15 patterns for lines", *python("datatrove[io] regex", DATATROVE, f"{work}/folder", f"{work}/datatrove"), False),
        ("repair Persian: spaces, letters, ZWNJ", own, [sarand, "repair", "--lang", "fa"], False),
        ("repair Persian: spaces, letters, ZWNJ", *python("hazm", HAZM, f"{work}/texts.jsonl"), False),
        ("repair mojibake, entities, characters", *python("ftfy", FTFY, f"{work}/texts.jsonl"), False),
        ("main content, metadata, then as clean text", own, clean("pages", "--html-field", "html"), True),
        ("main content", *python("resiliparse", RESILIPARSE, f"{work}/pages.jsonl"), True),
        ("main content", *python(TRAFILATURA_AND_MORE, TRAFILATURA, f"{work}/pages.jsonl"), True),
    ]
    tools = [tool for tool in tools if tool[1]]
    taken = [[] for _ in tools]
    for _ in range(TURNS):
        for times, tool in zip(taken, tools):
            times.append(seconds(tool[2], f"{work}/texts.txt"))
    rows = ["| what | tool | speed on one core |", "|---|---|---|"]
    for times, (what, name, _command, is_pages) in zip(taken, tools):
        middle = statistics.median(times)
        speed = f"{1000 * middle / count:.1f} ms a page" if is_pages else f"{size / 1e6 / middle:.1f} MB/s"
        rows.append(f"| {what} | {name} | {speed} |")
    return "\n".join(rows) + "\n"


def main():
    arguments = sys.argv[1:]
    if len(arguments) not in (1, 3) or arguments[1:2] not in ([], ["--write"]):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as work:
        table = measure(os.path.abspath(arguments[0]), work)
    print(table, end="")
    if arguments[1:2]:
        marked.put(arguments[2], "peers", table)


if __name__ == "__main__":
    main()
