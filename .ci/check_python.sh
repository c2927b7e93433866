#!/usr/bin/env bash
# The Python package: a wheel is built and checked, installed into an empty venv, and tested from outside the clone.
# usage: check_python.sh prepare WORK     fetches what the tests need; can be done while something else compiles
#        check_python.sh test WORK
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
mkdir -p "$2"
work=$(cd "$2" && pwd)
python=$work/venv/bin/python
pip() { "$1" -m pip --quiet --disable-pip-version-check "${@:2}"; }

if [[ $1 == prepare ]]; then
    python3 -m venv "$work/tools"
    pip "$work/tools/bin/python" install maturin auditwheel
    rm -rf "$work/venv"
    python3 -m venv "$work/venv"
    pip "$python" install duckdb hypothesis mypy pandas pandas-stubs polars pyarrow pyright pytest
    # Those that bring much along: what cannot be had quickly is skipped by its tests, and told.
    for packages in 'datatrove[io]' datasets scrapy 'trafilatura lxml_html_clean' pyspark; do
        # shellcheck disable=SC2086 # some packages
        timeout 150 "$python" -m pip --quiet --disable-pip-version-check install $packages ||
            echo "skipped: $packages cannot be installed quickly"
    done
    exit 0
fi

rm -rf "$work/wheels" "$work/sdist"
pip "$work/tools/bin/python" wheel . --no-deps --wheel-dir "$work/wheels"
wheel=$(ls "$work"/wheels/sarand-*.whl)
"$work/tools/bin/auditwheel" show "$wheel" | tr '\n' ' ' | grep -o 'platform tag: "manylinux[^"]*"'
size=$(stat -c %s "$wheel")
echo "the wheel has $size bytes"
[[ $size -le 15000000 ]] || { echo "more than 15 MB"; exit 1; }

# What builds elsewhere has all that it is made of.
"$work/tools/bin/maturin" sdist --out "$work/sdist" 2>/dev/null
tar -tzf "$work"/sdist/sarand-*.tar.gz >"$work/files"
for file in pyproject.toml build.rs Cargo.lock rules/any.toml lexicon/fa/NOTICE python/src/lib.rs python/sarand/py.typed; do
    grep -q "/$file\$" "$work/files" || { echo "the sdist lacks $file"; exit 1; }
done

pip "$python" install --force-reinstall --no-deps "$wheel"

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
