"""A cleaner: its options, what it refuses, copies of it, and many threads and processes at a time."""

from __future__ import annotations

import copy
import hashlib
import multiprocessing
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support import FIXTURES, RULE, clean_in_process, made

import sarand
from sarand import _sarand
from sarand.options import CleanerOptions

PROSE = "The ferry to the island leaves at nine, and the baker waves from the pier."
PAGE = f"Home > News\n{PROSE}\n[ad_1]\n"


def rules_of(page: sarand.Cleaned) -> list[str]:
    return [one.rule for one in page.removals]


# Options


def test_only_and_skip_choose_rules() -> None:
    assert sarand.Cleaner(only="any.shortcode*").clean(PAGE).text == f"Home > News\n{PROSE}\n"
    assert sarand.Cleaner(skip="any.shortcode*").clean(PAGE).text == f"{PROSE}\n[ad_1]\n"
    assert sarand.Cleaner(skip=["any.*", "en.*", "judge.*"]).clean(PAGE).text == PAGE
    assert sarand.Cleaner(skip=()).clean(PAGE).text == f"{PROSE}\n"


def test_rules_counts_what_was_chosen() -> None:
    assert sarand.Cleaner(only="en.breadcrumb").rules == 1
    assert sarand.Cleaner().rules > 600
    assert sarand.Cleaner(no_builtin_rules=True).rules == 0


def test_a_bolder_level_removes_more() -> None:
    texts = [path.read_bytes() for path in sorted((FIXTURES / "pages").glob("*.txt"))]
    safe, bold = sarand.Cleaner(level="safe"), sarand.Cleaner(level="bold")
    assert sum(len(bold.clean(text).text) for text in texts) < sum(len(safe.clean(text).text) for text in texts)


def test_repairs_can_be_left_out() -> None:
    text = "او به خانه مي رود و كتاب مي‌خواند.\n"
    assert sarand.Cleaner().clean(text).text == "او به خانه می‌رود و کتاب می‌خواند.\n"
    assert sarand.Cleaner(zwnj="off").clean(text).text == "او به خانه می رود و کتاب می‌خواند.\n"
    assert sarand.Cleaner(skip_repair="fa.kaf").clean(text).text == "او به خانه می‌رود و كتاب می‌خواند.\n"
    assert sarand.Cleaner(no_repair=True).clean(text).text == text


def test_mojibake_can_be_left_alone() -> None:
    assert sarand.Cleaner().clean("The cafÃ© is open.\n").text == "The café is open.\n"
    assert sarand.Cleaner(no_mojibake=True).clean("The cafÃ© is open.\n").text == "The cafÃ© is open.\n"


def test_markdown_is_written_with_links() -> None:
    html = f'<article><h2>Ferries</h2><p>{PROSE} See <a href="/times">the times</a> of today.</p></article>'
    page = sarand.Cleaner(markup="markdown", links=True).clean_html(html, url="https://pier.example/a")
    assert page.text.startswith("## Ferries\n")
    assert "[the times](https://pier.example/times)" in page.text


def test_a_title_and_a_language_that_are_given_go_first(cleaner: sarand.Cleaner) -> None:
    html = f"<title>Found</title><article><h1>Found</h1><p>{PROSE}</p></article>"
    assert cleaner.clean_html(html).title == "Found"
    assert cleaner.clean_html(html, title="Given").title == "Given"
    assert cleaner.clean_html(html, title="  ").title == "Found"
    assert cleaner.clean(PROSE, lang="fa").language == "fa"
    assert sarand.Cleaner(lang="ar").clean(PROSE).language == "ar"


def test_the_address_says_which_rules_of_hosts_apply() -> None:
    rule = RULE.replace("[[rule]]", '[[rule]]\nhost = ["pier.example"]')
    cleaner = sarand.Cleaner(rules=sarand.RuleSet.from_toml(rule))
    text = f"{PROSE}\nRing the harbour bell\n"
    assert cleaner.clean(text, url="https://www.pier.example/a").text == f"{PROSE}\n"
    assert cleaner.clean(text, url="https://other.example/a").text == text
    assert cleaner.clean(text).text == text


def test_a_lexicon_of_ones_own_gives_words_their_zwnj(tmp_path: Path) -> None:
    words = tmp_path / "zwnj.txt"
    words.write_text("سنگ\u200cنشان\n", encoding="utf-8")
    text = "سنگ نشان را در کوه دیدند.\n"
    assert sarand.Cleaner().clean(text, lang="fa").text == text
    cleaner = sarand.Cleaner(lexicon=words)
    words.unlink()
    for one in (cleaner, pickle.loads(pickle.dumps(cleaner))):
        assert one.clean(text, lang="fa").text == "سنگ\u200cنشان را در کوه دیدند.\n"


