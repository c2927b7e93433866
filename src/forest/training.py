"""What the scripts that make forests share: labels from a text's main content, and trees as the program reads them.

`src/document/extract/train.py` and `src/judge/train.py` import it. Needs numpy and rapidfuzz.
"""
import re

import numpy as np
from rapidfuzz.distance import LCSseq


def words(text):
    return re.findall(r"\w+", text.lower())


def shares(lines, gold):
    """Of each line the share of its words that the gold has, too, in order; None for a line without words."""
    flat = [w for line in lines for w in line]
    number = {}
    ids = lambda ws: [number.setdefault(w, len(number)) for w in ws]
    hit = np.zeros(len(flat), bool)
    for op in LCSseq.opcodes(ids(flat), ids(gold)):
        if op.tag == "equal":
            hit[op.src_start:op.src_end] = True
    ends = np.cumsum([len(line) for line in lines])
    return [hit[end - len(line):end].mean() if line else None for line, end in zip(lines, ends)]


def preorder(node, used, out):
    if "split_index" not in node:
        out.append(f"{node['leaf_value']:.4g}")
        return
    column = used.setdefault(node["split_feature"], len(used))
    out.append(f"{column}<{np.float32(node['threshold']):.6g}")
    preorder(node["left_child"], used, out)
    preorder(node["right_child"], used, out)


def write_forest(path, model, names, about):
    """Writes a forest of LightGBM; `about` is said in its first line."""
    used, trees = {}, []
    for tree in model.dump_model()["tree_info"]:
        out = []
        preorder(tree["tree_structure"], used, out)
        trees.append(" ".join(out))
    with open(path, "w", encoding="utf-8") as to:
        to.write(f"# {about}\n" + " ".join(names[c] for c in used) + "\n" + "\n".join(trees) + "\n")
