"""Writes docs/python-reference.md: what the package has, from its docstrings.

usage: python python/write_reference.py            writes the page
       python python/write_reference.py --check    says whether it is as it would be written
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from pathlib import Path

from write_or_check import write_or_check

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "python-reference.md"
SOURCES = [HERE / "sarand" / name for name in ("_functions.py", "_sarand.pyi", "_report.py", "errors.py")]

HEAD = """# Python reference

What `import sarand` has, written by `python/write_reference.py` from the docstrings. [python.md](python.md) shows how to use it.
"""


def markdown(text: str) -> str:
    """A docstring as Markdown: names in code, sessions in blocks."""
    text = re.sub(r":(?:class|func|meth|mod|attr):`([^`]*)`", r"`\1`", inspect.cleandoc(text)).replace("``", "`")
    blocks = []
    for block in re.split(r"\n\n+", text):
        if block.startswith(">>>"):
            blocks.append(f"```pycon\n{block}\n```")
        else:
            blocks.append(block)
    return "\n\n".join(blocks)


def signature(node: ast.FunctionDef, name: str) -> str:
    """How a function is called, one line or a line for each argument."""
    args = ast.unparse(node.args).removeprefix("self, ").removeprefix("cls, ").replace("'", '"')
    args = "" if args in ("self", "cls") else args
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    line = f"{name}({args}){returns}"
    if len(line) <= 100:
        return line
    parts = re.split(r", (?![^\[(]*[\])])", args)
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + f"){returns}"


def is_property(node: ast.FunctionDef) -> bool:
    """Whether a method is read like a value."""
    return any(isinstance(one, ast.Name) and one.id == "property" for one in node.decorator_list)


def of_function(node: ast.FunctionDef, level: str, prefix: str = "sarand.") -> str:
    """The part of the page on a function."""
    return f"\n{level} `{prefix}{node.name}`\n\n```python\n{signature(node, node.name)}\n```\n\n{markdown(ast.get_docstring(node) or '')}\n"


def of_class(node: ast.ClassDef) -> str:
    """The part of the page on a class."""
    bases = ", ".join(f"`{ast.unparse(base)}`" for base in node.bases if ast.unparse(base) not in ("Protocol", "TypedDict"))
    out = f"\n## `sarand.{node.name}`\n\n{markdown(ast.get_docstring(node) or '')}\n"
    if bases:
        out += f"\nIt is a {bases}.\n"
    rows, functions = [], []
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and is_property(one):
            kind = ast.unparse(one.returns) if one.returns else ""
            rows.append((one.name, kind, markdown(ast.get_docstring(one) or "")))
        elif isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
            functions.append(one)
        elif isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            rows.append((one.target.id, ast.unparse(one.annotation), ""))
    if rows:
        out += "\n| attribute | type | what it is |\n|---|---|---|\n"
        out += "".join(f"| `{name}` | `{kind}` | {said} |\n".replace("| None", "\\| None") for name, kind, said in rows)
    return out + "".join(of_function(one, "###", f"{node.name}.") for one in functions)


def options() -> str:
    """The tables of keywords."""
    source = (HERE / "sarand" / "options.py").read_text(encoding="utf-8")
    out = "\n## Keywords\n\nThe flags of the program, by keyword. `None` is as good as not given.\n"
    for name, body in re.findall(r"class (\w+Options)\(TypedDict, total=False\):\n(.*?)(?=\n\n\nclass|\Z)", source, re.S):
        summary = markdown(re.findall(r'"""(.*?)"""', body, re.S)[0])
        out += f"\n### `{name}`\n\n{summary}\n\n| keyword | type | what it does |\n|---|---|---|\n"
        for comments, keyword, kind in re.findall(r"\n((?:    #: .*\n)+)    (\w+): (.*)", body):
            said = " ".join(line.strip().removeprefix("#: ") for line in comments.strip().splitlines())
            out += f"| `{keyword}` | `{kind.removesuffix(' | None')}` | {said} |\n".replace(" | Sequence", " \\| Sequence").replace(
                "int | str", "int \\| str"
            ).replace("StrPath | RuleSet", "StrPath \\| RuleSet")
    return out


def written() -> str:
    """The text of the page."""
    nodes: dict[str, ast.FunctionDef | ast.ClassDef] = {}
    for path in SOURCES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                nodes.setdefault(node.name, node)
    public = ast.parse((HERE / "sarand" / "__init__.py").read_text(encoding="utf-8"))
    names: list[str] = next(
        ast.literal_eval(one.value)
        for one in public.body
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and one.targets[0].id == "__all__"
    )
    out = [HEAD]
    found = [nodes[name] for name in names if name in nodes]
    out += [of_function(node, "##") for node in found if isinstance(node, ast.FunctionDef)]
    out += [of_class(node) for node in found if isinstance(node, ast.ClassDef)]
    return "".join(out) + options()


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, written()))
