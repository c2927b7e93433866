"""`run`, `survey`, `learn` and `evaluate`: files in, files out, and what they say when they cannot."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import FIXTURES, RULE, made, program, read_jsonl, write_jsonl

import sarand
from sarand.options import Progress


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made crawl of some MB."""
    return write_jsonl(tmp_path_factory.mktemp("crawl") / "crawl.jsonl", made(2_000))


# Progress


def test_progress_is_told_and_ends_with_all(crawl: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    report = sarand.run(crawl, tmp_path / "out", progress=told.append)
    assert [set(now) for now in told] == [{"bytes", "total", "records", "quarantined"}] * len(told)
    assert told == sorted(told, key=lambda now: now["records"])
    assert told[-1] == {"bytes": crawl.stat().st_size, "total": crawl.stat().st_size, "records": 2_000, "quarantined": 0}
    assert report.records["in"] == 2_000


def test_an_exception_in_progress_stops_the_run_and_it_can_go_on(crawl: Path, tmp_path: Path) -> None:
    def stop(now: Progress) -> None:
        if now["records"]:
            raise RuntimeError("that is enough")

    with pytest.raises(RuntimeError, match="^that is enough$"):
        sarand.run(crawl, tmp_path / "out", progress=stop, part_size="1M", jobs=1)
    assert not (tmp_path / "out" / "_SUCCESS").exists()
    report = sarand.run(crawl, tmp_path / "out", part_size="1M")
    assert report.records == {"in": 2_000, "out": 2_000, "dropped": {}, "quarantined": {}}
    sarand.run(crawl, tmp_path / "whole", part_size="1M")
    assert [path.read_bytes() for path in report.documents] == [
        (tmp_path / "whole" / path.name).read_bytes() for path in report.documents
    ]


@pytest.mark.parametrize("call", [sarand.survey, sarand.learn], ids=["survey", "learn"])
def test_an_exception_in_progress_stops_other_verbs_too(call: Callable[..., Any], crawl: Path, tmp_path: Path) -> None:
    def stop(now: Progress) -> None:
        raise RuntimeError("that is enough")

    with pytest.raises(RuntimeError, match="^that is enough$"):
        call(crawl, tmp_path / "out", progress=stop)


# Outputs


def test_a_folder_has_a_report_and_documents_in_order(crawl: Path, tmp_path: Path) -> None:
    report = sarand.run([crawl], str(tmp_path / "out"), part_size="1M")
    assert report.output == tmp_path / "out"
    assert [path.name for path in report.documents] == [f"documents-{n:05}.jsonl" for n in range(len(report.documents))]
    assert report.data == json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert sum(1 for path in report.documents for _ in read_jsonl(path)) == report.records["out"] == 2_000
    assert not report.has_quarantine
    assert "data" not in repr(report)


def test_a_finished_run_says_the_same_again(crawl: Path, tmp_path: Path) -> None:
    first = sarand.run(crawl, tmp_path / "out")
    assert sarand.run(crawl, tmp_path / "out") == first
    assert sarand.run(crawl, tmp_path / "out", restart=True) == first


def test_one_file_holds_the_documents_alone(crawl: Path, tmp_path: Path) -> None:
    report = sarand.run(crawl, tmp_path / "out.jsonl.gz")
    assert report.documents == [tmp_path / "out.jsonl.gz"]
    assert report.records["out"] == 2_000
    sarand.run(crawl, tmp_path / "out")
    assert gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()) == (tmp_path / "out" / "documents.jsonl").read_bytes()


def test_parquet_can_be_read(crawl: Path, tmp_path: Path) -> None:
    pq: Any = pytest.importorskip("pyarrow.parquet")
    report = sarand.run(crawl, tmp_path / "out", format="parquet")
    assert pq.read_table(report.documents[0]).num_rows == 2_000


def test_what_is_quarantined_is_told(tmp_path: Path) -> None:
    report = sarand.run(FIXTURES / "pages" / "records.jsonl", tmp_path / "out")
    assert report.has_quarantine
    assert report.records["quarantined"] == {"bad_json": 1}
    assert sarand.run(FIXTURES / "pages" / "records.jsonl", tmp_path / "out").has_quarantine


