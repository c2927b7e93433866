#!/usr/bin/env python3
"""Makes forest.txt from labelled pages: which lines of a page are its main content.

usage: train.py LINES.jsonl GOLD.jsonl FOREST.txt [--folds N [--shuffle M] [--chances CHANCES.jsonl]]

LINES.jsonl: a page a line, as the example `extract_features` prints it: {"id", "url", "names": [..], "lines": [text..],
"rows": [[number..]..]}, the names those of features.rs. GOLD.jsonl: {"id", "text"}, the main content of each page as plain
text, and how much the page weighs beside others, "weight", where that is not 1. A line is content as far as its words are in
a longest common subsequence of the page's words and the gold's; the forest is fitted to that share, each page of one weight
weighing the same. With --folds no forest is written: the pages are parted N ways by host, and the mean word F1 of pages
judged by forests that saw none of their hosts is printed; pages without a url are learnt from in every fold and not scored.
--chances keeps those judgements; `extract_features --chances CHANCES.jsonl < pages.jsonl` turns them into the text that
would come out.

The forest beside this script is made from the development part of WCXB (Murrough-Foley, CC BY 4.0), 327 English pages of
seven types; from the test pages of Mozilla's Readability (Apache 2.0; the crate readabilityrs 0.1.4 has them, too), 130
pages in several languages with what Readability made of them, which is not always the best there is: they weigh half; and
from the pages of fixtures/html, our own, Persian and Arabic. Pages and gold, in this order:

    for page in fixtures/html/*.html; do jq -Rsc --arg id "$page" '{id: $id, html: .}' "$page"; done
    for page in fixtures/html/*.html; do jq -Rsc --arg id "$page" '{id: $id, text: .}' "${page%.html}.txt"; done
    for page in test-pages/*; do jq -Rsc --arg id "$page" '{id: $id, html: .}' "$page/source.html"; done
    for page in test-pages/*; do jq -Rsc --arg id "$page" '{id: $id, html: .}' "$page/expected.html"; done |
      sarand clean - --html-field html --extract all --no-builtin-rules -o - | jq -c '{id, text, weight: 0.5}'

Without the fixtures a third of their layouts loses its lead or keeps its menus; learnt from other layouts than the one that
is judged, 25 of 28 pages come out exact before any rule. Without Readability's pages, theirs have a word F1 of 0.9442
(trafilatura 2.3.1: 0.9330), learnt from the others of them 0.9518, and WCXB's are as good with them as without.

Needs lightgbm, numpy and rapidfuzz.
"""
import argparse, json, os, sys, zlib
from collections import Counter
from urllib.parse import urlparse

import lightgbm
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "trees"))
from training import shares, words, write_forest

ROUNDS = 150
PARAMS = dict(objective="cross_entropy", learning_rate=0.13, num_leaves=32, min_data_in_leaf=40, feature_fraction=0.35,
              bagging_fraction=0.8, bagging_freq=1, lambda_l2=5, extra_trees=True, max_bin=63, seed=1, verbose=-1,
              num_threads=1, deterministic=True)
CUTS = 0.3, 0.5  # as in mod.rs
LONG = 60  # a longer line weighs no more than one of so many words
MOST = 220  # lines of a page that are learnt from, on average; more of them add little


def fit(pages):
    """A forest of these pages: (numbers, shares, weights) each."""
    chosen = np.random.default_rng(0)
    rows = []
    for x, y, weight in pages:
        share = min(1, MOST / max(len(y), 1))
        ok = ~np.isnan(y) & (chosen.random(len(y)) < share)
        rows.append((x[ok], y[ok], weight[ok] / share))
    x, y, weight = (np.concatenate(column) for column in zip(*rows))
    return lightgbm.train(PARAMS, lightgbm.Dataset(x, y, weight=weight, params={"max_bin": PARAMS["max_bin"]}), ROUNDS)


def cut(chances, sizes):
    """The chance that lines of a page need: the best F1 that may be expected, as in mod.rs."""
    order = np.argsort(-chances)
    right, kept = np.cumsum((chances * sizes)[order]), np.cumsum(sizes[order])
    best = np.argmax(2 * right / np.maximum(kept + (chances * sizes).sum(), 1)) if len(order) else 0
    return np.clip(chances[order[best]] if len(order) else 0, *CUTS)


def f1(kept, gold):
    both = sum((kept & gold).values())
    total = sum(kept.values()) + sum(gold.values())
    return 2 * both / total if total else 1.0


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("lines")
    ap.add_argument("gold")
    ap.add_argument("forest")
    ap.add_argument("--folds", type=int, default=0)
    ap.add_argument("--shuffle", type=int, default=0, help="another way to part the hosts")
    ap.add_argument("--chances", help="write the chances of lines by forests that saw none of their hosts")
    args = ap.parse_args()
    golds = list(map(json.loads, open(args.gold, encoding="utf-8")))
    gold = {g["id"]: words(g["text"] or "") for g in golds}
    weighs = {g["id"]: g.get("weight", 1) for g in golds}
    pages, x, y, weight, hosts = [], [], [], [], []
    for page in map(json.loads, open(args.lines, encoding="utf-8")):
        lines = [words(line) for line in page["lines"]]
        pages.append((page["id"], lines))
        labels = shares(lines, gold[page["id"]])
        size = np.array([min(len(line), LONG) + 2.0 for line in lines])
        x.append(np.array(page["rows"], np.float32))
        y.append(np.array([np.nan if s is None else s for s in labels]))
        weight.append(size / max(size.sum(), 1) * 100 * weighs[page["id"]])
        host = ".".join((urlparse(page.get("url") or "").hostname or "").split(".")[-2:])
        hosts.append(zlib.crc32(f"{args.shuffle or ''}{host}".encode()) if host else None)
        names = page["names"]
    pages_of = lambda chosen: [(x[i], y[i], weight[i]) for i in chosen]
    if args.folds:
        scores, held = [], open(args.chances, "w", encoding="utf-8") if args.chances else None
        for k in range(args.folds):
            model = fit(pages_of(i for i, h in enumerate(hosts) if h is None or h % args.folds != k))
            for i in (i for i, h in enumerate(hosts) if h is not None and h % args.folds == k):
                chances = model.predict(x[i])
                keep = chances >= cut(chances, np.array([len(line) for line in pages[i][1]]))
                scores.append(f1(Counter(w for line, kept in zip(pages[i][1], keep) if kept for w in line),
                                 Counter(gold[pages[i][0]])))
                if held:
                    held.write(json.dumps({"id": pages[i][0], "chances": [round(float(c), 5) for c in chances]}) + "\n")
        print(f"word F1 of pages of unseen hosts: {np.mean(scores):.4f}")
        return
    about = "Made by train.py from WCXB (Murrough-Foley, CC BY 4.0), Readability's test pages and fixtures/html."
    write_forest(args.forest, fit(pages_of(range(len(pages)))), names, about)


main()
