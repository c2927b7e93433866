#!/usr/bin/env python3
"""Proves the step: four files in two processes, and the result is that of `sarand` alone.

usage: prove.py SARAND

20,000 records are made. Needs datatrove (pip install 'datatrove[io]').
"""
import glob
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import crawl  # noqa: E402

RECORDS, FILES = 20_000, 4


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sarand = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as work:
        crawl.write(RECORDS, f"{work}/crawl.jsonl")
        os.mkdir(f"{work}/in")
        with open(f"{work}/crawl.jsonl", "rb") as lines:
            pieces = [open(f"{work}/in/{piece}.jsonl", "wb") for piece in range(FILES)]
            for number, line in enumerate(lines):
                pieces[number % FILES].write(line)
            for piece in pieces:
                piece.close()
        alone = [sarand, "clean", f"{work}/crawl.jsonl", "-o", f"{work}/one", "--single", "--keep-empty", "--quiet"]
        subprocess.run(alone, check=True)

        def run(out, *more):
            job = [sys.executable, f"{HERE}/clean.py", f"{work}/in", f"{work}/{out}", "--sarand", sarand]
            job += ["--tasks", str(FILES), "--workers", "2", "--keep-empty", *more]
            return subprocess.run(job, cwd=work, capture_output=True, text=True)

        ran = run("out")
        if ran.returncode:
            sys.exit(f"the pipeline ended with {ran.returncode}:\n{ran.stderr[-3000:]}")
        (texts, count), (piped, written) = (
            crawl.texts(f"{work}/one/documents.jsonl"), crawl.texts(*glob.glob(f"{work}/out/*.jsonl")))
        files = len(glob.glob(f"{work}/out/*.jsonl"))
        print(f"{RECORDS} records in, {written} out of {files} files, {count} by sarand alone")
        faults = []
        if not RECORDS == written == count == len(piped):
            faults.append("not as many records as were given")
        unlike = [id for id in texts if texts[id] != piped.get(id)]
        if unlike:
            faults.append(f"{len(unlike)} texts are not those of sarand alone: {unlike[:5]}")
        # A program that fails must fail the pipeline.
        if not run("bad", "--", "--level", "nonsense").returncode:
            faults.append("a pipeline whose sarand fails ends well")
        print("\n".join(faults) or "all texts are those of sarand alone")
        sys.exit(bool(faults))


if __name__ == "__main__":
    main()
