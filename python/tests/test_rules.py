"""Rules of one's own: from a text, from files, tried on their examples, and what is wrong with them by file and line."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from support import RULE

import sarand

PROSE = "The ferry to the island leaves at nine, and the baker waves from the pier."
TEXT = f"{PROSE}\nRing the harbour bell\n"
OTHER = RULE.replace("ring-bell", "blow-horn").replace("Ring the harbour bell", "Blow the old horn").replace("ring the harbour bell", "blow the old horn")


def test_a_rule_of_ones_own_removes_its_line() -> None:
    assert sarand.clean(TEXT).text == TEXT
    page = sarand.Cleaner(rules=sarand.RuleSet.from_toml(RULE)).clean(TEXT)
    assert page.text == f"{PROSE}\n"
    assert [(one.rule, one.line) for one in page.removals] == [("mine.ring-bell", 1)]


def test_lines_that_are_allowed_stay() -> None:
    rules = sarand.RuleSet.from_toml('[allow]\nlines = ["Home > News"]\n')
    text = f"Home > News\n{PROSE}\n"
    assert sarand.clean(text).text == f"{PROSE}\n"
    assert sarand.Cleaner(rules=rules).clean(text).text == text


def test_hosts_that_are_allowed_keep_all() -> None:
    cleaner = sarand.Cleaner(rules=sarand.RuleSet.from_toml('[allow]\nhosts = ["pier.example"]\n'))
    text = f"Home > News\n{PROSE}\n"
    assert cleaner.clean(text, url="https://pier.example/a").text == text
    assert cleaner.clean(text, url="https://other.example/a").text == f"{PROSE}\n"


def test_a_rule_of_the_package_can_be_turned_off() -> None:
    rules = sarand.RuleSet.from_toml('[[override]]\nid = "en.breadcrumb"\nenabled = false\n')
    assert "en.breadcrumb" not in [one.rule for one in sarand.Cleaner(rules=rules).clean(f"Home > News\n{PROSE}\n").removals]


def test_rules_alone_without_those_of_the_package() -> None:
    cleaner = sarand.Cleaner(rules=sarand.RuleSet.from_toml(RULE), no_builtin_rules=True)
    assert cleaner.rules == 1
    assert cleaner.clean(f"Home > News\n{TEXT}").text == f"Home > News\n{PROSE}\n"


def test_files_folders_and_sets_can_be_mixed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "bell.toml").write_text(RULE)
    (tmp_path / "horn.toml").write_text(OTHER)
    text = f"{TEXT}Blow the old horn\nSee you there.\n"
    alone: Any
    for alone in (
        [tmp_path / "folder", str(tmp_path / "horn.toml")],
        [sarand.RuleSet(tmp_path / "folder"), tmp_path / "horn.toml"],
        (sarand.RuleSet.from_toml(RULE), sarand.RuleSet(str(tmp_path / "horn.toml"))),
        sarand.RuleSet(tmp_path / "folder", tmp_path / "horn.toml"),
    ):
        page = sarand.Cleaner(rules=alone).clean(text)
        assert [one.rule for one in page.removals] == ["mine.ring-bell", "mine.blow-horn"]


def test_ids_are_sorted() -> None:
    assert sarand.RuleSet.from_toml(RULE + OTHER).ids == ["mine.blow-horn", "mine.ring-bell"]


def test_a_set_counts_its_own_rules_only(tmp_path: Path) -> None:
    rules = sarand.RuleSet.from_toml(RULE + OTHER)
    assert len(rules) == 2
    assert len(sarand.RuleSet.from_toml("# nothing\n")) == 0
    assert repr(sarand.RuleSet.from_toml(RULE, name="harbour.toml")) == "<sarand.RuleSet: harbour.toml>"


def test_rules_are_tried_on_their_examples() -> None:
    assert sarand.RuleSet.from_toml(RULE).test() == []
    wrong = RULE.replace('"Ring the harbour bell twice before you go in."', '"Ring the harbour bell"')
    failed = sarand.RuleSet.from_toml(wrong, name="harbour.toml").test()
    assert failed
    assert all(one.startswith("harbour.toml:9: mine.ring-bell: a miss goes: «Ring the harbour bell»") for one in failed)


def test_lint_says_what_is_doubtful_and_where() -> None:
    assert sarand.RuleSet.from_toml(RULE).lint() == []
    slow = RULE.replace('exact = ["Ring the harbour bell"]', "regex = '.*bell.*'")
    found = sarand.RuleSet.from_toml(slow, name="harbour.toml").lint()
    assert found
    assert set(found[0]) == {"file", "line", "code", "message", "help"}
    assert found[0]["file"] == "harbour.toml" and found[0]["line"] > 0 and found[0]["code"] and found[0]["message"]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (RULE.replace("exact", "exakt"), 7, "unknown-key"),
        ("\n\nthis is no TOML", 3, "toml"),
        (RULE.replace('"mine.ring-bell"', '"bell"'), 2, "bad-id"),
        (RULE + RULE, 10, "duplicate-id"),
        ('allow = ["Home > News"]\n', 1, "wrong-type"),
    ],
    ids=["unknown-key", "toml", "bad-id", "duplicate-id", "wrong-type"],
)
def test_every_mistake_has_its_file_and_line(text: str, line: int, code: str) -> None:
    with pytest.raises(sarand.RuleError) as raised:
        sarand.RuleSet.from_toml(text, name="harbour.toml")
    error = raised.value
    found = [(one["file"], one["line"], one["code"]) for one in error.diagnostics]
    assert ("harbour.toml", line, code) in found
    assert f"harbour.toml:{line}: " in str(error) and f"[{code}]" in str(error)
    assert (error.file, error.line) == found[0][:2]


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(sarand.RuleError) as raised:
        sarand.RuleSet.from_toml(RULE.replace("exact", "exakt") + "\n" + OTHER.replace("class", "clas"))
    assert {"missing-key", "unknown-key"} <= {one["code"] for one in raised.value.diagnostics}
    assert len({one["line"] for one in raised.value.diagnostics}) > 2


def test_mistakes_in_a_file_name_the_file(tmp_path: Path) -> None:
    file = tmp_path / "harbour.toml"
    file.write_text(RULE.replace("exact", "exakt"))
    for make in (lambda: sarand.RuleSet(file), lambda: sarand.Cleaner(rules=file)):
        with pytest.raises(sarand.RuleError) as raised:
            make()
        assert raised.value.file == str(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(sarand.RuleError) as raised:
        sarand.RuleSet(tmp_path / "none.toml")
    assert raised.value.diagnostics[0]["code"] == "unreadable"
    assert raised.value.file == str(tmp_path / "none.toml")


def test_errors_can_be_pickled() -> None:
    with pytest.raises(sarand.RuleError) as raised:
        sarand.RuleSet.from_toml("this is no TOML")
    again = pickle.loads(pickle.dumps(raised.value))
    assert str(again) == str(raised.value)
    assert again.diagnostics == raised.value.diagnostics


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))], ids=["copy", "deepcopy", "pickle"])
def test_a_copy_of_a_set_has_its_rules(again: Any) -> None:
    rules = again(sarand.RuleSet.from_toml(RULE, name="harbour.toml"))
    assert rules.ids == ["mine.ring-bell"]
    assert sarand.Cleaner(rules=rules).clean(TEXT).text == f"{PROSE}\n"
