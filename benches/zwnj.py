#!/usr/bin/env python3
"""Restores a folder of text files with another tool, line by line, to be compared.

usage: zwnj.py hazm|rishe|shekar|virastar|sarand IN_DIR OUT_DIR

    pip install hazm rishe shekar; npm install virastar

Prints the bytes a second of CPU. Lines in, lines out: a tool's line breaks become spaces.
"""
import json
import pathlib
import resource
import subprocess
import sys


def cpu():
    return sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def tool(name):
    """What makes restored lines of lines."""
    if name == "sarand":
        run = lambda lines: subprocess.run(
            ["sarand", "repair", "--lang", "fa"], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True
        ).stdout.split("\n")[:-1]
        return run
    if name == "virastar":
        script = (
            "const V=require('virastar'),v=new V();"
            "const lines=JSON.parse(require('fs').readFileSync(0,'utf8'));"
            "console.log(JSON.stringify(lines.map(l=>v.cleanup(l))))"
        )
        return lambda lines: json.loads(
            subprocess.run(["node", "-e", script], input=json.dumps(lines), capture_output=True, text=True, check=True).stdout
        )
    if name == "shekar":
        from shekar import Normalizer

        normalizer = Normalizer()
        return lambda lines: [normalizer(line) for line in lines]
    module = __import__(name)
    normalizer = module.Normalizer()
    return lambda lines: [normalizer.normalize(line) for line in lines]


def main():
    name, source, target = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    target.mkdir(parents=True, exist_ok=True)
    restore, size, start = tool(name), 0, cpu()
    for path in sorted(source.iterdir()):
        text = path.read_text(encoding="utf-8")
        size += len(text.encode())
        lines = [line.replace("\n", " ") for line in restore(text.split("\n")[:-1])]
        (target / path.name).write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(f"{name}: {size / 1e6 / max(cpu() - start, 1e-9):.2f} MB/s of CPU", file=sys.stderr)


if __name__ == "__main__":
    main()
