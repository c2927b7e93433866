#!/usr/bin/env python3
"""Cleans JSONL on a Spark cluster: each partition goes through one `sarand`.

usage: spark-submit clean.py INPUT OUTPUT [--sarand PATH] [--partitions N] [-- OPTIONS OF SARAND]

A record in is a record out (--keep-empty), so counts can be compared. A record that cannot be read ends `sarand` with
1, the task fails, and after its tries the job: nothing is lost without a word. --skip-bad goes on: such a record leaves a line {"id", "error"}.
"""
import argparse
import shlex
import sys

from pyspark.sql import SparkSession


def command(args):
    """What each partition is piped through. One thread: Spark runs a task for each core."""
    sarand = [args.sarand, "clean", "-", "-o", "-", "--input-format", "jsonl", "--keep-empty", "--quiet", "-j", "1"]
    line = shlex.join(sarand + args.options)
    return shlex.join(["sh", "-c", f'{line} || [ "$?" = 1 ]']) if args.skip_bad else line


def main():
    given = sys.argv[1:]
    cut = given.index("--") if "--" in given else len(given)
    parser = argparse.ArgumentParser()
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--sarand", default="sarand", help="the program on the workers; ./sarand with --files")
    parser.add_argument("--partitions", type=int, help="at least so many pieces")
    parser.add_argument("--skip-bad", action="store_true", help="go on when records cannot be read")
    args = parser.parse_args(given[:cut])
    args.options = given[cut + 1 :]
    spark = SparkSession.builder.appName("sarand").getOrCreate()
    lines = spark.sparkContext.textFile(args.input, args.partitions)
    lines.pipe(command(args), checkCode=True).saveAsTextFile(args.output)
    spark.stop()


if __name__ == "__main__":
    main()
