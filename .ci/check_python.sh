#!/usr/bin/env bash
# The Python package: a wheel is built and checked, installed into an empty venv, and tested from outside the clone.
# usage: check_python.sh WORK
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
mkdir -p "$1"
work=$(cd "$1" && pwd)
pip() { "$1" -m pip --quiet --disable-pip-version-check "${@:2}"; }

python3 -m venv "$work/tools"
pip "$work/tools/bin/python" install maturin auditwheel
rm -rf "$work/wheels" "$work/venv"
pip "$work/tools/bin/python" wheel . --no-deps --wheel-dir "$work/wheels"
wheel=$(ls "$work"/wheels/sarand-*.whl)
"$work/tools/bin/auditwheel" show "$wheel" | tr '\n' ' ' | grep -o 'platform tag: "manylinux[^"]*"'
size=$(stat -c %s "$wheel")
echo "the wheel has $size bytes"
[[ $size -le 15000000 ]] || { echo "more than 15 MB"; exit 1; }

# What builds elsewhere has all that it is made of.
"$work/tools/bin/maturin" sdist --out "$work/sdist" 2>/dev/null
for file in pyproject.toml build.rs Cargo.lock rules/any.toml lexicon/fa/NOTICE python/src/lib.rs python/sarand/py.typed; do
    tar -tzf "$work"/sdist/sarand-*.tar.gz | grep -q "/$file\$" || { echo "the sdist lacks $file"; exit 1; }
done

python=$work/venv/bin/python
python3 -m venv "$work/venv"
pip "$python" install "$wheel" duckdb hypothesis mypy pandas polars pyarrow pyright pytest
# Those that bring much along: what cannot be had quickly is skipped by its tests, and told.
for package in 'datatrove[io]' datasets 'ray[data]' scrapy trafilatura pyspark; do
    timeout 150 "$python" -m pip --quiet --disable-pip-version-check install "$package" ||
        echo "skipped: $package does not install quickly"
done

# From elsewhere, so that the package is the one that was installed.
cd "$work"
export SARAND_ROOT=$root
"$python" - <<'END'
import os, re, sarand
assert not sarand.__file__.startswith(os.environ["SARAND_ROOT"]), sarand.__file__
readme = open(os.path.join(os.environ["SARAND_ROOT"], "README.md"), encoding="utf-8").read()
blocks = re.findall(r"```python\n(.*?)```", readme, re.S)
assert blocks, "README.md has no Python"
for block in blocks:
    exec(block)
END
"$work/venv/bin/sarand" --version
"$python" -m pytest "$root/python/tests" --rootdir "$root/python/tests" -p no:cacheprovider -rs
"$python" "$root/python/write_options.py" --check
"$python" "$root/python/write_reference.py" --check
