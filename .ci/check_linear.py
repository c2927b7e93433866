#!/usr/bin/env python3
"""Count the instructions that shapes of input cost at one, two and four times a size: work must not grow faster than input.

usage: check_linear.py SARAND WORK [PART OF A NAME...]

Counts repeat exactly, so a square shows where a clock sees nothing yet. Shapes of documents are sources of one run: callgrind
writes its counts whenever the next source is opened. Each comes once more in front, since what is used first is set up then.
Shapes of runs are a run each; what the smallest one costs is taken off. Without valgrind nothing is checked.
"""
import glob, io, json, os, re, shutil, subprocess, sys, tarfile
from concurrent.futures import ThreadPoolExecutor

# Twice the input may cost so many times the work. Sorting is not quite linear, and memory grows in steps.
MOST = 2.3
# What is called once for each source that holds many records.
OPENS = "sarand::read::records::Records::open*"
SIZES = [1, 1, 2, 4]
# All numbers have as many digits, for rules ask how many.
FIRST = 100_000

FA = "باران از سپیده‌دم بر بام‌های کاهگلی می‌بارید و کسی در کوچه نبود"
EN = "The ferry left the old harbour at noon and nobody on the quay waved"
AR = "قال الرجل إن القارب غادر المرفأ القديم قبل الظهر"


def many(part, before="", after="", join=""):
    """From a range of numbers to as many parts; `{i}` is the number."""
    return lambda range: before + join.join(part.replace("{i}", str(i)) for i in range) + after


def deep(open, close):
    """Elements in elements, twenty deep: deeper ones than 512 are not taken for a tree."""
    return many(open * 20 + close * 20)


def lines(part):
    return many(part, join="\n")


def words(part):
    return many(part, join=" ")


def ld(before, part, after):
    return many("," + part, f'<script type="application/ld+json">{before}', f"{after}</script>")


def twice(make):
    return lambda range: make(range) + "\n" + make(range)


