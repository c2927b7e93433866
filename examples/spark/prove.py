#!/usr/bin/env python3
"""Proves the job: two workers, one of them killed midway, and the result is that of one machine.

usage: prove.py SARAND [jsonl|archives]

20,000 records are made, as JSONL and as WET files; both are proved unless one is named. Needs pyspark (pip) and Java 17 or
newer.
"""
import glob
import os
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import crawl  # noqa: E402

RECORDS, PIECES = 20_000, 40


def below(root):
    """The processes that `root` started, and theirs: {pid: command line}. No others are looked at, still less killed."""
    parents, lines = {}, {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        pid = int(path.split("/")[2])
        try:
            parents[pid] = int(open(path).read().rpartition(")")[2].split()[1])
            lines[pid] = open(f"/proc/{pid}/cmdline").read().replace("\0", " ")
        except OSError:
            continue

    def ours(pid):
        while pid in parents:
            if pid == root:
                return True
            pid = parents[pid]
        return False

    return {pid: line for pid, line in lines.items() if ours(pid)}


def jsonl(work):
    """What is read here, what the job is given, and in how many pieces."""
    crawl.write(RECORDS, f"{work}/crawl.jsonl")
    return f"{work}/crawl.jsonl", [f"{work}/crawl.jsonl", f"{work}/out", "--partitions", str(PIECES)]


def archives(work):
    """The same for a list of WET files."""
    paths = crawl.write_wet(RECORDS, f"{work}/wet", PIECES)
    with open(f"{work}/paths", "w") as listed:
        listed.writelines(path + "\n" for path in paths)
    return f"{work}/wet", [f"{work}/paths", f"{work}/out", "--archives"]


def prove(make, sarand, work):
    """Runs the job over what `make` makes: a list of faults."""
    import pyspark

    given, arguments = make(work)
    subprocess.run([sarand, "clean", given, "-o", f"{work}/one", "--single", "--keep-empty", "--quiet"], check=True)
    home = os.path.dirname(pyspark.__file__)
    job = [f"{home}/bin/spark-submit", "--master", "local-cluster[2,1,1024]", "--files", sarand]
    for setting in (f"spark.local.dir={work}/spark", "spark.ui.enabled=false", "spark.driver.bindAddress=127.0.0.1",
                    "spark.driver.host=127.0.0.1", "spark.log.structuredLogging.enabled=false"):
        job += ["--conf", setting]
    job += [f"{HERE}/clean.py", *arguments, "--sarand", "./" + os.path.basename(sarand)]
    env = dict(os.environ, SPARK_HOME=home, SPARK_LOCAL_IP="127.0.0.1", SPARK_WORKER_DIR=f"{work}/workers",
               PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable)
    with open(f"{work}/log", "wb") as log:
        running = subprocess.Popen(job, cwd=work, env=env, stdout=log, stderr=log)
        killed = done = 0
        while running.poll() is None:
            time.sleep(0.2)
            done = len(glob.glob(f"{work}/out/_temporary/0/task_*"))
            if not killed and done >= PIECES // 5:
                executors = [pid for pid, line in below(running.pid).items() if "CoarseGrainedExecutorBackend" in line]
                if executors:
                    killed = executors[0]
                    os.kill(killed, signal.SIGKILL)
                    print(f"killed one of {len(executors)} executors when {done} of {PIECES} pieces were written")
    told = open(f"{work}/log", encoding="utf-8", errors="replace").read()
    faults = []
    if running.returncode:
        faults.append(f"the job ended with {running.returncode}:\n{told[-3000:]}")
    if not killed or "Lost executor" not in told:
        faults.append("no executor was lost midway")
    if not os.path.exists(f"{work}/out/_SUCCESS"):
        faults.append("no _SUCCESS")
    pieces = glob.glob(f"{work}/out/part-*")
    (alone, count), (spread, written) = crawl.texts(f"{work}/one/documents.jsonl"), crawl.texts(*pieces)
    print(f"{RECORDS} records in, {written} out of {len(pieces)} pieces, {count} on one machine")
    if not RECORDS == written == count == len(spread):
        faults.append("not as many records as were given")
    unlike = [id for id in alone if alone[id] != spread.get(id)]
    if unlike:
        faults.append(f"{len(unlike)} texts are not those of one machine: {unlike[:5]}")
    return faults


def main():
    proofs = {"jsonl": jsonl, "archives": archives}
    if len(sys.argv) not in (2, 3) or not set(sys.argv[2:]) <= set(proofs):
        sys.exit(__doc__)
    failed = False
    for name in sys.argv[2:] or proofs:
        with tempfile.TemporaryDirectory() as work:
            print(f"{name}:", flush=True)
            faults = prove(proofs[name], os.path.abspath(sys.argv[1]), work)
        print("\n".join(faults) or "all texts are those of one machine", flush=True)
        failed |= bool(faults)
    sys.exit(failed)


if __name__ == "__main__":
    main()
