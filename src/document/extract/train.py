#!/usr/bin/env python3
"""Makes the forests that take the main content out of pages, and judges how good they are.

usage: train.py SHARED READABILITY [--folds N [--shuffle M]] [--tools FOLDER] [--work FOLDER]

SHARED/html has the labelled pages, READABILITY is the folder `test-pages` of Readability or of the crate readabilityrs;
`pages.py` says what they are. FOLDER of --tools has the program and `examples/extract_features`; target/release if not told:

    cargo build --release --example extract_features && cargo build --release

There are four forests, each made from what those before it say of pages whose hosts they have not seen:
  first.txt   how likely is a line content, by itself and by where it stands?
  types.txt   of which type is the page? One forest for each type
  second.txt  how likely is a doubtful line content, when that and what the first thought of the lines around is known?
  trust.txt   which F1, by words, may be expected of what is taken of the page?

With --folds nothing is written. The pages of all sets are parted N ways by host, each part is judged by forests that saw
none of its hosts, and a table tells how good that is: words (multisets), 4-word shingles, pages that are exact, types, and
how well the confidence holds. No rule for text is asked.

Needs lightgbm, numpy and rapidfuzz.
"""
import argparse, json, os, re, sys
from collections import Counter, defaultdict

import lightgbm
import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pages import HERE, ROOT, Corpus, WEIGHTS, fold, words
from training import write_forest

COMMON = dict(objective="cross_entropy", bagging_fraction=0.8, bagging_freq=1, lambda_l2=5, max_bin=63, seed=1, verbose=-1,
              num_threads=2, deterministic=True)
FIRST = dict(COMMON, learning_rate=0.13, num_leaves=32, min_data_in_leaf=30, feature_fraction=0.2), 200
SECOND = dict(COMMON, learning_rate=0.13, num_leaves=32, min_data_in_leaf=20, feature_fraction=0.2), 280
TRUST = dict(COMMON, learning_rate=0.06, num_leaves=8, min_data_in_leaf=40, feature_fraction=0.4), 80
TYPE = dict(COMMON, objective="binary", learning_rate=0.1, num_leaves=8, min_data_in_leaf=15, feature_fraction=0.4), 60
TYPES = ["article", "collection", "documentation", "forum", "listing", "product", "service"]
TYPED = "fixtures", "magic", "wcxb"  # sets whose types are known
SURE = 0.02  # as in second_pass.rs
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
        self.first = held_out(groups, self.first_rows, FIRST, [page.rows for page in pages])
        first = [told(chances) for chances in self.first]
        self.whole_names, read, rows = corpus.ask("whole", [{"first": of} for of in first])
        self.whole = spread(read, rows)
        odds = [held_out(groups, self.type_rows(pages, kind), TYPE) for kind in TYPES]
        self.odds = [told([logit(of[i][0]) for of in odds]) for i in range(len(pages))]
        self.types = [TYPES[int(np.argmax(of))] for of in self.odds]
        self.beside_names, _, beside = corpus.ask("beside", [{"first": f, "types": t} for f, t in zip(first, self.odds)])
        ends = np.cumsum([len(page.y) for page in pages])
        both = [np.concatenate([page.rows, beside[end - len(page.y):end]], 1) for page, end in zip(pages, ends)]
        doubtful = [chances > SURE for chances in self.first]
        self.second_rows = [some(page, x, ok) for page, x, ok in zip(pages, both, doubtful)]
        again = held_out(groups, self.second_rows, SECOND, [x[ok] for x, ok in zip(both, doubtful)])
        self.chances = [chances.copy() for chances in self.first]
        for chances, ok, second in zip(self.chances, doubtful, again):
            chances[ok] = second
        second = [told(chances) for chances in self.chances]
        self.trust_names, read, rows = corpus.ask("text", [{"second": s, "type": t} for s, t in zip(second, self.types)])
        self.texts = [line.get("text") or "" for line in read]
        self.scores = [score(text, page.gold) for text, page in zip(self.texts, pages)]
        self.trust_rows = [(row, np.array([of["word"]]), np.array([float(WEIGHTS[page.set])]))
                           for row, of, page in zip(spread(read, rows), self.scores, pages)]
        self.trust = [of[0] for of in held_out(groups, self.trust_rows, TRUST)]

    def type_rows(self, pages, kind):
        """Pages whose type is known; the others weigh nothing."""
        return [(row, np.array([float(page.kind == kind)]), np.array([float(page.set in TYPED)]))
                for row, page in zip(self.whole, pages)]


def logit(chance):
    return np.log(chance / (1 - chance))


def told(chances):
    return [round(float(chance), 5) for chance in chances]


def spread(read, rows):
    """A row for each page; of zeros for those that no tree could be made of, whose lines say their address again."""
    own = iter(rows)
    return [np.zeros_like(rows[:1]) if "url" in line else next(own)[None] for line in read]


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


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


def table(pages, judged):
    found = defaultdict(list)
    for page, of, kind, trust in zip(pages, judged.scores, judged.types, judged.trust):
        of = of | {"type": kind == page.kind, "trust": trust}
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
        some = [row for row in rows if low <= row["trust"] < high]
        if some:
            print(f"  {low:.2f}-{min(high, 1):.2f} {len(some):5} pages  expected {np.mean([row['trust'] for row in some]):.3f}"
                  f"  found {np.mean([row['word'] for row in some]):.3f}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("shared")
    ap.add_argument("readability")
    ap.add_argument("--folds", type=int, default=0)
    ap.add_argument("--shuffle", type=int, default=0, help="another way to part the hosts")
    ap.add_argument("--tools", default=f"{ROOT}/target/release")
    ap.add_argument("--work", default=f"{ROOT}/target/extract")
    ap.add_argument("--texts", help="with --folds: a file for what comes out, a JSON line for each page")
    args = ap.parse_args()
    corpus = Corpus(args.shared, args.readability, args.work, args.tools)
    pages = corpus.pages
    judged = Judgement(corpus, [fold(page.host, args.folds or 5, args.shuffle) for page in pages])
    if args.folds:
        if args.texts:
            with open(args.texts, "w", encoding="utf-8") as to:
                for page, text, kind, trust in zip(pages, judged.texts, judged.types, judged.trust):
                    to.write(json.dumps({"id": page.id, "text": text, "type": kind, "trust": round(trust, 3)}) + "\n")
        table(pages, judged)
        return
    about = ("Made by train.py from WCXB (Murrough-Foley, CC BY 4.0), fundus (MIT), magic-html (Apache-2.0), Readability's test "
             "pages (Apache-2.0) and fixtures/html.")
    both = corpus.names + judged.beside_names
    write_forest(f"{HERE}/first.txt", fit(judged.first_rows, FIRST), corpus.names, about)
    write_forest(f"{HERE}/second.txt", fit([row for row in judged.second_rows if len(row[0])], SECOND), both, about)
    write_forest(f"{HERE}/trust.txt", fit(judged.trust_rows, TRUST), judged.trust_names, about)
    parts = []
    for kind in TYPES:
        write_forest(f"{args.work}/type", fit(judged.type_rows(pages, kind), TYPE), judged.whole_names, f"{kind}. {about}")
        parts.append(open(f"{args.work}/type", encoding="utf-8").read())
    with open(f"{HERE}/types.txt", "w", encoding="utf-8") as to:
        to.write("\n".join(parts))


main()