# Each shape: how many parts at one time, and how they are made.
TEXTS = {
    "short lines": (500, lines("line {i}")),
    "paragraphs": (100, lines(f"{EN} {{i}}. {FA}.")),
    "lines with shortcodes": (120, lines("[ad_1] tide {i} [gallery id=4] rose")),
    "nothing but shortcodes": (500, lines("[ad_{i}]")),
    "breadcrumbs": (150, lines("خانه » اخبار » گروه {i}")),
    "hashtags": (200, lines("#باران_{i} #سیل #tide{i}")),
    "end marks": (200, lines("انتهای پیام/{i}")),
    "share buttons": (800, lines("Share on Facebook")),
    "related links": (120, lines("بیشتر بخوانید: باران {i} روز دیگر می‌ماند")),
    "labels": (200, lines("کد خبر: {i}")),
    "captchas": (200, lines("{i} + 5 =")),
    "dates": (200, lines("۱۴۰۳/۰۷/۲۱ - {i}")),
    "Markdown links": (150, lines("- [tide {i}](https://news.example/{i})")),
    "Arabic quotations": (100, lines(f"«{AR} {{i}}»")),
    "quotations left open": (100, lines(f"« “ \" ( {AR} {{i}}")),
    "one title repeated": (300, lines(EN)),
    "titles, each twice": (150, twice(lines("Tide number {i} rose again"))),
    "blank lines": (4000, many("\n", "tide", "ebb")),
    "one line": (150, words(f"{FA} {{i}}")),
    "one word": (6000, many("ab")),
    "one Persian word": (3000, many("سلام")),
    "shortcodes in a line": (400, words("[ad_1] tide {i}")),
    "hashtags in a line": (800, words("#باران_{i}")),
    "links in a line": (500, words("https://news.example/{i}")),
    "breadcrumbs in a line": (800, words("خانه {i} »")),
    "mojibake": (100, words("Ø³Ù„Ø§Ù… Ø¯Ù†ÛŒØ§ cafÃ© itâ€™s {i}")),
    "words without ZWNJ": (200, words("می رود کتاب های خانه ها نمی شود")),
    "question marks for ZWNJ": (400, words("مي?رود كتاب?هاي خانه?ها")),
    "doubled ZWNJ": (250, words("می\u200c\u200cرود\u200c کتاب\u200c\u200cهای \u200cخانه")),
    "entities": (150, words("&amp;nbsp; tide&nbsp;{i} &#1575;&quot;")),
    "quotation marks": (800, words("« {i} ” ( “")),
    "marks": (1500, words("! … » |")),
    "combining marks": (400, words("e" + "\u0301" * 8)),
    "invisible characters": (500, words("ti\u200b\u200e\u202ade\u202c{i}\u00ad")),
    "presentation forms": (400, words("ﺳﻼﻡ ﻻ {i}")),
    "hamza on heh": (400, words("خانۀ بزرگ {i}")),
    "glued sentences": (300, words("باران آمد.هوا سرد شد و خانه.ها")),
    "kashida": (500, words("ســـــلام{i}")),
}
PAGES = {
    "links in a list": (250, many('<li><a href="/{i}">tide {i} rose</a></li>', "<ul>", "</ul>")),
    "links": (500, many('<a href="/{i}">tide {i}</a> ')),
    "lists of links": (120, many('<ul><li><a href="/{i}">tide {i}</a></li><li><a href="/b{i}">ebb</a></li></ul>')),
    "nested lists": (6, deep("<ul><li>tide {i} ", "</li></ul>")),
    "nested divs": (8, deep("<div>tide {i} ", "</div>")),
    "nested quotes": (8, deep("<blockquote><p>tide {i}</p>", "</blockquote>")),
    "nested tables": (8, deep("<table><tr><td>tide {i}", "</td></tr></table>")),
    "nested spans": (20, deep("<span><b>tide {i} ", "</b></span>")),
    "too deep for a tree": (600, many("<div>tide {i} ")),
    "unclosed formats": (1000, many("<b class=a{i}><i><p>tide")),
    "rows": (150, many("<tr><td>tide {i}</td><td>{i} m</td><td>rose</td></tr>", "<table>", "</table>")),
    "cells": (600, many("<td>tide {i}</td>", "<table><tr>", "</tr><tr><td>ebb</td></tr></table>")),
    "cells over rows": (120, many("<tr><td rowspan=60000>tide {i}</td><td colspan=999>ebb</td></tr>", "<table>", "</table>")),
    "paragraphs of a page": (80, many(f"<p>{EN} {{i}}.</p>")),
    "teasers": (60, many(f'<div class="card"><a href="/{{i}}"><h3>Tide {{i}} rose</h3></a><p>{EN} {{i}}.</p></div>')),
    "comments": (60, many(f'<div class="comment"><b>Ann {{i}}</b><p>{EN} {{i}}.</p></div>', '<div id="comments">', "</div>")),
    "headings": (80, many("<h2>Tide {i}</h2><p>rose</p>")),
    "breaks": (150, many("tide {i}<br>", "<p>", "</p>")),
    "empty elements": (800, many("<div></div><span></span>")),
    "entities of a page": (800, many("&nbsp;&eacute;&#{i};&amp;lt;", "<p>", "</p>")),
    "code": (200, many("<span class=k>let</span> tide = {i};\n", "<pre><code>", "</code></pre>")),
    "definitions": (120, many("<dt>tide {i}</dt><dd>rose</dd>", "<dl>", "</dl>")),
    "options": (600, many("<option>tide {i}</option>", "<form><select>", "</select></form>")),
    "images": (200, many('<figure><img src="/{i}.jpg" alt="tide {i}"><figcaption>tide {i}</figcaption></figure>')),
    "footnotes": (80, many('<p>tide<sup><a href="#n{i}" id="r{i}">[{i}]</a></sup></p><p id="n{i}"><a href="#r{i}">^</a> ebb</p>')),
    "shadow roots": (80, many("<x-tide><template shadowrootmode=open><p>tide {i} <slot></slot></p></template><p>ebb</p></x-tide>")),
    "hidden blocks": (150, many('<div style="display:none" aria-hidden="true">tide {i}</div>')),
    "times and authors": (100, many('<time datetime="2024-10-{i}">12 October 2024</time><span class="author">Ann {i}</span>')),
    "microdata": (100, many('<div itemscope itemtype="https://schema.org/Person"><span itemprop="name">Ann {i}</span></div>')),
    "formulas": (200, many("<math><mi>x</mi><mo>=</mo><mn>{i}</mn></math>")),
    "classes": (3000, many("c{i} ", '<div class="', '">tide</div>')),
    "attributes": (1000, many("data-c{i}={i} ", "<div ", ">tide</div>")),
    "style sheets": (150, many("<style>.c{i} { display: none }</style><p class=c{i}>tide</p>")),
    "keywords": (1000, many("tide {i}, ", '<meta name="keywords" content="', '">')),
    "article:tag": (500, many('<meta property="article:tag" content="tide {i}">')),
    "article:author": (300, many('<meta property="article:author" content="Ann Tide{i}">')),
    "meta elements": (600, many('<meta name="tide{i}" content="{i}">')),
    "JSON-LD entries": (500, ld('[{"@type":"NewsArticle"}', '{"@type":"Person","name":"Ann {i}"}', "]")),
    "JSON-LD authors": (250, ld('{"@type":"NewsArticle","author":["Ann"', '{"@type":"Person","name":"Ann Tide{i}"}', "]}")),
    "JSON-LD references": (400, ld('{"@graph":[1', '{"@id":"#a{i}","@type":"NewsArticle","author":{"@id":"#a1{i}"}}', "]}")),
    "JSON-LD breadcrumbs": (500, ld('{"@type":"BreadcrumbList","itemListElement":[1', '{"@type":"ListItem","position":{i},"name":"tide {i}"}', "]}")),
    "JSON-LD scripts": (200, many('<script type="application/ld+json">{"@type":"NewsArticle","headline":"Tide {i}"}</script>')),
    "alternate links": (400, many('<link rel="alternate" hreflang="fa" href="https://news.example/{i}">')),
}
TABLES = {
    "CSV rows": (150, many("{i},tide {i} rose,https://s{i}.example/\n", "id,text,url\n")),
    "CSV columns": (1000, twice(many("c{i},", "", "text"))),
    "CSV, quotations left open": (300, many('{i},"tide {i}\n', "id,text\n")),
}
RECORDS = {
    "records": (150, many('{"text": "tide {i} rose"}\n')),
    "hosts": (150, many('{"text": "tide {i}", "url": "https://s{i}.example/"}\n')),
    "fields": (1000, many(', "f{i}": {i}', '{"text": "tide"', "}\n")),
    "escapes": (800, many("\\u0627\\n", '{"text": "', '"}\n')),
    "an array": (150, many('{"id": {i}, "text": "tide {i}"},', "[", "{}]")),
    "records over lines": (150, many('{\n "id": {i},\n "text": "tide {i}"\n}\n')),
    "broken elements": (200, many('{"id": {i}, "text": "tide {i}" "b" },\n', "[", "{}]")),
}
RULE = '\n[[rule]]\nid = "own.{i}"\nkind = "%s"\nlevel = "safe"\nclass = "ad"\nsummary = "tide"\nsince = "1.0.0"\n'
EXAMPLES = '\nhit = ["%s"]\nmiss = ["A quiet day"]\n'
RULES = [
    many(RULE % "line" + 'exact = ["tide number {i}"]' + EXAMPLES % "Tide number {i}"),
    many(RULE.replace("own.", "own.regex-") % "line" + "regex = '^tide no {i}x?$'" + EXAMPLES % "Tide no {i}"),
    many(RULE.replace("own.", "own.span-") % "span" + "regex = 'ebb no {i}x'" + EXAMPLES % "An ebb no {i}x"),
    many('"tide phrase {i}", ', RULE.replace("{i}", "phrases") % "line" + "exact = [", "]" + EXAMPLES % "Tide phrase 100000"),
]


