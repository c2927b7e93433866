#!/usr/bin/env bash
# The examples for clusters keep what they promise, where their packages are installed.
# usage: check_cluster.sh SARAND [PYTHON [PACKAGE]]     PACKAGE: pyspark or datatrove; without it, both
set -euo pipefail
cd "$(dirname "$0")/.."
sarand=$1
python=${2:-python3}
only=${3:-}

# PACKAGE FOLDER TOOL: proves examples/FOLDER, if the Python package and the tool are there.
prove() {
    local package=$1 example=$2 tool=$3
    if [[ -n $only && $only != "$package" ]]; then
        return
    fi
    if ! "$python" -c "import sys, importlib.util as u; sys.exit(u.find_spec('$package') is None)"; then
        echo "skipped: no $package"
    elif ! command -v "$tool" >/dev/null; then
        echo "skipped: no $tool"
    else
        "$python" "examples/$example/prove.py" "$sarand"
    fi
}
prove pyspark spark java
prove datatrove datatrove "$python"
