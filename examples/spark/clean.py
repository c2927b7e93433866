#!/usr/bin/env python3
"""Cleans JSONL, or the archives of a crawl, on a Spark cluster: each partition goes through `sarand`.

usage: spark-submit clean.py INPUT OUTPUT [--archives] [--cat COMMAND] [--sarand PATH] [--partitions N] [--skip-bad]
                             [-- OPTIONS OF SARAND]

INPUT is JSONL; with --archives it lists files, a path a line (`wet.paths` of Common Crawl is such a list): WARC, WET, ARC,
tar or CSV, as `sarand` reads them. A file is a task: COMMAND writes it (`cat` one that each worker sees,
`hadoop fs -cat`, `aws s3 cp {} -`, where {} is the path), and `sarand` reads what comes, so nobody holds a whole file.

A record in is a record out (--keep-empty), so counts can be compared. A record that cannot be read ends `sarand` with
1, the task fails, and after its tries the job: nothing is lost without a word. --skip-bad goes on: such a record leaves a
line {"id", "error"}.
"""
import argparse
import shlex
import sys

from pyspark.sql import SparkSession

# A path after the other; that the reading or the cleaning fails ends it.
EACH = """while IFS= read -r path; do
{cat} | {sarand} --stdin-name "$path"
codes=("${{PIPESTATUS[@]}}")
[ "${{codes[0]}}" = 0 ] || exit 4
[ "${{codes[1]}}" -le {worst} ] || exit "${{codes[1]}}"
done"""


def command(args):
    """What each partition is piped through. One thread: Spark runs a task for each core."""
    sarand = [args.sarand, "clean", "-", "-o", "-", "--keep-empty", "--quiet", "-j", "1"]
    sarand = shlex.join(sarand + ([] if args.archives else ["--input-format", "jsonl"]) + args.options)
    if args.archives:
        cat = args.cat if "{}" in args.cat else args.cat + " {}"
        cat = cat.replace("{}", '"$path"')
        return shlex.join(["bash", "-c", EACH.format(cat=cat, sarand=sarand, worst=int(args.skip_bad))])
    return shlex.join(["sh", "-c", f'{sarand} || [ "$?" = 1 ]']) if args.skip_bad else sarand


def main():
    given = sys.argv[1:]
    cut = given.index("--") if "--" in given else len(given)
    parser = argparse.ArgumentParser()
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--archives", action="store_true", help="INPUT lists files to read")
    parser.add_argument("--cat", default="cat --", metavar="COMMAND", help="what writes such a file to its output")
    parser.add_argument("--sarand", default="sarand", help="the program on the workers; ./sarand with --files")
    parser.add_argument("--partitions", type=int, help="at least so many pieces; of archives: a file each")
    parser.add_argument("--skip-bad", action="store_true", help="go on when records cannot be read")
    args = parser.parse_args(given[:cut])
    args.options = given[cut + 1 :]
    context = SparkSession.builder.appName("sarand").getOrCreate().sparkContext
    lines = context.textFile(args.input, args.partitions)
    if args.archives:
        paths = [path for path in lines.collect() if path]
        lines = context.parallelize(paths, args.partitions or max(len(paths), 1))
    lines.pipe(command(args), checkCode=True).saveAsTextFile(args.output)
    context.stop()


if __name__ == "__main__":
    main()
