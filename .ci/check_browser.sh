#!/usr/bin/env bash
# The workbench does what it promises in a real browser: Debian's Chromium, driven by playwright-core.
# usage: check_browser.sh SARAND WORK     WORK: a folder for this check, which goes with its caller
# What is not there is told and skipped. Pictures of all pages are in target/screenshots afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."
sarand=$(realpath "$1")
work=$2
tests=tests/browser

skip() {
    echo "skipped: $*"
    exit 0
}

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    skip "no node and npm"
fi
if (($(node --version | sed 's/^v\([0-9]*\).*/\1/') < 20)); then
    skip "node $(node --version) is older than 20"
fi
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
if [[ -z $chromium ]]; then
    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
        skip "no Chromium, and no right to install it"
    fi
    export DEBIAN_FRONTEND=noninteractive
    if ! { apt-get update && apt-get install --yes --no-install-recommends chromium; } >"$work.apt" 2>&1; then
        tail -n 3 "$work.apt"
        rm -f "$work.apt"
        skip "Chromium cannot be installed"
    fi
    rm -f "$work.apt"
    chromium=$(command -v chromium)
fi

# In a copy, so that no packages stay in the tree.
copy=$work/tree
mkdir -p "$copy/tests" "$work/runs" target/screenshots
trap 'rm -rf "$work"' EXIT
cp -R "$tests" "$copy/tests/"
for folder in fixtures src; do
    ln -s "$PWD/$folder" "$copy/$folder"
done
if [[ ! -d $copy/$tests/node_modules ]]; then
    if ! (cd "$copy/$tests" && npm ci --ignore-scripts --no-audit --no-fund) >"$work/npm" 2>&1; then
        tail -n 3 "$work/npm"
        skip "the packages of $tests cannot be fetched"
    fi
fi

export SARAND=$sarand CHROMIUM=$chromium WORK=$work/runs SCREENSHOTS=$PWD/target/screenshots
# What programs and the browser leave in the folder for temporary files goes, too.
export TMPDIR=$work/tmp
mkdir -p "$TMPDIR"
cd "$copy/$tests"
report=$work/report
if ! node --test --test-concurrency=2 --test-reporter=spec --test-reporter-destination="$report" ./*.test.mjs; then
    sed -n '/failing tests/,$p' "$report"
    exit 1
fi
grep -E '^ℹ (tests|pass|skipped|todo|duration)' "$report"
