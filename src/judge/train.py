#!/usr/bin/env python3
"""Makes words.bin, forest.txt, crawl.txt and bounds.txt: what the judge of lines knows.

usage: train.py SHARED [--out DIR] [--work DIR]      trains on all there is and writes the four files beside this script
       train.py SHARED --folds [--work DIR]          writes nothing; prints how the judge does on hosts that it has not seen

SHARED is the folder of development data, with gold/, html/ and clean/. Run it from the root of the project, after

    cargo build --profile quick --bin sarand --example judge_numbers

What is learnt from, with sources and licences (texts are third-party; only weights and trees are kept):

  gold/train, gold/dev, gold/fullpage   crawled documents labelled line by line (Persian, Arabic, Urdu, Turkish, Kurdish,
                                        English, German); about the last two rules are made to be silent, since rules were
                                        written from them and know them better than any other site
  gold/extracted.jsonl.gz               what four extractors made of 450 pages of WCXB (Murrough-Foley, CC BY 4.0), of fundus
                                        (MIT; pages third-party) and magic-html (Apache-2.0)
  html/                                 all pages of these sets, read by `sarand clean --extract all` and `--extract main`,
                                        labelled by a common subsequence with their gold
  gold/crawl/pages.jsonl.gz             other pages of 29 blogs: lines that a fifth of a blog's pages have; and, for crawl.txt,
                                        how often the lines of labelled documents stand on other pages of their host
  clean/                                sentences of Universal Dependencies treebanks (CC BY-SA)
  rules/, fixtures/                     our own phrases, examples, word tables and pages; of fixtures/clean and fixtures/hostile
                                        every second document: the others judge (see `held_out`)

Three steps. A linear model of hashed words (see words.rs) is fitted; the score that it gives a line is a column of the forest,
so for learning each line is scored by a model that saw no line of its host. A forest of trees is fitted to the columns of all
lines. The bounds of the levels are the odds above which, by forests that saw none of their hosts, so many content lines lie as
LOST says. Seeds are fixed and threads do not matter.

Needs lightgbm, numpy, rapidfuzz, scikit-learn and scipy.
"""
import argparse, glob, gzip, json, os, re, subprocess, sys, tomllib, zlib
from collections import Counter, defaultdict
from urllib.parse import urlparse

import lightgbm
import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "trees"))
from training import shares, words, write_forest

ROOT = os.path.join(HERE, "..", "..")
ABOUT = "Made by train.py, which says from what."
FOLDS = 5
BITS = 18  # as in words.rs
UNIT = 12  # weights are stored as whole numbers of 1/UNIT
# Content lines lost at safe, likely, bold, in documents in Arabic, in other languages of its letters, in any other.
LOST = {"ar": (0.001, 0.005, 0.0125), "fa ur ckb": (0.0008, 0.004, 0.0125), "other": (0.001, 0.005, 0.015)}
LINES = 60  # a document weighs no more than one of so many lines
# What a line of each set weighs in the forest; the words model takes the same, and WORDS beside.
WEIGHT = {"train": 3, "dev": 2, "fullpage": 4, "fixture": 4, "page": 3, "clean": 0.5, "traf": 0.7, "read": 0.7, "rp_main": 1,
          "rp_all": 0.5, "own-all": 0.4, "own-main": 0.7}
WORDS = {"crawl": 0.5, "phrase": 1, "word": 0.12}
SOME = 0.35  # of the lines of whole pages so many are learnt from; more of them add little
TREES = dict(objective="binary", learning_rate=0.1, num_leaves=31, min_data_in_leaf=25, feature_fraction=0.3,
             bagging_fraction=0.8, bagging_freq=1, lambda_l2=5, max_bin=127, seed=1, verbose=-1, num_threads=2,
             deterministic=True)
ROUNDS = 160
# Odds and share only ever speak for chrome: on other sites than blogs they must not mean less.
CRAWL = {"odds": 1, "odds-1": 0, "odds+1": 0, "share": 1, "pages": 0, "share-1": 0, "share+1": 0, "share_3": 0, "chars": 0,
         "words": 0, "is_prose": 0, "is_statement": 0, "times": 0, "score": 0}
FEW = dict(TREES, num_leaves=8, learning_rate=0.08, min_data_in_leaf=15, feature_fraction=0.8,
           monotone_constraints=list(CRAWL.values()))
FEW_ROUNDS = 150


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
        for how in ("all", "main"):
            for id, d in extracted(f"{shared}/html/{name}pages.jsonl.gz", how, work).items():
                host = (urlparse(d.get("url") or "").hostname or id).removeprefix("www.")
                yield by_gold(f"{name or 'wcxb.'}{id}", f"own-{how}", "xx", host, d["text"], gold[id])
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
                    yield document(name, "word", (table.get("lang") or [None])[0], None, text, all_lines(text, True))


