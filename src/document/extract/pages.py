"""The pages that train.py learns from and is judged by: where they come from, and which of their lines are content.

Sets, each with its gold as plain text:
  wcxb         327 and 973 pages of the development part of WCXB (Murrough-Foley, CC BY 4.0), of seven types
  fundus       130 news pages of some 90 publishers, with what fundus's parser for each publisher takes (MIT)
  magic        138 articles and threads of magic-html's benchmark (Apache 2.0)
  readability  130 test pages of Mozilla's Readability (Apache 2.0; the crate readabilityrs 0.1.4 has them, too), with
               what Readability made of them, which is not always the best there is
  fixtures     the pages of fixtures/html, our own

The sets do not agree on all lines. What a reader of the text would miss is content; lines on which the conventions differ
are not learnt from, see `labels`.
"""
import glob, gzip, json, os, re, subprocess, sys, zlib
from urllib.parse import urlparse

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, *[".."] * 3)
sys.path.insert(0, os.path.join(HERE, "..", "..", "forest"))
from training import shares

# How much a page of a set weighs beside others.
WEIGHTS = {"wcxb": 1, "fundus": 2.5, "magic": 1, "readability": 0.5, "fixtures": 4}
LONG = 60  # a longer line weighs no more than one of so many words


class Page:
    """A page with what is known of its lines."""

    def __init__(self, id, set, kind, host, gold, lines, kinds, rows):
        self.id, self.set, self.kind, self.host, self.gold = id, set, kind, host, gold
        self.lines, self.kinds, self.rows = lines, kinds, rows
        words_of = [words(line) for line in lines]
        self.sizes = np.array([len(line) for line in words_of], float)
        self.y = labels(self, words_of)
        size = np.minimum(self.sizes, LONG) + 2
        self.weight = size / max(size.sum(), 1) * 100 * WEIGHTS[set]


def words(text):
    """Words; of scripts that do not part them, characters."""
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+", text.lower())


def labels(page, words_of):
    """Of each line how much of it is content, 0 to 1; NaN where that is not to be learnt.

    A line is content as far as its words are in a longest common subsequence of the page's words and the gold's. Publishers'
    parsers leave out tables and embedded posts, which are text to a reader, and some golds have captions, which are none.
    """
    y = np.array([np.nan if share is None else share for share in shares(words_of, words(page.gold))])
    for i, kind in enumerate(page.kinds):
        if page.set in ("fundus", "magic") and y[i] < 0.5 and (kind in ("Row", "Quote") or kind.startswith("Item")):
            # Lists that stand in the text are content, too; whether these do is not known.
            y[i] = np.nan if near_content(y, i) else y[i]
        if kind == "Caption" and y[i] > 0.5 and page.set != "fixtures":
            y[i] = np.nan
    return y


def near_content(y, i, far=4):
    return np.nanmax(y[max(i - far, 0):i], initial=0) > 0.5 and np.nanmax(y[i + 1:i + 1 + far], initial=0) > 0.5


def sources(shared, readability):
    """(id, set, type, url, html, gold) of every page."""
    for name, of in ("", "wcxb"), ("wcxb2.", "wcxb"), ("fundus.", "fundus"), ("magic.", "magic"):
        golds = {g["id"]: g for g in map(json.loads, open(f"{shared}/html/{name}gold.jsonl", encoding="utf-8"))}
        for page in map(json.loads, gzip.open(f"{shared}/html/{name}pages.jsonl.gz", "rt", encoding="utf-8")):
            gold = golds[page["id"]]
            text = without_head(gold["text"] or "", page["html"]) if of == "magic" else gold["text"]
            yield page["id"], of, gold.get("type") or "article", page["url"], page["html"], text
    for path in sorted(glob.glob(f"{ROOT}/fixtures/html/*.html")):
        name = os.path.basename(path)[:-5]
        layout = name.split("-", 1)[1]
        html, gold = (open(f"{path[:-5]}.{end}", encoding="utf-8").read() for end in ("html", "txt"))
        # A layout stands for a host.
        yield name, "fixtures", FIXTURES.get(layout.split("-")[0], "article"), f"http://{layout}.fixtures/x", html, gold
    for path in sorted(glob.glob(f"{readability}/*/source.html")):
        html = open(path, encoding="utf-8", errors="replace").read()
        yield os.path.basename(os.path.dirname(path)), "readability", "article", canonical(html), html, None


