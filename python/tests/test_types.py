"""The types of the package hold, the table of keywords is as it would be written, and the docstrings tell what happens."""

from __future__ import annotations

import ast
import doctest
import importlib.util
import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from support import ROOT, environment

import sarand
from sarand import _functions, _sarand

USAGE = Path(__file__).parent / "typed_usage.py"

#: The sources, also when the package is installed elsewhere: checkers do not look into what is installed.
PACKAGE = ROOT / "python"
SOURCES = PACKAGE / "sarand"

#: Modules for another package, whose types are known only where it is.
OTHERS = ("datatrove", "polars", "scrapy")

#: The files of the package that can be checked here.
CHECKED = [
    path
    for path in sorted([*SOURCES.glob("*.py"), *SOURCES.glob("*.pyi")])
    if path.stem not in OTHERS or importlib.util.find_spec(path.stem)
]

#: What is wrong in it on purpose, a line each, and part of what a checker says of it.
WRONG = """\
import sarand
sarand.clean(3)
sarand.Cleaner(levle="safe")
sarand.Cleaner(level="sure")
sarand.clean("x").texts
sarand.run("in", "out", jobs="2")
sarand.Cleaner(rules=3)
number: int = sarand.clean("x").title
sarand.clean("x").text = "y"
"""


def tool(name: str, *args: object) -> subprocess.CompletedProcess[str]:
    """Runs a checker, or skips."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed: pip install {name}")
    env = {**environment(), "MYPYPATH": str(PACKAGE)}
    done = subprocess.run([found, *map(str, args)], capture_output=True, text=True, env=env, cwd=ROOT, timeout=300)
    if name == "pyright" and not done.stdout.strip():
        pytest.skip(f"pyright cannot be run: {done.stderr.strip()[-200:]}")
    return done


def mypy(*paths: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    return tool("mypy", "--strict", "--cache-dir", cache, "--no-error-summary", *paths)


def pyright(folder: Path, *paths: Path) -> subprocess.CompletedProcess[str]:
    """In strict mode, with the package on the path."""
    strict = ", ".join(f'"{path}"' for path in paths)
    (folder / "pyrightconfig.json").write_text(
        f'{{"typeCheckingMode": "strict", "include": [{strict}], "extraPaths": ["{PACKAGE}"], "pythonVersion": "3.10"}}'
    )
    return tool("pyright", "--project", folder, "--pythonpath", sys.executable)


def test_mypy_finds_nothing(tmp_path: Path) -> None:
    done = mypy(*CHECKED, USAGE, cache=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pyright_finds_nothing(tmp_path: Path) -> None:
    done = pyright(tmp_path, *CHECKED, USAGE)
    assert done.returncode == 0, done.stdout


def test_checkers_find_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text(WRONG)
    lines = set(range(2, len(WRONG.splitlines()) + 1))
    said = mypy(file, cache=tmp_path / "cache").stdout
    assert {int(line.split(":")[1]) for line in said.splitlines() if "wrong.py" in line and ": error:" in line} == lines, said
    said = pyright(tmp_path, file).stdout
    assert {int(line.split(":")[1]) for line in said.splitlines() if "wrong.py:" in line and " error: " in line} >= lines, said


def test_the_table_of_keywords_is_as_it_would_be_written() -> None:
    script = ROOT / "python" / "write_options.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, env=environment())
    assert done.returncode == 0, done.stdout


def test_all_that_is_told_is_there() -> None:
    assert sorted(sarand.__all__) == sarand.__all__
    for name in sarand.__all__:
        assert hasattr(sarand, name), name
    for name, value in vars(_sarand).items():
        if isinstance(value, type):
            assert value.__module__ == "sarand" or name.startswith("_"), name


def names_of_stub() -> dict[str, set[str]]:
    """The classes of the stub, and what they have."""
    tree = ast.parse((SOURCES / "_sarand.pyi").read_text(encoding="utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not any("Protocol" in ast.dump(base) for base in node.bases)]
    return {node.name: {one.name for one in node.body if isinstance(one, ast.FunctionDef)} for node in classes}


def test_the_stub_has_what_the_native_half_has() -> None:
    stub = names_of_stub()
    native = {name: value for name, value in vars(_sarand).items() if isinstance(value, type)}
    assert set(stub) == set(native)
    for name, told in stub.items():
        public = {one for one in vars(native[name]) if not one.startswith("_")}
        assert {one for one in told if not one.startswith("_")} == public, name
        assert all(hasattr(native[name], one) for one in told), name


@pytest.mark.parametrize("name", ["clean", "clean_html", "repair", "clean_many", "clean_arrow"])
def test_native_methods_have_the_parameters_of_the_stub(name: str) -> None:
    tree = ast.parse((SOURCES / "_sarand.pyi").read_text(encoding="utf-8"))
    (cleaner,) = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Cleaner"]
    (method,) = [node for node in cleaner.body if isinstance(node, ast.FunctionDef) and node.name == name]
    told = [one.arg for one in method.args.args + method.args.kwonlyargs]
    assert list(inspect.signature(getattr(sarand.Cleaner, name)).parameters) == told


# Docstrings


def examples(module: ModuleType) -> list[doctest.DocTest]:
    return [test for test in doctest.DocTestFinder(exclude_empty=True).find(module) if test.examples]


def run(test: doctest.DocTest) -> str:
    """What a doctest says that fails; nothing if it holds."""
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append)
    return "".join(said)



@pytest.mark.parametrize(
    "test",
    [pytest.param(test, id=test.name) for test in examples(_functions)],
)
def test_examples_of_functions(test: doctest.DocTest) -> None:
    assert run(test) == ""


def test_examples_of_the_package() -> None:
    (test,) = doctest.DocTestFinder(recurse=False).find(importlib.import_module("sarand"), "sarand")
    assert test.examples
    assert run(test) == ""


def test_examples_of_the_stub() -> None:
    text = (SOURCES / "_sarand.pyi").read_text(encoding="utf-8")
    test = doctest.DocTestParser().get_doctest(text.replace('"""', "\n"), {}, "_sarand.pyi", "_sarand.pyi", 0)
    assert test.examples
    assert run(test) == ""


def test_help_tells_what_the_stub_tells() -> None:
    told = 0
    for node in ast.parse((SOURCES / "_sarand.pyi").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
            assert inspect.getdoc(getattr(sarand, node.name)) == ast.get_docstring(node), node.name
        if not isinstance(node, ast.ClassDef) or not hasattr(sarand, node.name):
            continue
        native = getattr(sarand, node.name)
        assert inspect.getdoc(native) == ast.get_docstring(node), node.name
        for one in node.body:
            if isinstance(one, ast.FunctionDef) and not one.name.startswith("__"):
                assert inspect.getdoc(getattr(native, one.name)) == ast.get_docstring(one), f"{node.name}.{one.name}"
                told += 1
    assert told > 40


def test_the_package_says_that_it_is_typed() -> None:
    assert (SOURCES / "py.typed").exists()
    assert os.path.exists(SOURCES / "_sarand.pyi")