def test_none_is_as_good_as_nothing() -> None:
    nothing: Any = dict.fromkeys(CleanerOptions.__annotations__)
    assert sarand.Cleaner(**nothing).clean(PAGE).text == f"{PROSE}\n"


# What is refused


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"levle": "safe"}, r"Cleaner\(\) got an unexpected keyword argument 'levle'. Did you mean 'level'\?"),
        ({"jobs": 2}, r"Cleaner\(\) got an unexpected keyword argument 'jobs'"),
        ({"level": 3}, "level must be a str, not int"),
        ({"level": ["safe"]}, "level must be a str, not list"),
        ({"links": "yes"}, "links must be a bool, not str"),
        ({"links": 1}, "links must be a bool, not int"),
        ({"only": 3}, "only must be a str, or a list of them, not int"),
        ({"only": ["fa.*", 3]}, "only must be a str, or a list of them, not int"),
        ({"survey": [True]}, "survey must be a str or os.PathLike, or a list of them, not bool"),
        ({"rules": 3}, "rules must be a str or os.PathLike, or a list of them, not int"),
    ],
    ids=str,
)
def test_a_wrong_keyword_is_a_type_error(options: dict[str, Any], said: str) -> None:
    with pytest.raises(TypeError, match=f"^{said}$"):
        sarand.Cleaner(**options)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"level": "sure"}, r"invalid value 'sure' for 'level'\n  \[possible values: safe, likely, bold\]"),
        ({"lang": "klingon"}, "invalid value 'klingon' for 'lang': not a language code of two or three letters"),
        ({"charset": "klingon"}, "invalid value 'klingon' for 'charset': there is no charset with this name"),
        ({"only": "fa.nothing"}, "no rule matches `fa.nothing`"),
        ({"skip_repair": "any.nothing"}, r"no repair is called `any.nothing` \(did you mean `any.tags`\?\); known are any.bidi, "),
    ],
    ids=str,
)
def test_a_value_that_cannot_work_is_a_usage_error(options: dict[str, Any], said: str) -> None:
    with pytest.raises(sarand.UsageError, match=f"^{said}") as raised:
        sarand.Cleaner(**options)
    assert isinstance(raised.value, ValueError) and isinstance(raised.value, sarand.SarandError)


def test_a_wrong_document_is_a_type_error(cleaner: sarand.Cleaner) -> None:
    wrong: Any = 3
    with pytest.raises(TypeError, match="^text must be str or bytes, not int$"):
        cleaner.clean(wrong)
    with pytest.raises(TypeError, match="^html must be str or bytes, not NoneType$"):
        wrong = None
        cleaner.clean_html(wrong)
    with pytest.raises(TypeError):
        cleaner.repair(b"bytes")  # type: ignore[arg-type]
    with pytest.raises(sarand.UsageError, match='^lang must be a language code of two or three letters, not "klingon"$'):
        cleaner.clean("text", lang="klingon")


@pytest.mark.parametrize("option", ["lexicon", "survey"])
def test_a_file_that_is_not_there_is_an_os_error(option: Any, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        sarand.Cleaner(**{option: tmp_path / "none"})  # type: ignore[arg-type]
    assert Path(raised.value.filename) == tmp_path / "none"


def test_an_os_error_says_what_pythons_own_says(tmp_path: Path) -> None:
    name = str(tmp_path / "none")
    with pytest.raises(FileNotFoundError) as ours:
        sarand.Cleaner(lexicon=name)
    with pytest.raises(FileNotFoundError) as pythons:
        open(name)
    assert str(ours.value) == str(pythons.value)


# Copies, threads, processes


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))], ids=["copy", "deepcopy", "pickle"])
def test_a_copy_cleans_as_the_cleaner_does(again: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(RULE)
    cleaner = sarand.Cleaner(rules=file, level="likely", skip="en.breadcrumb", markup="markdown")
    file.unlink()
    text = f"{PAGE}Ring the harbour bell\n"
    other = again(cleaner)
    assert other.rules == cleaner.rules
    assert other.clean(text).to_dict() == cleaner.clean(text).to_dict()
    assert "mine.ring-bell" in rules_of(other.clean(text))


def test_what_is_no_pickle_of_a_cleaner_is_refused() -> None:
    with pytest.raises(sarand.UsageError, match="^these bytes are no cleaner"):
        sarand.Cleaner._from_bytes(b"\xff\xff\xff\xff\xff\xff")  # type: ignore[attr-defined]


def test_eight_threads_on_one_cleaner_give_what_one_gives(cleaner: sarand.Cleaner) -> None:
    records = made(200)

    def cleaned(record: dict[str, str]) -> dict[str, Any]:
        return cleaner.clean(record["text"], url=record["url"]).to_dict()

    alone = list(map(cleaned, records))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(cleaned, records)) == alone
        streams = pool.map(lambda _: [page.to_dict() for page in cleaner.clean_many(one["text"] for one in records)], range(8))
        without_url = [cleaner.clean(record["text"]).to_dict() for record in records]
        assert all(stream == without_url for stream in streams)


