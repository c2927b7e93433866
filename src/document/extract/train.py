#!/usr/bin/env python3
"""Makes the forests that take the main content out of pages, and judges how good they are.

usage: train.py SHARED READABILITY [--folds N [--shuffle M]] [--tools FOLDER] [--work FOLDER]

SHARED/html has the labelled pages, READABILITY is the folder `test-pages` of Readability or of the crate readabilityrs;
`pages.py` says what they are. FOLDER of --tools has the program and `examples/extract_features`; target/release if not told:

    cargo build --release --example extract_features && cargo build --release

There are four forests, each made from what those before it say of pages whose hosts they have not seen:
  first.txt   how likely is a line content, by itself and by where it stands?
  second.txt  the same of doubtful lines, when it is known what the first thought of the lines and elements around
  cut.txt     which F1 may be expected of what would be taken? The best is, and its F1 is how far it may be trusted
  types.txt   of which type is the page? One forest for each type

With --folds nothing is written. The pages of all sets are parted N ways by host, each part is judged by forests that saw
none of its hosts, and a table tells how good that is: words (multisets), 4-word shingles, pages that are exact, types, and
how well the confidence holds. No rule for text is asked.

Needs lightgbm, numpy and rapidfuzz.
"""
import argparse, os, re, sys
from collections import Counter, defaultdict

import lightgbm
import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pages import HERE, ROOT, Corpus, WEIGHTS, fold, words
from training import write_forest

COMMON = dict(feature_fraction=0.35, bagging_fraction=0.8, bagging_freq=1, lambda_l2=5, extra_trees=True, max_bin=63, seed=1,
              verbose=-1, num_threads=1, deterministic=True)
LINES = dict(COMMON, objective="cross_entropy", learning_rate=0.13, num_leaves=32, min_data_in_leaf=40), 150
AGAIN = dict(COMMON, objective="cross_entropy", learning_rate=0.1, num_leaves=32, min_data_in_leaf=60), 120
CUT = dict(COMMON, objective="cross_entropy", learning_rate=0.08, num_leaves=16, min_data_in_leaf=100, feature_fraction=0.5), 150
TYPE = dict(COMMON, objective="binary", learning_rate=0.1, num_leaves=8, min_data_in_leaf=15, feature_fraction=0.5), 60
TYPES = ["article", "collection", "documentation", "forum", "listing", "product", "service"]
SURE = 0.02  # as in second.rs
MOST = 220  # lines of a page that are learnt from, on average; more of them add little


def fit(rows, how):
    """A forest of (numbers, what is to be said, weights) of each page."""
    x, y, weight = (np.concatenate(column) for column in zip(*rows))
    params, rounds = how
    return lightgbm.train(params, lightgbm.Dataset(x, y, weight=weight, params={"max_bin": params["max_bin"]}), rounds)


def some(page, x, ok):
    """The lines of a page that are learnt from."""
    share = min(1, MOST / max(ok.sum(), 1))
    ok = ok & ~np.isnan(page.y) & (np.random.default_rng(len(ok)).random(len(ok)) < share)
    return x[ok], page.y[ok], page.weight[ok] / share


def held_out(groups, rows, how, asked=None):
    """What forests say of the rows of each page that were made from pages of other groups."""
    asked, said = asked or [x for x, *_ in rows], [None] * len(rows)
    for group in sorted(set(groups)):
        model = fit([row for row, of in zip(rows, groups) if of != group and len(row[0])], how)
        for i, of in enumerate(groups):
            if of == group:
                said[i] = model.predict(asked[i]) if len(asked[i]) else np.zeros(0)
    return said


class Judgement:
    """All that the forests say of the pages, each of pages that it was not made from; `groups` parts the pages."""

    def __init__(self, corpus, groups):
        pages = corpus.pages
        self.first_rows = [some(page, page.rows, np.ones(len(page.y), bool)) for page in pages]
        self.first = held_out(groups, self.first_rows, LINES, [page.rows for page in pages])
        told = [[round(float(c), 5) for c in first] for first in self.first]
        self.beside_names, _, beside = corpus.ask("beside", [{"first": first} for first in told])
        ends = np.cumsum([len(page.y) for page in pages])
        both = [np.concatenate([page.rows, beside[end - len(page.y):end]], 1) for page, end in zip(pages, ends)]
        doubtful = [first > SURE for first in self.first]
        self.second_rows = [some(page, x, ok) for page, x, ok in zip(pages, both, doubtful)]
        again = held_out(groups, self.second_rows, AGAIN, [x[ok] for x, ok in zip(both, doubtful)])
        self.chances = [first.copy() for first in self.first]
        for chances, ok, second in zip(self.chances, doubtful, again):
            chances[ok] = second
        said = [{"first": first, "second": [round(float(c), 5) for c in second]} for first, second in zip(told, self.chances)]
        self.cut_names, read, numbers = corpus.ask("takes", said)
        self.takes, self.cut_rows, self.page_rows, at = [], [], [], 0
        self.page_names = next(line["page"]["names"] for line in read if "page" in line)
        for page, chances, line in zip(pages, self.chances, read):
            takes = line.get("takes") or []
            weight = np.full(len(takes), WEIGHTS[page.set] / max(len(takes), 1))
            self.cut_rows.append((numbers[at:at + len(takes)], scores(page, chances, takes), weight))
            at += len(takes)
            self.takes.append(takes)
            row = line["page"]["rows"] if "page" in line else np.zeros((1, len(self.page_names)))
            self.page_rows.append(np.array(row, np.float32))
        self.expected = held_out(groups, self.cut_rows, CUT)
        odds = [held_out(groups, self.type_rows(pages, kind), TYPE) for kind in TYPES]
        self.types = [TYPES[int(np.argmax([of[i][0] for of in odds]))] for i in range(len(pages))]

    def type_rows(self, pages, kind):
        """Pages whose type is known; the others weigh nothing."""
        return [(row, np.array([float(page.kind == kind)]), np.array([float(page.set in ("wcxb", "fixtures", "magic"))]))
                for row, page in zip(self.page_rows, pages)]

    def said(self):
        """What extract_features needs to write the texts."""
        for page, chances, takes, expected, kind in zip(self.takes, self.chances, self.takes, self.expected, self.types):
            cut, start, end = takes[int(np.argmax(expected))] if takes else (0.5, 0, 2**31)
            yield {"second": [round(float(c), 5) for c in chances], "cut": cut, "from": start, "to": end, "type": kind}


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def scores(page, chances, takes):
    """The word F1 of each of the candidates of a page."""
    number = {}
    ids = [[number.setdefault(word, len(number)) for word in words(line)] for line in page.lines]
    gold = [number.setdefault(word, len(number)) for word in words(page.gold)]
    wanted = np.bincount(gold, minlength=len(number))
    out = []
    for cut, start, end in takes:
        kept = [i for i in np.flatnonzero(chances > cut) if start <= i < end]
        kept = np.bincount(np.array([word for i in kept for word in ids[i]], int), minlength=len(number))
        out.append(2 * np.minimum(kept, wanted).sum() / max(kept.sum() + len(gold), 1))
    return np.array(out)


