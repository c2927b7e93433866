"""Spark, with an executor that is killed midway, and Ray. Both start processes of their own, and take half a minute each."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from integration import EXAMPLES, LIKELY, ROOT, environment, load, run

FERRY = "The ferry to the island leaves at nine."
RECORDS, FILES = 6_000, 30


def library(name: str) -> Any:
    return pytest.importorskip(name, reason=f"no {name}")


def crawl(folder: Path) -> dict[str, dict[str, Any]]:
    """Writes Parquet files, in which every seventh text is null; gives the records by id."""
    pa, pq = library("pyarrow"), library("pyarrow.parquet")
    records = list(load(ROOT / "examples" / "crawl.py").records(RECORDS))
    for record in records[::7]:
        record["text"] = None
    folder.mkdir()
    for number in range(FILES):
        pq.write_table(pa.Table.from_pylist(records[number::FILES]), folder / f"{number:02}.parquet")
    return {record["id"]: record for record in records}


def submit(home: Path, work: Path, *arguments: Path) -> list[str]:
    """The command of a job with two executors, which gets a task for each file."""
    settings = {
        "spark.local.dir": work / "spark",
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.log.structuredLogging.enabled": "false",
        # No file is larger than this, and to open one more counts as much: so there is a task for each.
        "spark.sql.files.maxPartitionBytes": "128k",
        "spark.sql.files.openCostInBytes": "128k",
        "spark.executorEnv.PYTHONPATH": environment()["PYTHONPATH"],
    }
    command = [str(home / "bin" / "spark-submit"), "--master", "local-cluster[2,1,1024]"]
    for name, value in settings.items():
        command += ["--conf", f"{name}={value}"]
    return command + [str(EXAMPLES / "spark_parquet.py"), *map(str, arguments)]


def run_and_kill(command: list[str], work: Path, home: Path) -> str:
    """Runs a job, and kills one executor when a fifth of the files is written; gives what the job said."""
    below = load(ROOT / "examples" / "spark" / "prove.py").below
    env = environment(
        SPARK_HOME=str(home),
        SPARK_LOCAL_IP="127.0.0.1",
        SPARK_WORKER_DIR=str(work / "workers"),
        PYSPARK_PYTHON=sys.executable,
        PYSPARK_DRIVER_PYTHON=sys.executable,
    )
    killed = False
    with open(work / "log", "wb") as log, subprocess.Popen(command, cwd=work, env=env, stdout=log, stderr=log) as job:
        while job.poll() is None:
            time.sleep(0.1)
            if not killed and len(list(work.glob("out/_temporary/0/task_*"))) >= FILES // 5:
                executors = [pid for pid, line in below(job.pid).items() if "CoarseGrainedExecutorBackend" in line]
                if executors:
                    os.kill(executors[0], signal.SIGKILL)
                    killed = True
    said = (work / "log").read_text(encoding="utf-8", errors="replace")
    assert job.returncode == 0, said[-5000:]
    assert killed and "Lost executor" in said, "no executor was lost midway"
    return said


@pytest.mark.skipif(not shutil.which("java"), reason="no java")
def test_spark_loses_an_executor(tmp_path: Path) -> None:
    pyspark = library("pyspark")
    pq = library("pyarrow.parquet")
    records = crawl(tmp_path / "in")
    home = Path(pyspark.__file__).parent
    run_and_kill(submit(home, tmp_path, tmp_path / "in", tmp_path / "out"), tmp_path, home)
    assert (tmp_path / "out" / "_SUCCESS").exists()
    rows = pq.read_table(tmp_path / "out").to_pylist()
    assert len(rows) == RECORDS and {row["id"] for row in rows} == records.keys()
    for row in rows:
        record = records[row["id"]]
        assert (row["url"], row["text"]) == (record["url"], record["text"])
        if record["text"] is None:
            assert row["cleaned"] is None
        else:
            expected = LIKELY.clean(record["text"], url=record["url"])
            assert (row["cleaned"]["text"], row["cleaned"]["language"]) == (expected.text, expected.language)
    # The order within a file is that of the input.
    ids = [row["id"] for row in rows]
    places = {name: place for place, name in enumerate(records)}
    files = [[places[name] for name in ids if places[name] % FILES == number] for number in range(FILES)]
    assert all(places_of == sorted(places_of) for places_of in files)


@pytest.mark.skipif(not shutil.which("java"), reason="no java")
def test_spark_by_itself() -> None:
    library("pyspark")
    library("pyarrow")
    assert FERRY in run("spark_parquet", SPARK_LOCAL_IP="127.0.0.1")


RAY = """
import pickle, sys, ray, ray_batches
from sarand import Cleaner
ray.init(num_cpus=2, include_dashboard=False)
dataset = ray_batches.cleaned(ray.data.read_parquet(sys.argv[1]), Cleaner(level="likely"))
print("rows", dataset.count())
pickle.dump(dataset.take_all(), open(sys.argv[2], "wb"))
"""


def test_ray(tmp_path: Path) -> None:
    library("ray")
    records = crawl(tmp_path / "in")
    # Nothing is sent, and no token is written to the home of who runs it.
    env = environment(RAY_USAGE_STATS_ENABLED="0", RAY_AUTH_MODE="disabled")
    env["PYTHONPATH"] += os.pathsep + str(EXAMPLES)
    command = [sys.executable, "-c", RAY, str(tmp_path / "in"), str(tmp_path / "out")]
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr[-5000:]
    rows = pickle.loads((tmp_path / "out").read_bytes())
    assert len(rows) == RECORDS and {row["id"] for row in rows} == records.keys()
    for row in rows:
        record = records[row["id"]]
        assert (row["url"], row["text"]) == (record["url"], record["text"])
        # The example gives no column of addresses.
        assert (row["cleaned"] or {}).get("text") == (None if record["text"] is None else LIKELY.clean(record["text"]).text)


def test_ray_by_itself() -> None:
    library("ray")
    assert FERRY in run("ray_batches", RAY_USAGE_STATS_ENABLED="0", RAY_AUTH_MODE="disabled")
