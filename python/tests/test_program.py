"""`python -m sarand` is the program: its output, its exit codes, its streams."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from support import FIXTURES, RULE, environment, made, program, write_jsonl

import sarand


def test_help_and_version_are_printed() -> None:
    done = program("--help")
    assert done.returncode == 0 and b"Usage: sarand" in done.stdout and done.stderr == b""
    assert program("--version").stdout.decode().strip() == f"sarand {sarand.__version__}"
    assert b"--keep-empty" in program("clean", "--help").stdout


def test_exit_codes_are_those_of_the_manual(tmp_path: Path) -> None:
    records = write_jsonl(tmp_path / "crawl.jsonl", made(20))
    assert program("clean", records, "-o", tmp_path / "well").returncode == 0
    assert program("clean", FIXTURES / "pages" / "records.jsonl", "-o", tmp_path / "bad").returncode == 1
    done = program("clean", records, "-o", tmp_path / "x", "--levle", "safe")
    assert done.returncode == 2 and b"--level" in done.stderr
    assert program("clean", records, "-o", tmp_path / "well", "--level", "bold").returncode == 3
    (tmp_path / "file").touch()
    assert program("clean", records, "-o", tmp_path / "file" / "x").returncode in (2, 4)
    assert program("clean", records, "-o", tmp_path / "much", "--text-field", "body", "--max-bad", "1").returncode == 5


def test_rules_that_fail_their_examples_are_told(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(RULE)
    assert program("rules", "test", "--rules", file, "--only", "mine.*").returncode == 0
    file.write_text(RULE.replace("twice before you go in.", ""))
    assert program("rules", "test", "--rules", file, "--only", "mine.*").returncode == 1


def test_it_is_a_filter() -> None:
    done = program("clean", "-", "-o", "-", "--quiet", stdin=b'{"id":"1","text":"The pier opens at nine.\\n[ad_1]"}\n')
    assert done.returncode == 0
    assert b'"text":"The pier opens at nine."' in done.stdout


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    records = write_jsonl(tmp_path / "crawl.jsonl", made(2_000))
    command = [sys.executable, "-m", "sarand", "clean", str(records), "-o", "-", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_ctrl_c_ends_it_with_its_own_code(tmp_path: Path) -> None:
    data = write_jsonl(tmp_path / "part", made(2_000)).read_bytes()
    (tmp_path / "crawl.jsonl").write_bytes(data * 5)
    command = [sys.executable, "-m", "sarand", "clean", str(tmp_path / "crawl.jsonl"), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        until = time.monotonic() + 20
        while not (tmp_path / "out").exists() and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert b"Traceback" not in said
    assert not (tmp_path / "out" / "_SUCCESS").exists()
