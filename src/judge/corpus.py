"""The documents that the judge learns from, with labels; `train.py` says what they are and from where.

A document is a dict with id, set, lang, host, text and labels. Does no learning.
"""
import glob, gzip, json, os, re, subprocess, sys, tomllib, zlib
from collections import Counter, defaultdict
from urllib.parse import urlparse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "forest"))
from training import shares, words

ROOT = os.path.join(HERE, "..", "..")
RARE = ("ar", "ckb", "tr", "ur")  # of their lines few are labelled, so that their word tables count for more


def read_lines(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def document(id, set, lang, host, text, labels, **more):
    """`labels`: by number of a line, from 1, whether it is chrome; None where nobody can say."""
    return dict(id=id, set=set, lang=lang, host=host, text=text, labels=labels, **more)


def labelled(shared):
    """The documents that people labelled."""
    for name in ("train", "dev", "fullpage"):
        for path in sorted(glob.glob(f"{shared}/gold/{name}/*.json")):
            d = json.load(open(path, encoding="utf-8"))
            labels = {l["n"]: None if l.get("soft") or "kept" in l else not l["keep"] for l in d["lines"]}
            yield document(d["id"], name, d["lang"], d.get("host") or d["id"], d["text"], labels)
    for d in read_lines(f"{shared}/gold/extracted.jsonl.gz"):
        labels = {l["n"]: None if l.get("soft") else not l["keep"] for l in d["lines"]}
        yield document(d["id"], d["id"].rsplit("-", 1)[1], d["lang"], d["host"], d["text"], labels)


def by_gold(id, set, lang, host, text, gold, **more):
    """A text labelled by the main content that its page has."""
    lines = text.split("\n")
    found = zip(lines, shares([words(line) for line in lines], words(gold)))
    labels = {n: None if share is None or 0.15 < share < 0.8 else bool(share <= 0.15)
              for n, (line, share) in enumerate(found, 1) if line.strip()}
    return document(id, set, lang, host, text, labels, **more)


def extracted(inputs, how, work):
    """What our own extraction makes of pages, without rules: {id: record}."""
    out = f"{work}/{os.path.basename(inputs)}-{how}"
    subprocess.run([f"{ROOT}/target/quick/sarand", "clean", inputs, "--html-field", "html", "--extract", how, "--no-builtin-rules",
                    "--no-repair", "--single", "-o", out, "--quiet", "--force"], check=True)
    return {d["id"]: d for d in read_lines(f"{out}/documents.jsonl")}


def pages(shared, work):
    for name in ("", "wcxb2.", "fundus.", "magic."):
        gold = {d["id"]: d["text"] or "" for d in read_lines(f"{shared}/html/{name}gold.jsonl")}
        html = {d["id"]: d["html"] for d in read_lines(f"{shared}/html/{name}pages.jsonl.gz")}
        for how in ("all", "main"):
            for id, d in extracted(f"{shared}/html/{name}pages.jsonl.gz", how, work).items():
                host = (urlparse(d.get("url") or "").hostname or id).removeprefix("www.")
                page = {"html": html[id], "extract": how}
                yield by_gold(f"{name or 'wcxb.'}{id}", f"own-{how}", "xx", host, d["text"], gold[id], page=page)
    for id, d in extracted(f"{ROOT}/fixtures/html", "all", work).items():
        if not id.endswith(".html"):
            continue
        name = id.removesuffix(".html")
        gold = open(f"{ROOT}/fixtures/html/{name}.txt", encoding="utf-8").read()
        # Pages of one layout are a host.
        yield by_gold(name, "page", name[:2], f"layout-{name[3:]}", d["text"], gold)
    for path in sorted(glob.glob(f"{ROOT}/fixtures/pages/*.txt")):
        name = os.path.basename(path)
        gold = open(f"{ROOT}/fixtures/expected/{name}", encoding="utf-8").read()
        yield by_gold(name, "page", name[:2], name, open(path, encoding="utf-8").read(), gold)


def held_out(path):
    """Whether a document of fixtures/clean or fixtures/hostile only judges; the tests ask the same."""
    return zlib.crc32(os.path.basename(path).encode()) % 2 == 1


def content(shared):
    """Documents without any chrome."""
    for folder in ("clean", "hostile"):
        for path in sorted(glob.glob(f"{ROOT}/fixtures/{folder}/*.txt")):
            if not held_out(path):
                text, name = open(path, encoding="utf-8").read(), os.path.basename(path)
                yield document(name, "fixture", name.split("-")[0], name, text, all_lines(text, False))
    for path in sorted(glob.glob(f"{shared}/clean/*.txt")):
        lines = [line for line in open(path, encoding="utf-8").read().split("\n") if line.strip()]
        for first in range(0, len(lines), 30):
            text = "\n".join(lines[first:first + 30])
            yield document(f"{path}-{first}", "clean", os.path.basename(path)[:-4], None, text, all_lines(text, False))


def all_lines(text, chrome):
    return {n: chrome for n, line in enumerate(text.split("\n"), 1) if line.strip()}


def one_digit(line):
    """A line as a survey counts it: all digits are one."""
    return re.sub(r"\d", "0", line.strip())


def crawl(shared):
    """The other pages of some hosts: by host and way of extraction, the lines of each."""
    hosts = defaultdict(list)
    for d in read_lines(f"{shared}/gold/crawl/pages.jsonl.gz"):
        hosts[d["host"]].append((d["how"], d["id"], {one_digit(line) for line in d["text"].split("\n") if line.strip()}))
    return hosts


def repeated(hosts):
    """Lines that a fifth of a host's pages have are chrome, and of those that one page has nearly all are not."""
    for host, found in hosts.items():
        counts = Counter(line for _, _, lines in found for line in lines)
        chrome = sorted(line for line, n in counts.items() if n >= max(4, 0.2 * len(found)) and len(line) < 120)
        once = sorted(line for line, n in counts.items() if n == 1 and len(line) > 15)[:400]
        for lines, is_chrome in ((chrome, True), (once, False)):
            text = "\n".join(lines)
            yield document(f"{host}-{is_chrome}", "crawl", "fa", host, text, all_lines(text, is_chrome))


def phrases():
    """What rule files say of phrases."""
    for path in sorted(glob.glob(f"{ROOT}/rules/**/*.toml", recursive=True)):
        file = tomllib.load(open(path, "rb"))
        for rule in file.get("rule", []):
            if rule["kind"] not in ("line", "block", "cut", "span"):
                continue
            chrome = [p for key in ("exact", "prefix", "hit", "start", "end") for p in rule.get(key, [])]
            lang = (rule.get("lang") or [None])[0]
            for lines, is_chrome in ((chrome if rule["kind"] != "span" else [], True), (rule.get("miss", []), False)):
                text = "\n".join(line.replace("\n", " ") for line in lines)
                yield document(rule["id"], "phrase", lang, None, text, all_lines(text, is_chrome))
        for table in file.get("words", []):
            for name, lines in table.items():
                if name not in ("lang", "function"):
                    text = "\n".join(lines)
                    lang = (table.get("lang") or [None])[0]
                    yield document(name, "rare" if lang in RARE else "word", lang, None, text, all_lines(text, True))