def test_lists_flags_and_numbers_are_options(crawl: Path, tmp_path: Path) -> None:
    report = sarand.run(crawl, tmp_path / "out", only=["any.*"], jobs=2, max_record=2_000_000, no_text_files=True, keep_empty=False)
    assert report.data["rules"] and all(rule.startswith("any.") for rule in report.data["rules"])


# Errors


def refused(error: type[Exception], said: str, inputs: Any, out: Path, **options: Any) -> pytest.ExceptionInfo[Exception]:
    """A run that does nothing: no output is begun."""
    with pytest.raises(error, match=said) as raised:
        sarand.run(inputs, out, **options)
    assert not out.exists()
    return raised


def test_options_that_cannot_work_do_nothing(crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    refused(TypeError, r"^run\(\) got an unexpected keyword argument 'levle'. Did you mean 'level'\?$", crawl, out, levle="x")
    refused(TypeError, "^jobs must be an int, not str$", crawl, out, jobs="2")
    refused(TypeError, "^part_size must be an int of bytes, or a str such as '64M', not float$", crawl, out, part_size=0.5)
    refused(TypeError, "^max_bad must be an int, or a str such as '5%', not float$", crawl, out, max_bad=0.05)
    refused(TypeError, r"^run\(\) takes rules as files", crawl, out, rules=sarand.RuleSet.from_toml(RULE))
    refused(TypeError, "not iterable", 3, out)
    refused(sarand.UsageError, "^invalid value 'sure' for 'level'", crawl, out, level="sure")
    refused(sarand.UsageError, "^invalid value 'all' for 'max_bad'", crawl, out, max_bad="all")
    refused(sarand.UsageError, "^inputs is empty", [], out)
    with pytest.raises(sarand.UsageError, match="^output must be a folder or a file"):
        sarand.run(crawl, "-")
    refused(sarand.UsageError, f"^{tmp_path / 'none'}: No such file", tmp_path / "none", out)


def test_a_progress_that_cannot_be_called_does_nothing(crawl: Path, tmp_path: Path) -> None:
    refused(TypeError, "callable", crawl, tmp_path / "out", progress=3)


def test_an_output_of_a_kind_that_is_not_written_is_refused(crawl: Path, tmp_path: Path) -> None:
    refused(sarand.UsageError, "does not write files of the kind of", crawl, tmp_path / "out.txt")


def test_a_file_that_is_there_is_not_replaced(crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("mine\n")
    with pytest.raises(sarand.UsageError, match="exists"):
        sarand.run(crawl, out)
    assert out.read_text() == "mine\n"
    sarand.run(crawl, out, restart=True)
    assert out.read_text() != "mine\n"


def test_messages_tell_of_keywords(crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("mine\n")
    with pytest.raises(sarand.UsageError, match="or restart to replace it"):
        sarand.run(crawl, out)


def test_another_run_in_the_folder_is_a_mismatch(crawl: Path, tmp_path: Path) -> None:
    sarand.run(crawl, tmp_path / "out")
    with pytest.raises(sarand.MismatchError, match="the option level: `safe` then, `likely` now"):
        sarand.run(crawl, tmp_path / "out", level="likely")
    assert sarand.run(crawl, tmp_path / "out", level="likely", restart=True).records["in"] == 2_000


def test_too_much_bad_stops_and_more_goes_on(crawl: Path, tmp_path: Path) -> None:
    lines = crawl.read_bytes().splitlines(keepends=True)
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"".join(line if number % 10 else b"{broken\n" for number, line in enumerate(lines)))
    with pytest.raises(sarand.TooMuchBadError, match="records were quarantined, more than"):
        sarand.run(bad, tmp_path / "out", max_bad=10)
    assert not (tmp_path / "out" / "_SUCCESS").exists()
    with pytest.raises(sarand.TooMuchBadError):
        sarand.run(bad, tmp_path / "share", max_bad="5%")
    report = sarand.run(bad, tmp_path / "out", max_bad="15%")
    assert report.records["quarantined"] == {"bad_json": 200} and report.records["out"] == 1_800


def test_rules_that_do_not_load_have_file_and_line(crawl: Path, tmp_path: Path) -> None:
    file = tmp_path / "harbour.toml"
    file.write_text(RULE.replace("exact", "exakt"))
    raised = refused(sarand.RuleError, f"{file}:7: unknown key `exakt`", crawl, tmp_path / "out", rules=file)
    assert isinstance(raised.value, sarand.RuleError)
    assert (str(file), 7, "unknown-key") in [(one["file"], one["line"], one["code"]) for one in raised.value.diagnostics]


def test_files_that_cannot_be_read_or_written_have_their_name(crawl: Path, tmp_path: Path) -> None:
    raised = refused(FileNotFoundError, "No such file", crawl, tmp_path / "out", survey=tmp_path / "none")
    assert Path(raised.value.filename) == tmp_path / "none"  # type: ignore[attr-defined]
    with pytest.raises(OSError) as error:
        sarand.run(crawl, "/proc/none/out")
    assert str(error.value.filename).startswith("/proc/none/out")
    assert error.value.errno


def test_an_output_that_cannot_be_is_refused(crawl: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(sarand.UsageError, match="^the output .*/file/out: Not a directory"):
        sarand.run(crawl, tmp_path / "file" / "out")


# Survey, learn, evaluate


def test_a_survey_is_used_by_runs_and_cleaners(tmp_path: Path) -> None:
    records = made(1_000)
    crawl = write_jsonl(tmp_path / "crawl.jsonl", records)
    survey = sarand.survey(crawl, tmp_path / "survey.zst")
    assert survey == tmp_path / "survey.zst" and survey.stat().st_size > 0
    with pytest.raises(sarand.UsageError, match="exists already"):
        sarand.survey(crawl, survey)
    before = survey.read_bytes()
    assert sarand.survey(crawl, survey, force=True).read_bytes() == before
    cleaner, alone = sarand.Cleaner(survey=survey), sarand.Cleaner()
    removed = [[one.text for one in cleaner.clean(one["text"], url=one["url"]).removals] for one in records]
    without = [[one.text for one in alone.clean(one["text"], url=one["url"]).removals] for one in records]
    assert removed != without
    sarand.run(crawl, tmp_path / "out", survey=survey)
    told = {one["id"]: [cut["text"] for cut in one["removals"]] for one in read_jsonl(tmp_path / "out" / "removed.jsonl")}
    assert [told.get(record["id"], []) for record in records] == removed


def test_learn_gives_the_rules_that_the_program_writes(crawl: Path, tmp_path: Path) -> None:
    tomllib: Any = pytest.importorskip("tomllib")
    learnt = sarand.learn(crawl)
    assert tomllib.loads(learnt)["rule"]
    assert sarand.learn(crawl, tmp_path / "learnt.toml") == learnt
    assert (tmp_path / "learnt.toml").read_text(encoding="utf-8") == learnt
    assert program("learn", crawl, "-o", tmp_path / "program.toml").returncode == 0
    assert (tmp_path / "program.toml").read_text(encoding="utf-8") == learnt
    with pytest.raises(sarand.UsageError, match="exists already"):
        sarand.learn(crawl, tmp_path / "learnt.toml")
    rules = sarand.RuleSet.from_toml(learnt)
    assert len(rules) == len(tomllib.loads(learnt)["rule"])


def test_evaluate_gives_what_the_program_prints() -> None:
    scored = sarand.evaluate(FIXTURES / "gold", skip="judge.*")
    assert scored["all"]["documents"] == 3
    assert scored == json.loads(program("eval", FIXTURES / "gold", "--json", "--skip", "judge.*").stdout)
    assert sarand.evaluate(FIXTURES / "gold", no_builtin_rules=True)["all"]["dropped"] == 0


def test_evaluate_says_what_cannot_work(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sarand.evaluate(tmp_path / "none")
    with pytest.raises(sarand.UsageError, match="^invalid value 'sure' for 'level'"):
        sarand.evaluate(FIXTURES / "gold", level="sure")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^evaluate\(\) got an unexpected keyword argument 'levle'"):
        sarand.evaluate(FIXTURES / "gold", levle="safe")  # type: ignore[call-arg]
