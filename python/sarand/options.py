"""The keywords of :class:`sarand.Cleaner`, :func:`sarand.run` and the others, by function.

Written by ``python/write_options.py`` from the definition of the command line: do not edit.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias, TypedDict

if TYPE_CHECKING:
    from ._sarand import RuleSet

StrPath: TypeAlias = "str | os.PathLike[str]"


class Progress(TypedDict):
    """The progress of a run."""

    #: Bytes of input that were read, as they are on disk.
    bytes: int
    #: All bytes of input; ``None`` if that is not known.
    total: int | None
    #: Records that were read.
    records: int
    #: Records that were quarantined.
    quarantined: int


class CleanerOptions(TypedDict, total=False):
    """Keywords of :class:`sarand.Cleaner`."""

    #: Charset of files if their bytes do not show it. With `!` at the end, this charset is always used
    charset: str | None

    #: Keep readers' comments, in `metadata.comments`
    comments: bool

    #: Which lines of a page to keep [default: main]
    extract: Literal["main", "all"] | None

    #: Write the `alt` texts of images; in Markdown as `![text](URL)`
    images: bool

    #: Language of all documents, such as `fa` [default: detected]. Without it, the record says the language, or it
    #: is detected
    lang: str | None

    #: How much to remove. A bolder level removes more boilerplate, and loses more content [default: safe]
    level: Literal["safe", "likely", "bold"] | None

    #: Your own words, one per line, with their ZWNJ; a word written without ZWNJ never gets one. `clean` and
    #: `explain` also read `zwnj.txt` in a folder given with `rules`
    lexicon: StrPath | None

    #: With `markup="markdown"`: write links as `[text](URL)`
    links: bool

    #: Markup of the text. How to write headings, lists, tables and code [default: text]
    markup: Literal["text", "markdown"] | None

    #: Write to `metadata.sources` where in the page each value was found, such as `ld:headline` or `meta:og:title`
    metadata_sources: bool

    #: Do not use the built-in rules
    no_builtin_rules: bool

    #: Do not repair mojibake (text decoded with the wrong charset)
    no_mojibake: bool

    #: Repair nothing
    no_repair: bool

    #: Use only rules whose id matches, such as `fa.*`
    only: str | Sequence[str] | None

    #: List the posts of a forum thread in `metadata.posts`: author, date, and the line where each begins (from 0)
    posts: bool

    #: Say why the judge removed each line, strongest reason first
    reasons: bool

    #: Add the rules in a TOML file or a folder of TOML files
    rules: StrPath | RuleSet | Sequence[StrPath | RuleSet] | None

    #: Do not use rules whose id matches
    skip: str | Sequence[str] | None

    #: Leave out a repair, such as `any.nbsp`
    skip_repair: str | Sequence[str] | None

    #: Use counts that `sarand survey` wrote
    survey: StrPath | Sequence[StrPath] | None

    #: Where to put the headline of a page [default: metadata]
    title: Literal["metadata", "text", "both"] | None

    #: ZWNJ to restore. How certain it must be that a ZWNJ was lost [default: likely]
    zwnj: Literal["off", "safe", "likely", "bold"] | None


class EvaluateOptions(TypedDict, total=False):
    """Keywords of :func:`sarand.evaluate`."""

    #: Also write a page with plots and the lines that went wrong; it needs no other file
    html: StrPath | None

    #: Language of all documents, such as `fa` [default: detected]. Without it, the record says the language, or it
    #: is detected
    lang: str | None

    #: How much to remove. A bolder level removes more boilerplate, and loses more content [default: safe]
    level: Literal["safe", "likely", "bold"] | None

    #: Do not use the built-in rules
    no_builtin_rules: bool

    #: Use only rules whose id matches, such as `fa.*`
    only: str | Sequence[str] | None

    #: Add the rules in a TOML file or a folder of TOML files
    rules: StrPath | Sequence[StrPath] | None

    #: Do not use rules whose id matches
    skip: str | Sequence[str] | None

    #: Also count lines that are labelled `soft`
    strict: bool

    #: Use counts that `sarand survey` wrote
    survey: StrPath | Sequence[StrPath] | None


class LearnOptions(TypedDict, total=False):
    """Keywords of :func:`sarand.learn`."""

    #: Leave out what these rules remove, too: a file or a folder; rejected rules count too . What the built-in rules
    #: remove is left out anyway. `builtin` names them
    against: StrPath | Sequence[StrPath] | None

    #: Also clean pages of WARC and ARC files whose HTTP status is not 2xx
    any_status: bool

    #: Charset of files if their bytes do not show it. With `!` at the end, this charset is always used
    charset: str | None

    #: Field or column with the date, instead of `date`
    date_field: str | None

    #: Delimiter of the fields of CSV and TSV, such as `;` or `tab` [default: detected]
    delimiter: str | None

    #: In folders, skip files whose relative path matches
    exclude: str | Sequence[str] | None

    #: Also read the files and folders listed in FILE, one per line; `-` is standard input
    files_from: StrPath | None

    #: Replace FILE if it exists
    force: bool

    #: Also read hidden files and folders, whose names begin with a dot
    hidden: bool

    #: Where to find the host of a document: `url` (or else the field `host`, or else the folder), `folder`, or a
    #: JSONL field such as `metadata.host` [default: url]
    host_from: str | None

    #: Field or column with HTML, which is used instead of the text
    html_field: str | None

    #: Field or column with the id, instead of `id`
    id_field: str | None

    #: In folders, read only files whose relative path matches; `*` also matches `/`
    include: str | Sequence[str] | None

    #: Format of all inputs, whatever their names say
    input_format: Literal["text", "html", "jsonl", "warc", "arc", "tar", "zip", "csv", "tsv", "parquet"] | None

    #: The level at which known rules are tried: the built-in rules and those of against [default: safe]
    level: str | None

    #: How many times its size a compressed stream may expand (checked from 8 MiB on) [default: 250]
    max_ratio: int | None

    #: Largest record or page; a larger one is quarantined, with its first MiB [default: 128M]
    max_record: int | str | None

    #: Memory for counting [default: 64M]
    memory: int | str | None

    #: Also propose what the built-in rules remove already
    no_builtin_rules: bool

    #: Names in files_from end with NUL, as `find -print0` writes them
    null: bool

    #: Name of standard input in ids, instead of `stdin`; its extension says the format
    stdin_name: str | None

    #: Field or column with the text. `article.body` is a field inside another [default: text]
    text_field: str | None

    #: Field or column with the title, instead of `title`
    title_field: str | None

    #: Field or column with the URL of the page, instead of `url`
    url_field: str | None


class RunOptions(TypedDict, total=False):
    """Keywords of :func:`sarand.run`: the flags of ``sarand clean``."""

    #: Also clean pages of WARC and ARC files whose HTTP status is not 2xx
    any_status: bool

    #: Charset of files if their bytes do not show it. With `!` at the end, this charset is always used
    charset: str | None

    #: Keep readers' comments, in `metadata.comments`
    comments: bool

    #: Compress documents.jsonl
    compress: Literal["zst"] | None

    #: Field or column with the date, instead of `date`
    date_field: str | None

    #: Delimiter of the fields of CSV and TSV, such as `;` or `tab` [default: detected]
    delimiter: str | None

    #: In folders, skip files whose relative path matches
    exclude: str | Sequence[str] | None

    #: Which lines of a page to keep [default: main]
    extract: Literal["main", "all"] | None

    #: Also read the files and folders listed in FILE, one per line; `-` is standard input
    files_from: StrPath | None

    #: Format of the documents [default: jsonl]
    format: Literal["jsonl", "parquet"] | None

    #: Also read hidden files and folders, whose names begin with a dot
    hidden: bool

    #: Field or column with HTML, which is used instead of the text
    html_field: str | None

    #: Field or column with the id, instead of `id`
    id_field: str | None

    #: Write the `alt` texts of images; in Markdown as `![text](URL)`
    images: bool

    #: In folders, read only files whose relative path matches; `*` also matches `/`
    include: str | Sequence[str] | None

    #: Format of all inputs, whatever their names say
    input_format: Literal["text", "html", "jsonl", "warc", "arc", "tar", "zip", "csv", "tsv", "parquet"] | None

    #: Number of threads [default: all cores]
    jobs: int | None

    #: Also write documents that are empty after cleaning
    keep_empty: bool

    #: Write the lines of pages that are not main content to removed.jsonl, with the reason and the element of each
    #: line
    keep_extracted: bool

    #: Language of all documents, such as `fa` [default: detected]. Without it, the record says the language, or it
    #: is detected
    lang: str | None

    #: Use what the pages of a site share. The inputs are read twice: first to count the lines that the pages of each
    #: host share, then to clean
    learn: bool

    #: How much to remove. A bolder level removes more boilerplate, and loses more content [default: safe]
    level: Literal["safe", "likely", "bold"] | None

    #: Your own words, one per line, with their ZWNJ; a word written without ZWNJ never gets one. `clean` and
    #: `explain` also read `zwnj.txt` in a folder given with `rules`
    lexicon: StrPath | None

    #: With `markup="markdown"`: write links as `[text](URL)`
    links: bool

    #: Markup of the text. How to write headings, lists, tables and code [default: text]
    markup: Literal["text", "markdown"] | None

    #: Stop if more records than this are quarantined: a number, or a share such as `0.5%` (which is checked from
    #: 1,000 records on)
    max_bad: int | str | None

    #: How many times its size a compressed stream may expand (checked from 8 MiB on) [default: 250]
    max_ratio: int | None

    #: Largest record or page; a larger one is quarantined, with its first MiB [default: 128M]
    max_record: int | str | None

    #: Write to `metadata.sources` where in the page each value was found, such as `ld:headline` or `meta:og:title`
    metadata_sources: bool

    #: Do not use the built-in rules
    no_builtin_rules: bool

    #: Do not repair mojibake (text decoded with the wrong charset)
    no_mojibake: bool

    #: Repair nothing
    no_repair: bool

    #: Do not write the folder `text/`, which has the clean text of each text or HTML file
    no_text_files: bool

    #: Names in files_from end with NUL, as `find -print0` writes them
    null: bool

    #: Use only rules whose id matches, such as `fa.*`
    only: str | Sequence[str] | None

    #: How much decompressed input goes into one part; about 1M is the least, for so much is read at once [default:
    #: 64M]
    part_size: int | str | None

    #: List the posts of a forum thread in `metadata.posts`: author, date, and the line where each begins (from 0)
    posts: bool

    #: Write to removed.jsonl why the judge removed each line, strongest reason first
    reasons: bool

    #: Also write the report to this file
    report: StrPath | None

    #: Start again and replace what an earlier run wrote. Other files in OUT stay
    restart: bool

    #: Add the rules in a TOML file or a folder of TOML files
    rules: StrPath | Sequence[StrPath] | None

    #: Write one documents.jsonl, however large, instead of one file per part
    single: bool

    #: Do not use rules whose id matches
    skip: str | Sequence[str] | None

    #: Leave out a repair, such as `any.nbsp`
    skip_repair: str | Sequence[str] | None

    #: Name of standard input in ids, instead of `stdin`; its extension says the format
    stdin_name: str | None

    #: Use what `sarand survey` counted, instead of learn; this also works for streams
    survey: StrPath | Sequence[StrPath] | None

    #: Memory for the counts of learn and survey [default: 256M]
    survey_memory: int | str | None

    #: Field or column with the text. `article.body` is a field inside another [default: text]
    text_field: str | None

    #: Where to put the headline of a page [default: metadata]
    title: Literal["metadata", "text", "both"] | None

    #: Field or column with the title, instead of `title`
    title_field: str | None

    #: Clean only new and changed inputs; give it from the first run on
    update: bool

    #: Field or column with the URL of the page, instead of `url`
    url_field: str | None

    #: ZWNJ to restore. How certain it must be that a ZWNJ was lost [default: likely]
    zwnj: Literal["off", "safe", "likely", "bold"] | None


class SurveyOptions(TypedDict, total=False):
    """Keywords of :func:`sarand.survey`."""

    #: Also clean pages of WARC and ARC files whose HTTP status is not 2xx
    any_status: bool

    #: Charset of files if their bytes do not show it. With `!` at the end, this charset is always used
    charset: str | None

    #: Field or column with the date, instead of `date`
    date_field: str | None

    #: Delimiter of the fields of CSV and TSV, such as `;` or `tab` [default: detected]
    delimiter: str | None

    #: In folders, skip files whose relative path matches
    exclude: str | Sequence[str] | None

    #: Also read the files and folders listed in FILE, one per line; `-` is standard input
    files_from: StrPath | None

    #: Replace FILE if it exists
    force: bool

    #: Also read hidden files and folders, whose names begin with a dot
    hidden: bool

    #: Field or column with HTML, which is used instead of the text
    html_field: str | None

    #: Field or column with the id, instead of `id`
    id_field: str | None

    #: In folders, read only files whose relative path matches; `*` also matches `/`
    include: str | Sequence[str] | None

    #: Format of all inputs, whatever their names say
    input_format: Literal["text", "html", "jsonl", "warc", "arc", "tar", "zip", "csv", "tsv", "parquet"] | None

    #: Number of threads [default: all cores]
    jobs: int | None

    #: How many times its size a compressed stream may expand (checked from 8 MiB on) [default: 250]
    max_ratio: int | None

    #: Largest record or page; a larger one is quarantined, with its first MiB [default: 128M]
    max_record: int | str | None

    #: Memory for counting; if it is not enough, fewer pages of each host are kept [default: 256M]
    memory: int | str | None

    #: Add the counts of an earlier survey
    merge: StrPath | Sequence[StrPath] | None

    #: Names in files_from end with NUL, as `find -print0` writes them
    null: bool

    #: Name of standard input in ids, instead of `stdin`; its extension says the format
    stdin_name: str | None

    #: Field or column with the text. `article.body` is a field inside another [default: text]
    text_field: str | None

    #: Field or column with the title, instead of `title`
    title_field: str | None

    #: Field or column with the URL of the page, instead of `url`
    url_field: str | None