class Lines:
    """The lines of documents with all that judge_numbers says of them, one after the other."""

    def __init__(self, documents, out, given=None):
        self.documents = documents
        program = subprocess.Popen([f"{ROOT}/target/quick/examples/judge_numbers", out], stdin=subprocess.PIPE)
        for i, d in enumerate(documents):
            record = {"text": d["text"], "silent": d["set"] in ("dev", "fullpage", "page")}
            if d["host"]:
                record["host"] = d["host"]
            if d["set"] in ("phrase", "word") and d["lang"]:
                record["lang"] = d["lang"]
            record.update(given(i) if given else {})
            program.stdin.write(json.dumps(record).encode() + b"\n")
        program.stdin.close()
        assert program.wait() == 0, "judge_numbers failed"
        told = list(read_lines(f"{out}.lines"))
        self.names, told = told[0]["names"], told[1:]
        self.out = out
        self.document = np.repeat(np.arange(len(documents)), [len(t["lines"]) for t in told])
        self.first = np.searchsorted(self.document, np.arange(len(documents) + 1))
        self.number = np.array([n for t in told for n in t["lines"]])
        self.claimed = np.array([c for t in told for c in t["claimed"]], bool)
        labels = [documents[i]["labels"].get(n) for i, n in zip(self.document, self.number)]
        self.known = np.array([label is not None for label in labels])
        self.chrome = np.array([bool(label) for label in labels])
        self.set = np.array([d["set"] for d in documents])[self.document]
        self.lang = np.array([d["lang"] or "xx" for d in documents])[self.document]
        # Lines of one fold are judged by models of the others; what always teaches has none.
        fold = lambda d: zlib.crc32(d["host"].encode()) % FOLDS if d["host"] and d["set"] not in ("dev", "fullpage") else -1
        self.fold = np.array([fold(d) for d in documents])[self.document]

    def columns(self):
        return np.fromfile(f"{self.out}.rows", np.float32).reshape(-1, len(self.names))

    def features(self):
        raw = np.fromfile(f"{self.out}.features", np.uint32)
        starts, at = [], 0
        while at < len(raw):
            starts.append(at)
            at += 1 + int(raw[at])
        counts = raw[starts].astype(int)
        keep = np.ones(len(raw), bool)
        keep[starts] = False
        values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
        ends = np.concatenate([[0], np.cumsum(counts)])
        return sparse.csr_matrix((values, raw[keep].astype(np.int32), ends), shape=(len(starts), 1 << BITS))

    def weights(self, table):
        sizes = np.diff(self.first)
        weigh = lambda d, size: table.get(d["set"], 0) * min(1, LINES / max(size, 1)) * (2 if "fundus" in d["id"] else 1)
        weight = np.array([weigh(d, size) for d, size in zip(self.documents, sizes)])[self.document]
        some = np.random.default_rng(0).random(len(weight)) < SOME
        return np.where(self.known & (some | (self.set != "own-all")), weight, 0)

    def scored(self, out, scores, **more):
        """The same lines with these scores of words."""
        part = lambda i: slice(self.first[i], self.first[i + 1])
        given = lambda i: {"scores": [round(float(s), 3) for s in scores[part(i)]]}
        return Lines(self.documents, out, given)


def fit_words(features, chrome, weight):
    model = LogisticRegression(C=1.0, solver="liblinear", tol=1e-2, max_iter=40, fit_intercept=False, random_state=0)
    model.fit(features, chrome, sample_weight=weight)
    return np.clip(np.rint(model.coef_[0] * UNIT), -127, 127)


def word_scores(lines, features, said):
    """The score of each line by a model that saw no line of its host; `said` has features, labels, weights of phrases."""
    weight = lines.weights({**WEIGHT, **WORDS})
    scores = np.zeros(len(weight))
    # Rules were written from these, so they are scored by models that have heard of no rule.
    quiet = np.isin(lines.set, ["dev", "fullpage"])
    half = np.array([zlib.crc32(d["id"].encode()) % 2 for d in lines.documents])[lines.document]
    parts = [(lines.fold == k, True) for k in range(FOLDS)]
    parts += [((lines.fold < 0) & ~quiet & (half == k), True) for k in (0, 1)] + [(quiet & (half == k), False) for k in (0, 1)]
    for part, told in parts:
        learn = ~part & (weight > 0)
        rows = [(features[learn], lines.chrome[learn], weight[learn])] + ([said] if told else [])
        x, y, w = sparse.vstack([r[0] for r in rows]).tocsr(), *(np.concatenate([r[i] for r in rows]) for i in (1, 2))
        scores[part] = features[part] @ fit_words(x, y, w)
    return scores


