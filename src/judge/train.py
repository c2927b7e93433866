#!/usr/bin/env python3
"""Makes words.bin, forest.txt, page.txt, crawl.txt and bounds.txt: what the judge of lines knows.

usage: train.py SHARED [--out DIR] [--work DIR]      trains on all there is and writes the five files beside this script
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

A linear model of hashed words (see words.rs) is fitted; the score that it gives a line is a column of the forest,
so for learning each line is scored by a model that saw no line of its host. A forest of trees is fitted to the columns of all
lines; gold of pages that earlier trees, which saw none of their hosts, contradict outright is left out. Two small forests weigh
its odds: against what extraction knew of a page's lines, and against the crawl. The bounds of the levels are the odds above which, by forests that saw none of their hosts, so many content lines lie as
LOST says. Seeds are fixed and threads do not matter.

Needs lightgbm, numpy, rapidfuzz, scikit-learn and scipy.
"""
import argparse, json, os, subprocess, sys, zlib
from collections import Counter

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "forest"))
from corpus import ROOT, content, crawl, labelled, pages, phrases, read_lines, repeated
from forests import FOLDS, fit_trees, odds_by_all, odds_of_unseen
from small import CRAWL, PAGE, of_crawl, of_pages
from training import write_forest

ABOUT = "Made by train.py, which says from what."
BITS = 18  # as in words.rs
UNIT = 12  # weights are stored as whole numbers of 1/UNIT
# Content lines lost at safe, likely, bold, in documents in Arabic, in other languages of its letters, in any other.
LOST = {"ar": (0.0012, 0.007, 0.015), "fa ur ckb": (0.0012, 0.007, 0.015), "other": (0.001, 0.005, 0.015)}
# At safe a document counts with so many lost lines at most: gold that holds a menu whole is one fault, not fifty.
ONE_FAULT = 2
LINES = 60  # a document weighs no more than one of so many lines
# What a line of each set weighs in the forest; the words model takes the same, and WORDS beside.
WEIGHT = {"train": 3, "dev": 2, "fullpage": 4, "fixture": 4, "page": 3, "clean": 1, "traf": 0.7, "read": 0.7, "rp_main": 1,
          "rp_all": 0.5, "own-all": 0.4, "own-main": 0.7}
WORDS = {"crawl": 0.5, "phrase": 1, "word": 0.12, "rare": 0.5}
SOME = 0.35  # of the lines of whole pages so many are learnt from; more of them add little


class Lines:
    """The lines of documents with all that judge_numbers says of them, one after the other."""

    def __init__(self, documents, out, given=None):
        self.documents = documents
        program = subprocess.Popen([f"{ROOT}/target/quick/examples/judge_numbers", out], stdin=subprocess.PIPE)
        for i, d in enumerate(documents):
            record = {**d.get("page", {"text": d["text"]}), "silent": d["set"] in ("dev", "fullpage", "page")}
            if d["host"]:
                record["host"] = d["host"]
            if d["set"] in ("phrase", "word", "rare") and d["lang"]:
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
        # What extraction knew of lines of pages; of other lines nothing.
        self.page = np.array([known or [np.nan] * 3 for t in told for known in t["page"]], np.float32)
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

    def scored(self, out, scores):
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


# Sets that people labelled line by line, or wrote.
BY_EYE = ("train", "dev", "fullpage", "fixture", "page", "clean")
SURE = (-3, 1.6)  # odds below which trees are sure that a line is content, and above which, that it is chrome
EARLY = 60  # so many trees say which gold is doubted


def trusted(lines, weight, odds):
    """The weights without lines whose label was made from the gold of a page and is contradicted outright."""
    contradicted = np.where(lines.chrome, odds < SURE[0], odds > SURE[1]) & ~np.isin(lines.set, BY_EYE) & (lines.fold >= 0)
    return np.where(contradicted, 0, weight)


def tree_weights(lines, scores):
    """Gold of pages that have menus in their main content teaches that menus are content: such lines are left out."""
    weight = lines.weights(WEIGHT)
    doubtful = ~lines.chrome & (scores > 1.2 * UNIT) & ~np.isin(lines.set, BY_EYE)
    return np.where(doubtful, 0, weight)


TEXT, CLAIMED = -6, 4  # as in mod.rs: the odds of a paragraph that nothing speaks against, and of a line that a rule takes


def of_langs(lines, langs):
    known = [lang for name in LOST for lang in name.split() if name != "other"]
    return np.isin(lines.lang, langs.split()) if langs != "other" else ~np.isin(lines.lang, known)


def bounds(lines, odds):
    """By languages and level the odds above which the lost share of content lies."""
    found = {}
    gold = np.isin(lines.set, ["train", "traf", "read", "rp_main", "rp_all"])
    for langs, lost in LOST.items():
        content = np.flatnonzero(gold & of_langs(lines, langs) & lines.known & ~lines.chrome)
        # What rules take is lost at every level.
        odds_lost = np.where(lines.claimed[content], np.inf, odds[content])
        order = np.argsort(-odds_lost, kind="stable")
        odds_lost, document = odds_lost[order], lines.document[content][order]
        found[langs] = [limit(odds_lost, document, share * len(content), ONE_FAULT if level == 0 else None)
                        for level, share in enumerate(lost)]
    # Of Arabic there are few labelled lines: its bounds stay near those of the other languages of its letters.
    found["ar"] = [own / 6 + other * 5 / 6 for own, other in zip(found["ar"], found["fa ur ckb"])]
    return found


def limit(odds, document, lines, most):
    """The least odds above which so many lines lie, a document counting with `most` of them; `odds` are sorted, highest first."""
    counted, count = Counter(), 0
    for at, of in enumerate(document):
        counted[of] += 1
        count += most is None or counted[of] <= most
        if count > lines and np.isfinite(odds[at]):
            # Between the last line that may be lost and the first that may not.
            before = odds[at - 1] if at and np.isfinite(odds[at - 1]) else odds[at] + 0.2
            return float(before + odds[at]) / 2
    return float(odds[-1])


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
    weight = trusted(lines, weight, odds_of_unseen(x, lines.fold, lines.chrome, weight, rounds=EARLY, by=odds_by_all))
    is_text = x[:, lines.names.index("is_text")] > 0
    odds = np.where(is_text, TEXT, odds_of_unseen(x, lines.fold, lines.chrome, weight))
    bound = bounds(lines, odds)
    report(lines, odds, bound)
    # The small forests learn from the odds of forests that saw none of a host, so they may be fitted to all of them.
    odds = np.where(lines.claimed, CLAIMED, odds)
    page, crawled = of_pages(lines, odds, x, weight), of_crawl(lines, odds, x, hosts)
    if not args.folds:
        learn = weight > 0
        write_forest(f"{args.out}/forest.txt", fit_trees(x[learn], lines.chrome[learn], weight[learn]), lines.names, ABOUT)
        write_forest(f"{args.out}/page.txt", page.forest(), list(PAGE), ABOUT)
        write_forest(f"{args.out}/crawl.txt", crawled.forest(), list(CRAWL), ABOUT)
        with open(f"{args.out}/bounds.txt", "w", encoding="utf-8") as to:
            to.write("# Made by train.py: the odds asked at safe, likely, bold: in Arabic, other Arabic letters, others, with the crawl, of pages.\n")
            for row in (*bound.values(), crawled.bounds, page.bounds):
                to.write(" ".join(f"{limit:.2f}" for limit in row) + "\n")


main()
