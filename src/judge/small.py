"""The small forests, which weigh the odds of the large one against what else is known: of a page, of a crawl."""
import re

import numpy as np

from corpus import one_digit
from forests import TREES, fit_trees, odds_by_all, odds_of_unseen

# Odds and share only ever speak for chrome: on other sites than blogs they must not mean less.
CRAWL = {"odds": 1, "odds-1": 0, "odds+1": 0, "share": 1, "pages": 0, "share-1": 0, "share+1": 0, "share_3": 0, "chars": 0,
         "words": 0, "is_prose": 0, "is_statement": 0, "times": 0, "score": 0}
FEW = dict(TREES, num_leaves=8, learning_rate=0.08, min_data_in_leaf=15, feature_fraction=0.8,
           monotone_constraints=list(CRAWL.values()))
FEW_ROUNDS = 150
# Columns as in page.rs. What extraction thought likely to be content is no likelier to be chrome.
PAGE = {"odds": 1, "odds-1": 0, "odds+1": 0, "odds_3": 0, "chance": -1, "chance-1": 0, "chance+1": 0, "chance_3": 0,
        "page_chance": 0, "links": 0, "links-1": 0, "links+1": 0, "page_links": 0, "kind": 0, "kind-1": 0, "kind+1": 0, "chars": 0,
        "words": 0, "is_prose": 0, "is_statement": 0, "times": 0, "score": 0, "place": 0, "from_end": 0, "lines": 0}
OF_PAGE = dict(TREES, num_leaves=12, learning_rate=0.08, min_data_in_leaf=40, feature_fraction=0.6,
               monotone_constraints=list(PAGE.values()))


def around(values, first, end, by):
    """The values so many lines below, -1 beyond the document."""
    at = np.arange(len(values)) + by
    return np.where((at >= first) & (at < end), values[np.clip(at, 0, len(values) - 1)], -1)


def mean(values, first, end, by):
    """The means over so many lines on both sides and the line itself."""
    sums = np.concatenate([[0], np.cumsum(values, dtype=np.float64)])
    at = np.arange(len(values))
    low, high = np.maximum(at - by, first), np.minimum(at + by + 1, end)
    return (sums[high] - sums[low]) / (high - low)


class Small:
    """A small forest over the odds of the large one and what is known beside; and the bounds of its levels."""

    def __init__(self, what, params, x, lines, part, weight, lost, table):
        """`part`: the numbers of the lines whose columns `x` are. `lost`: shares of content that the levels may lose. `table`:
        sets of lines to report."""
        self.params, self.x, self.chrome, self.weight = params, x, lines.chrome[part], weight
        fold, known, claimed = lines.fold[part], lines.known[part], lines.claimed[part]
        again = odds_of_unseen(x, fold, self.chrome, weight, params, FEW_ROUNDS, odds_by_all)
        kept = np.sort(again[known & ~self.chrome & ~claimed & table[0][1]])[::-1]
        count = (known & ~self.chrome & table[0][1]).sum()
        self.bounds = [float(kept[int(share * count)]) for share in lost]
        print(f"{what}: dropped / lost at safe, likely, bold")
        for name, chosen in table:
            row = f"  {name:16}"
            for limit in self.bounds:
                gone = claimed | (again > limit)
                dropped, gone = (gone & chosen & known & c for c in (self.chrome, ~self.chrome))
                row += f"{dropped.sum() / (chosen & known & self.chrome).sum():9.3f} /{100 * gone.sum() / (chosen & known & ~self.chrome).sum():5.2f}%"
            print(row)

    def forest(self):
        learn = self.weight > 0
        return fit_trees(self.x[learn], self.chrome[learn], self.weight[learn], self.params, FEW_ROUNDS)


def of_pages(lines, odds, x, weight):
    """What weighs the odds against what extraction knew of the lines of pages; columns as in page.rs."""
    seen = ~np.isnan(lines.page[:, 0])
    first, end = lines.first[lines.document], lines.first[lines.document + 1]
    own = lambda name: x[:, lines.names.index(name)]
    known = np.where(np.isnan(lines.page), -1, lines.page)
    count = (end - first).astype(np.float32)
    of_page = lambda values: mean(values, first, end, len(values))
    chance, links, kind = known.T
    beside = lambda values: [around(values, first, end, by) for by in (-1, 1)]
    at = np.arange(len(odds)) - first
    columns = np.column_stack([
        odds, *beside(odds), mean(odds, first, end, 3), chance, *beside(chance), mean(chance, first, end, 3), of_page(chance),
        links, *beside(links), of_page(links), kind, *beside(kind),
        *map(own, ("chars", "words", "is_prose", "is_statement", "times", "score")), at / count, count - 1 - at, count])
    part = np.flatnonzero(seen)
    name = lines.set[part]
    return Small("of pages", OF_PAGE, columns[part].astype(np.float32), lines, part, weight[part], (0.001, 0.005, 0.015),
                 [("--extract main", name == "own-main"), ("--extract all", name == "own-all")])


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


def of_crawl(lines, odds, x, hosts):
    """What weighs the odds against how often lines stand on other pages; columns as in crawl.rs."""
    rows = with_crawl(lines, odds, hosts)
    part = np.concatenate([part for part, _, _ in rows])
    columns = np.concatenate([crawl_columns(lines, odds, x, *row) for row in rows])
    everywhere = np.ones(len(part), bool)
    return Small(f"with the crawl, {len(rows)} documents", FEW, columns, lines, part, lines.known[part].astype(float),
                 (0.002, 0.005, 0.015), [("all", everywhere)])


def crawl_columns(lines, odds, x, part, share, pages):
    """As in crawl.rs."""
    name = {n: k for k, n in enumerate(lines.names)}
    beside = lambda values: [around(values, 0, len(part), by) for by in (-1, 1)]
    own = [x[part, name[n]] for n in ("chars", "words", "is_prose", "is_statement", "times", "score")]
    return np.column_stack([odds[part], *beside(odds[part]), share, np.full(len(part), pages), *beside(share),
                            mean(share, 0, len(part), 3), *own]).astype(np.float32)