def fit_trees(x, y, weight, params=TREES, rounds=ROUNDS):
    return lightgbm.train(params, lightgbm.Dataset(x, y, weight=weight, params={"max_bin": params["max_bin"]}), rounds)


def tree_weights(lines, scores):
    """Gold of pages that have menus in their main content teaches that menus are content: such lines are left out."""
    weight = lines.weights(WEIGHT)
    doubtful = ~lines.chrome & (scores > 1.2 * UNIT) & ~np.isin(lines.set, ["train", "dev", "fullpage", "fixture", "page", "clean"])
    return np.where(doubtful, 0, weight)


TEXT = -6  # as in mod.rs: the odds of a paragraph that nothing speaks against


FIRST, DOUBTFUL = 50, -1  # as in mod.rs: what has lower odds by the first trees is asked no further


def odds_by(model, x):
    """The odds as the program finds them."""
    first = model.predict(x, raw_score=True, num_iteration=FIRST)
    return np.where(first > DOUBTFUL, model.predict(x, raw_score=True), first)


def odds_of_unseen(x, lines, weight, params=TREES, rounds=ROUNDS):
    """The odds of each line by a forest that saw no line of its host; 0 for lines that always teach."""
    odds = np.zeros(len(weight))
    for k in range(FOLDS):
        part = lines.fold == k
        learn = ~part & (weight > 0)
        odds[part] = odds_by(fit_trees(x[learn], lines.chrome[learn], weight[learn], params, rounds), x[part])
    return odds


def of_langs(lines, langs):
    known = [lang for name in LOST for lang in name.split() if name != "other"]
    return np.isin(lines.lang, langs.split()) if langs != "other" else ~np.isin(lines.lang, known)


def bounds(lines, odds):
    """By languages and level the odds above which the lost share of content lies."""
    found = {}
    gold = np.isin(lines.set, ["train", "traf", "read", "rp_main", "rp_all"])
    for langs, lost in LOST.items():
        own = of_langs(lines, langs)
        content = gold & own & lines.known & ~lines.chrome
        by_rules = (content & lines.claimed).sum()
        order = np.sort(odds[content & ~lines.claimed])[::-1]
        places = [max(int(round(share * content.sum())) - by_rules, 0) for share in lost]
        # Between the last line that is kept and the first that is lost.
        found[langs] = [float(order[place - 1] + order[place]) / 2 if place else float(order[0]) + 0.1 for place in places]
    # Of Arabic there are few labelled lines: its bounds stay near those of the other languages of its letters.
    found["ar"] = [own / 3 + other * 2 / 3 for own, other in zip(found["ar"], found["fa ur ckb"])]
    return found


def report(lines, odds, bound):
    """How many chrome lines go and how many content lines are lost, by set and level."""
    sets = {
        "ar": (lines.set == "train") & (lines.lang == "ar"), "fa": (lines.set == "train") & (lines.lang == "fa"),
        "tr, ur": (lines.set == "train") & np.isin(lines.lang, ["tr", "ur"]), "whole pages": lines.set == "rp_all",
        "articles": lines.set == "rp_main", "trafilatura": lines.set == "traf", "readability": lines.set == "read",
    }
    sets["all"] = np.any(list(sets.values()), axis=0)
    print("hosts unseen: chrome lines dropped / content lines lost")
    print(f"{'level':8}" + "".join(f"{name:>17}" for name in sets))
    for level, name in enumerate([None, "safe", "likely", "bold"], -1):
        gone = lines.claimed.copy()
        if name:
            for langs, limits in bound.items():
                gone |= of_langs(lines, langs) & (odds > limits[level])
        row = f"{name or 'rules':8}"
        for chosen in sets.values():
            chrome, kept = chosen & lines.known & lines.chrome, chosen & lines.known & ~lines.chrome
            row += f"{(gone & chrome).sum() / chrome.sum():9.3f} /{100 * (gone & kept).sum() / kept.sum():5.2f}%"
        print(row)


def with_crawl(lines, odds, hosts):
    """Rows for the forest that knows the crawl (columns as in crawl.rs), with the labels they have, for lines of labelled
    documents of hosts of which the crawl has other pages."""
    rows, chosen = [], []
    for i, d in enumerate(lines.documents):
        if d["set"] != "train" or d["host"] not in hosts:
            continue
        how, page = d["id"].rsplit("-", 1)[1], re.sub(r"^mih-|-\w+$", "", d["id"])
        others = [found for kind, id, found in hosts[d["host"]] if kind == how and not same_page(id, d["host"], page)]
        part = np.arange(lines.first[i], lines.first[i + 1])
        text = [one_digit(line) for line in d["text"].split("\n")]
        share = [sum(text[n - 1] in found for found in others) / max(len(others), 1) for n in lines.number[part]]
        rows.append((part, np.array(share), len(others)))
        chosen.append(part)
    return rows


