#!/usr/bin/env python3
"""Cleans a folder of JSONL with datatrove on one machine.

usage: clean.py IN_DIR OUT_DIR [--sarand PATH] [--tasks N] [--workers N] [--keep-empty] [-- OPTIONS OF SARAND]
"""
import argparse
import sys

from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter

from sarand_step import SarandCleaner


def main():
    given = sys.argv[1:]
    cut = given.index("--") if "--" in given else len(given)
    parser = argparse.ArgumentParser()
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--sarand", default="sarand")
    parser.add_argument("--tasks", type=int, default=1, help="pieces of the work; at most as many as files are of use")
    parser.add_argument("--workers", type=int, default=-1, help="tasks at a time")
    parser.add_argument("--keep-empty", action="store_true")
    args = parser.parse_args(given[:cut])
    pipeline = [
        JsonlReader(args.input),
        SarandCleaner(args.sarand, given[cut + 1 :], args.keep_empty),
        JsonlWriter(args.output, compression=None),
    ]
    LocalPipelineExecutor(pipeline, tasks=args.tasks, workers=args.workers, logging_dir=args.output + ".log").run()


if __name__ == "__main__":
    main()