# The types of fixtures by the first word of their layout.
FIXTURES = {"blogfa": "listing", "blogger": "listing", "company": "service", "discuz": "forum", "docs": "documentation",
            "forum": "forum", "home": "listing", "listing": "listing", "phpbb": "forum", "vbulletin": "forum",
            "woocommerce": "product"}


def without_head(gold, html):
    """The gold of magic-html without the title and the date that it begins with."""
    letters = lambda text: re.sub(r"\W+", "", text.lower())
    title = re.search(r"<title[^>]*>(.*?)</title>", html, re.S | re.I)
    title = letters(title[1]) if title else ""
    lines = gold.split("\n")
    for _ in range(3):
        first = lines[0] if len(lines) > 1 else ""
        is_title = len(letters(first)) > 3 and letters(first) in title
        is_date = len(first) <= 40 and len(re.findall(r"\d", first)) >= 4 and len(first.split()) <= 8
        if not (is_title or is_date):
            break
        lines = lines[1:]
    return "\n".join(lines)


def canonical(html):
    found = re.search(r'<link[^>]+rel="?canonical"?[^>]*>|<meta[^>]+property="?og:url"?[^>]*>', html)
    url = found and re.search(r'(?:href|content)="?(https?://[^\s">]+)', found[0])
    return url[1] if url else ""


def host(url):
    """The last parts of a host, which all its pages share."""
    parts = (urlparse(url or "").hostname or "").split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 and len(parts[-1]) == 2 else parts[-2:])


def expected(readability, work, sarand):
    """What Readability made of its test pages, as text."""
    with open(f"{work}/expected.jsonl", "w", encoding="utf-8") as to:
        for path in sorted(glob.glob(f"{readability}/*/expected.html")):
            html = open(path, encoding="utf-8", errors="replace").read()
            to.write(json.dumps({"id": os.path.basename(os.path.dirname(path)), "html": html}) + "\n")
    how = ["--html-field", "html", "--extract", "all", "--no-builtin-rules", "--single", "--restart", "--quiet"]
    subprocess.run([sarand, "clean", f"{work}/expected.jsonl", "-o", f"{work}/expected", *how], check=True)
    made = map(json.loads, open(f"{work}/expected/documents.jsonl", encoding="utf-8"))
    return {page["id"]: page["text"] for page in made}


class Corpus:
    """All pages, read by the program at `tools`; what it prints goes to the folder `work`."""

    def __init__(self, shared, readability, work, tools):
        self.work, self.tool = work, f"{tools}/examples/extract_features"
        os.makedirs(work, exist_ok=True)
        made = expected(readability, work, f"{tools}/sarand")
        known = []
        with open(f"{work}/pages.jsonl", "w", encoding="utf-8") as to:
            for id, of, kind, url, html, gold in sources(shared, readability):
                # A page of fixtures stands nowhere.
                to.write(json.dumps({"id": id, "url": "" if of == "fixtures" else url, "html": html}) + "\n")
                known.append((id, of, kind, host(url) or id, made.get(id, "") if gold is None else gold))
        self.names, read, rows = self.ask("first")
        self.pages, at = [], 0
        for of, page in zip(known, read):
            lines = page.get("lines") or []
            self.pages.append(Page(*of, lines, page.get("kinds") or [], rows[at:at + len(lines)]))
            at += len(lines)

    def ask(self, what, said=None):
        """The columns, the lines and the rows that extract_features prints."""
        args = [self.tool, what, f"{self.work}/{what}.rows"]
        if said is not None:
            with open(f"{self.work}/said.jsonl", "w", encoding="utf-8") as to:
                to.writelines(json.dumps(line) + "\n" for line in said)
            args.append(f"{self.work}/said.jsonl")
        with open(f"{self.work}/pages.jsonl", "rb") as pages:
            out = subprocess.run(args, stdin=pages, stdout=subprocess.PIPE, check=True).stdout.decode().rstrip("\n").split("\n")
        names = json.loads(out[0])["names"]
        rows = np.fromfile(f"{self.work}/{what}.rows", np.float32).reshape(-1, len(names))
        return names, list(map(json.loads, out[1:])), rows


def fold(host, folds, shuffle=0):
    return zlib.crc32(f"{shuffle or ''}{host}".encode()) % folds