def test_the_first_calls_of_many_threads_share_one_cleaner() -> None:
    from sarand import _functions

    _functions._default = None
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: id(_functions._cleaner()), range(64))) == {id(_functions._cleaner())}


def test_processes_give_what_one_gives() -> None:
    cleaner = sarand.Cleaner(rules=sarand.RuleSet.from_toml(RULE), level="likely")
    texts = [record["text"] + "\nRing the harbour bell\n" for record in made(40)]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        results = pool.map(clean_in_process, [(cleaner, text) for text in texts], chunksize=10)
    assert results == [cleaner.clean(text).to_dict() for text in texts]


# Repair, bytes, charsets


def test_repair_removes_nothing(cleaner: sarand.Cleaner) -> None:
    page = cleaner.repair(f"{PAGE}كتاب ها را مي خواند.\n", lang="fa")
    assert page.removals == []
    assert page.text.startswith(PAGE)
    assert {edit.repair for edit in page.edits} >= {"fa.kaf", "fa.yeh"}


def test_repair_takes_the_language_that_is_given(cleaner: sarand.Cleaner) -> None:
    assert cleaner.repair("كتاب", lang="fa").text == "کتاب"
    assert cleaner.repair("كتاب", lang="ar").text == "كتاب"


def test_bytes_are_decoded_by_what_they_say() -> None:
    text = "سلام دوستان خوب من، امروز به بازار بزرگ شهر می‌رویم و نان می‌خریم.\n"
    page = sarand.clean(text.encode("utf-16"))
    assert (page.charset, page.text) == ("UTF-16LE", text)
    old = text.replace("ی", "ي").encode("windows-1256")
    assert (sarand.clean(old).charset, sarand.clean(old).text) == ("windows-1256", text)
    assert sarand.clean(text).charset is None


def test_a_charset_is_a_hint_or_with_a_mark_an_order() -> None:
    data = "naïve café".encode("windows-1252")
    assert sarand.Cleaner(charset="windows-1252").clean(data).text == "naïve café"
    assert sarand.Cleaner(charset="windows-1251!", no_repair=True).clean(data).text == "naпve cafй"


def test_decode_says_what_its_choice_rests_on() -> None:
    assert vars_of(sarand.decode("\ufeffhello".encode("utf-16-le"))) == ("hello", "UTF-16LE", "bom", 0, False)
    assert vars_of(sarand.decode("سلام".encode())) == ("سلام", "UTF-8", "utf-8", 0, False)
    assert vars_of(sarand.decode("سلام".encode(), charset="windows-1256"))[2] == "utf-8"
    assert vars_of(sarand.decode("سلام".encode("windows-1256"), charset="windows-1256", force=True))[:3] == (
        "سلام",
        "windows-1256",
        "forced",
    )
    # Too short to tell Turkish from French: the header decides.
    data, header = "Limanın sessizliği".encode("windows-1254"), "text/html; charset=windows-1254"
    assert vars_of(sarand.decode(data, content_type=header))[:3] == ("Limanın sessizliği", "windows-1254", "claim")
    assert sarand.decode(b"").text == ""
    with pytest.raises(sarand.UsageError, match='^there is no charset called "klingon"$'):
        sarand.decode(b"x", charset="klingon")
    with pytest.raises(TypeError):
        sarand.decode("x")  # type: ignore[arg-type]


def test_a_charset_that_is_forced_is_taken() -> None:
    text = "мост через реку"
    assert sarand.decode(text.encode("windows-1251"), charset="windows-1251", force=True).text == text


def vars_of(one: sarand.Decoded) -> tuple[str, str, str, int, bool]:
    return one.text, one.charset, one.evidence, one.replaced, one.mixed


def test_a_panic_is_an_error_with_the_hash_of_its_input_and_not_the_text() -> None:
    with pytest.raises(sarand.InternalError) as error:
        _sarand.panic_over("The ferry leaves at nine.")
    said = str(error.value)
    assert hashlib.sha256(b"The ferry leaves at nine.").hexdigest() in said
    assert "please report it" in said and "ferry" not in said