def shingles(found, n=4):
    if 0 < len(found) < n:
        return Counter([tuple(found)])
    return Counter(tuple(found[i:i + n]) for i in range(len(found) - n + 1))


def score(text, gold):
    """Scores of a text as ../../../shared/html/score.py makes them: by words, by shingles, exact."""
    got, want = (re.findall(r"\w+", of.lower()) for of in (text or "", gold))
    both = sum((Counter(got) & Counter(want)).values())
    a, b = shingles(got), shingles(want)
    hit = sum((a & b).values())
    return {"word": f1(both / len(got) if got else 0, both / len(want) if want else 0) if want else float(not got),
            "precision": hit / sum(a.values()) if a else None, "recall": hit / sum(b.values()) if b else None,
            "exact": got == want}


def table(pages, texts, judged):
    found = defaultdict(list)
    for page, text, kind, expected in zip(pages, texts, judged.types, judged.expected):
        of = score(text, page.gold) | {"type": kind == page.kind, "expected": max(expected, default=0)}
        found[page.set, page.kind].append(of)
        found[page.set, "all"].append(of)
    print(f"{'set':12} {'type':14} pages   word  shingle (precision recall)  exact  type")
    for (of, kind), rows in sorted(found.items()):
        mean = lambda name: np.mean([row[name] for row in rows if row[name] is not None])
        p, r = mean("precision"), mean("recall")
        print(f"{of:12} {kind:14} {len(rows):5}  {mean('word'):.4f}  {f1(p, r):.4f} ({p:.4f} {r:.4f})"
              f"{mean('exact'):14.3f}  {mean('type'):.3f}")
    rows = [row for (of, kind), rows in found.items() if kind == "all" and of != "fixtures" for row in rows]
    print("confidence, word F1 of pages with it:")
    for low, high in (0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01):
        some = [row for row in rows if low <= row["expected"] < high]
        if some:
            print(f"  {low:.2f}-{min(high, 1):.2f} {len(some):5} pages  expected {np.mean([row['expected'] for row in some]):.3f}"
                  f"  found {np.mean([row['word'] for row in some]):.3f}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shared")
    ap.add_argument("readability")
    ap.add_argument("--folds", type=int, default=0)
    ap.add_argument("--shuffle", type=int, default=0, help="another way to part the hosts")
    ap.add_argument("--tools", default=f"{ROOT}/target/release")
    ap.add_argument("--work", default=f"{ROOT}/target/extract")
    ap.add_argument("--texts", help="write what comes out, a page a line")
    args = ap.parse_args()
    corpus = Corpus(args.shared, args.readability, args.work, args.tools)
    pages = corpus.pages
    judged = Judgement(corpus, [fold(page.host, args.folds or 5, args.shuffle) for page in pages])
    if args.folds:
        texts = [line["text"] for line in corpus.ask("text", judged.said())[1]]
        if args.texts:
            import pickle
            pickle.dump((texts, judged.chances, judged.first, judged.takes, judged.expected, judged.types, [(p.id, p.set, p.kind, p.host, p.gold, p.lines, p.kinds, p.y) for p in pages], judged.cut_rows, judged.page_rows), open(args.texts, "wb"))
        table(pages, texts, judged)
        return
    about = ("Made by train.py from WCXB (Murrough-Foley, CC BY 4.0), fundus (MIT), magic-html (Apache-2.0), Readability's test "
             "pages (Apache-2.0) and fixtures/html.")
    both = corpus.names + judged.beside_names
    write_forest(f"{HERE}/first.txt", fit(judged.first_rows, LINES), corpus.names, about)
    write_forest(f"{HERE}/second.txt", fit([row for row in judged.second_rows if len(row[0])], AGAIN), both, about)
    write_forest(f"{HERE}/cut.txt", fit([row for row in judged.cut_rows if len(row[0])], CUT), judged.cut_names, about)
    parts = []
    for kind in TYPES:
        write_forest(f"{args.work}/type", fit(judged.type_rows(pages, kind), TYPE), judged.page_names, f"{kind}. {about}")
        parts.append(open(f"{args.work}/type", encoding="utf-8").read())
    open(f"{HERE}/types.txt", "w", encoding="utf-8").write("\n".join(parts))


main()