def record(text=None, html=None):
    return json.dumps({"html": html} if html else {"text": text}, ensure_ascii=False)


def archive(range):
    """Many small files."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for i in range:
            entry = tarfile.TarInfo(f"{i}.txt")
            entry.size = len(f"tide {i}")
            tar.addfile(entry, io.BytesIO(f"tide {i}".encode()))
    return packed.getvalue()


def documents():
    """Name, extension, parts and maker of each shape."""
    page = lambda make: lambda range: record(html=f"<title>Ferry</title><p>{EN}.</p><p>{EN}.</p>{make(range)}")
    text = lambda make: lambda range: record(text=make(range))
    yield from ((name, "jsonl", n, text(make)) for name, (n, make) in TEXTS.items())
    yield from ((name, "jsonl", n, page(make)) for name, (n, make) in PAGES.items())
    yield from ((name, "csv", n, make) for name, (n, make) in TABLES.items())
    yield from ((name, "json", n, make) for name, (n, make) in RECORDS.items())
    yield "files in an archive", "tar", 100, archive


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return os.path.getsize(path)


def count(folder, *args):
    """The instructions up to each opening of a source, and from the last one on."""
    os.makedirs(folder, exist_ok=True)
    out = f"{folder}/counts"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", f"--dump-before={OPENS}", sarand, "clean"]
    command += [*args, "-o", f"{folder}/out", "--html-field", "html", "--jobs", "1", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True)
    # Broken records end with 1.
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    dumps = sorted(glob.glob(f"{out}.*"), key=lambda path: int(path.rsplit(".", 1)[1])) + [out]
    return [int(re.search(r"^totals: (\d+)", open(path).read(), re.M)[1]) for path in dumps]


def check_documents(folder, shapes):
    """Rows of the table: name, bytes at four times the size, counts at one, two and four."""
    bytes = []
    for number, (name, extension, n, make) in enumerate(shapes):
        for turn, size in enumerate(SIZES):
            # Other numbers each time, or words would be known from the last time.
            first = FIRST + n * sum(SIZES[:turn])
            content = make(range(first, first + n * size))
            bytes.append(write(f"{folder}/in/{number:03}-{turn}.{extension}", content))
    # The first count is that of the start, the last one also has the end.
    write(f"{folder}/in/last.jsonl", record(text="ebb"))
    counts = count(folder, f"{folder}/in")[1:-1]
    if len(counts) != len(bytes):
        sys.exit(f"{len(bytes)} sources and {len(counts)} counts of them; is {OPENS} in the program?")
    return [(name, bytes[at + 3], *counts[at + 1 : at + 4]) for at, (name, *_) in zip(range(0, len(bytes), 4), shapes)]


def check_rules(folder, rules):
    """The same for files of rules. They cost at the start: what a short one costs is taken off."""

    def cost(n):
        path = f"{folder}/{n}.toml"
        size = write(path, "".join(make(range(FIRST, FIRST + n)) for make in rules))
        return size, sum(count(f"{folder}/{n}", f"{folder}/in", "--rules", path))

    write(f"{folder}/in/a.jsonl", record(text=EN))
    (_, start), *costs = [cost(n) for n in (15, 100, 200, 400)]
    return [("files of rules", costs[-1][0], *(counted - start for _, counted in costs))]


def main():
    if not shutil.which("valgrind"):
        print("no valgrind: not checked")
        return
    shutil.rmtree(work, ignore_errors=True)
    wanted = lambda name: not chosen or any(part in name for part in chosen)
    shapes = [shape for shape in documents() if wanted(shape[0])]
    cores = min(os.cpu_count() or 1, 4)
    tasks = [(check_documents, f"{work}/{core}", shapes[core::cores]) for core in range(cores) if shapes[core::cores]]
    tasks += [(check_rules, f"{work}/rules", RULES)] if wanted("files of rules") else []
    for _, folder, _ in tasks:
        os.makedirs(folder)
    with ThreadPoolExecutor(cores) as pool:
        rows = sum(pool.map(lambda task: task[0](*task[1:]), tasks), [])
    faults = 0
    print(f"{'shape':26} {'KB':>5} {'millions of instructions':>26} {'twice the input costs':>24}")
    for name, bytes, *counts in sorted(rows):
        growth = [after / max(before, 1) for before, after in zip(counts, counts[1:])]
        faults += (fault := max(growth) > MOST)
        numbers = " ".join(f"{n / 1e6:8.2f}" for n in counts)
        print(f"{name:26} {bytes / 1e3:5.0f} {numbers} {growth[0]:17.2f} {growth[1]:6.2f}", "NOT LINEAR" if fault else "")
    print(f"linear: {faults or 'no'} faults in {len(rows)} shapes")
    sys.exit(bool(faults))


sarand, work, *chosen = sys.argv[1:]
main()
