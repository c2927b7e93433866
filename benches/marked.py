"""A table in a document, between `<!-- NAME -->` and `<!-- end of NAME -->`."""
import sys


def put(path, name, table):
    """Puts a table in the place of the one that is there."""
    text = open(path, encoding="utf-8").read()
    head, begin, rest = text.partition(f"<!-- {name} -->\n")
    _, end, tail = rest.partition(f"<!-- end of {name} -->\n")
    if not (begin and end):
        sys.exit(f"{path} has no lines <!-- {name} --> and <!-- end of {name} -->")
    open(path, "w", encoding="utf-8").write(head + begin + table + end + tail)