def same_page(id, host, page):
    """Whether the crawl's page is the labelled one: `host/post/209.html` is `host-209`."""
    number = page.rsplit("-", 1)[-1]
    return f"/post/{number}." in id


def crawl_columns(lines, odds, x, part, share, pages):
    """As in crawl.rs."""
    name = {n: k for k, n in enumerate(lines.names)}
    pad = lambda values, by: np.array([values[j + by] if 0 <= j + by < len(values) else -1 for j in range(len(values))])
    around = np.array([share[max(0, j - 3):j + 4].mean() for j in range(len(share))])
    own = [x[part, name[n]] for n in ("chars", "words", "is_prose", "is_statement", "times", "score")]
    return np.column_stack([odds[part], pad(odds[part], -1), pad(odds[part], 1), share, np.full(len(part), pages),
                            pad(share, -1), pad(share, 1), around, *own]).astype(np.float32)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shared")
    ap.add_argument("--out", default=HERE)
    ap.add_argument("--work", default=f"{ROOT}/target/judge")
    ap.add_argument("--folds", action="store_true", help="print the table of unseen hosts and write nothing")
    args = ap.parse_args()
    os.makedirs(args.work, exist_ok=True)
    hosts = crawl(args.shared)
    documents = [*labelled(args.shared), *pages(args.shared, args.work), *content(args.shared), *repeated(hosts)]
    lines = Lines(documents, f"{args.work}/lines")
    told = Lines(list(phrases()), f"{args.work}/phrases")
    features, weight = lines.features(), lines.weights({**WEIGHT, **WORDS})
    said = told.features(), told.chrome, told.weights(WORDS)
    scores = word_scores(lines, features, said)
    if not args.folds:
        learn = weight > 0
        whole = fit_words(sparse.vstack([features[learn], said[0]]).tocsr(), np.concatenate([lines.chrome[learn], said[1]]),
                          np.concatenate([weight[learn], said[2]]))
        whole.astype(np.int8).tofile(f"{args.out}/words.bin")
    lines = lines.scored(f"{args.work}/scored", scores)
    x, weight = lines.columns(), tree_weights(lines, scores)
    odds = np.where(x[:, lines.names.index("is_text")] > 0, TEXT, odds_of_unseen(x, lines, weight))
    bound = bounds(lines, odds)
    report(lines, odds, bound)
    # The crawl's forest learns from the odds of forests that saw none of a host, so it may be fitted to all of them.
    rows = with_crawl(lines, odds, hosts)
    known = np.concatenate([part for part, _, _ in rows])
    seen = np.concatenate([crawl_columns(lines, odds, x, *row) for row in rows])
    ok, fold, chrome = lines.known[known], lines.fold[known], lines.chrome[known]
    again = np.zeros(len(known))
    for k in range(FOLDS):
        learn = ok & (fold != k)
        again[fold == k] = fit_trees(seen[learn], chrome[learn], None, FEW, FEW_ROUNDS).predict(seen[fold == k], raw_score=True)
    claimed = lines.claimed[known]
    kept = np.sort(again[ok & ~chrome & ~claimed])[::-1]
    print(f"with the crawl, {len(rows)} documents: dropped at lost")
    crawl_bound = []
    for lost in (0.002, 0.005, 0.015):
        place = int(lost * (ok & ~chrome).sum())
        limit = float(kept[place])
        crawl_bound.append(limit)
        gone = claimed | (again > limit)
        print(f"  {(gone & ok & chrome).sum() / (ok & chrome).sum():.3f} / {100 * (gone & ok & ~chrome).sum() / (ok & ~chrome).sum():.2f}%")
    if not args.folds:
        learn = weight > 0
        write_forest(f"{args.out}/forest.txt", fit_trees(x[learn], lines.chrome[learn], weight[learn]), lines.names, ABOUT)
        write_forest(f"{args.out}/crawl.txt", fit_trees(seen[ok], chrome[ok], None, FEW, FEW_ROUNDS), list(CRAWL), ABOUT)
        with open(f"{args.out}/bounds.txt", "w", encoding="utf-8") as to:
            to.write("# Made by train.py: the odds asked at safe, likely, bold: in Arabic, other Arabic letters, others, with the crawl.\n")
            for row in (*bound.values(), crawl_bound):
                to.write(" ".join(f"{limit:.2f}" for limit in row) + "\n")


main()
