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
    """How far a run is."""

    #: Bytes of the inputs that were read, as they lie on the disk.
    bytes: int
    #: All bytes of the inputs; ``None`` when that is not known.
    total: int | None
    #: Records that were read.
    records: int
    #: Records that were quarantined.
    quarantined: int


class CleanerOptions(TypedDict, total=False):
    """Keywords of :class:`sarand.Cleaner`."""

    #: The charset of files where their bytes leave it open; with `!` at its end, whatever the bytes say
    charset: str | None

    #: Keep readers' comments, apart from the text, in `metadata.comments`
    comments: bool

    #: Which lines of a page to take [default: main]
    extract: Literal["main", "all"] | None

    #: Write what images say (their `alt`) where they stand; in Markdown as `![text](address)`
    images: bool

    #: The language of all documents, as `fa`; otherwise the record's own, otherwise detected
    lang: str | None

    #: How much may be lost to leave less chrome [default: safe]
    level: Literal["safe", "likely", "bold"] | None

    #: Words of yours, one a line with its ZWNJ; a word without any is never given one. `clean` and `explain` also
    #: read the `zwnj.txt` of a folder given with `rules`
    lexicon: StrPath | None

    #: Write links as `[text](address)`; with `markup="markdown"`
    links: bool

    #: How to write headings, lists, tables and code [default: text]
    markup: Literal["text", "markdown"] | None

    #: Say in `metadata.sources` where in the page each value was found, as `ld:headline` or `meta:og:title`
    metadata_sources: bool

    #: Leave out the rules that come with the program
    no_builtin_rules: bool

    #: Leave out the repairs of mojibake: text that was decoded wrongly stays so
    no_mojibake: bool

    #: Make no repairs: the text is changed by removals only
    no_repair: bool

    #: Apply only rules whose id matches a glob, as `fa.*`
    only: str | Sequence[str] | None

    #: Say in `metadata.posts` who wrote the posts of a thread and when, and in which line of the text each begins,
    #: from 0
    posts: bool

    #: Say why the judge took each line, strongest reason first
    reasons: bool

    #: Add the rules of a TOML file, or of a folder of them
    rules: StrPath | RuleSet | Sequence[StrPath | RuleSet] | None

    #: Do not apply rules whose id matches a glob
    skip: str | Sequence[str] | None

    #: Leave out a repair, as `any.nbsp`
    skip_repair: str | Sequence[str] | None

    #: What `sarand survey` counted
    survey: StrPath | Sequence[StrPath] | None

    #: Where the headline of a page goes [default: metadata]
    title: Literal["metadata", "text", "both"] | None

    #: How sure a restored ZWNJ must be [default: likely]
    zwnj: Literal["off", "safe", "likely", "bold"] | None


class EvaluateOptions(TypedDict, total=False):
    """Keywords of :func:`sarand.evaluate`."""

    #: The language of all documents, as `fa`; otherwise the record's own, otherwise detected
    lang: str | None

    #: How much may be lost to leave less chrome [default: safe]
    level: Literal["safe", "likely", "bold"] | None

    #: Leave out the rules that come with the program
    no_builtin_rules: bool

    #: Apply only rules whose id matches a glob, as `fa.*`
    only: str | Sequence[str] | None

    #: Add the rules of a TOML file, or of a folder of them
    rules: StrPath | Sequence[StrPath] | None

    #: Do not apply rules whose id matches a glob
    skip: str | Sequence[str] | None

    #: Count lines that are labelled `soft`, too
    strict: bool

    #: What `sarand survey` counted
    survey: StrPath | Sequence[StrPath] | None


class LearnOptions(TypedDict, total=False):
    """Keywords of :func:`sarand.learn`."""

    #: Leave out what these rules take: a file, a folder, or `builtin`; rejected rules count too
    against: StrPath | Sequence[StrPath] | None

    #: Take pages of WARC and ARC files whose status is not 200 to 299 too
    any_status: bool

    #: The charset of files where their bytes leave it open; with `!` at its end, whatever the bytes say
    charset: str | None

    #: The one that holds the date, instead of `date`
    date_field: str | None

    #: What stands between the fields of CSV and TSV, as `;` or `tab`; without it the first rows tell
    delimiter: str | None

    #: Leave out files of a folder whose relative path matches
    exclude: str | Sequence[str] | None

    #: Read the files and folders named in FILE too, one a line; `-` is standard input
    files_from: StrPath | None

    #: Replace FILE
    force: bool

    #: Take what is hidden in a folder too: names that begin with a dot
    hidden: bool

    #: What a document's host is: `url` (else the field `host`, else the folder), `folder`, or a JSONL field as
    #: `metadata.host` [default: url]
    host_from: str | None

    #: The JSON field or the column that holds HTML; where a record has it, it goes before the text
    html_field: str | None

    #: The JSON field or the column that holds the id, instead of `id`
    id_field: str | None

    #: Take only files of a folder whose relative path matches; `*` also matches `/`
    include: str | Sequence[str] | None

    #: The kind of all inputs, whatever they are called
    input_format: Literal["text", "html", "jsonl", "warc", "arc", "tar", "zip", "csv", "tsv", "parquet"] | None

    #: Rank rules by what cleaning at this level leaves: with the rules of against, else with those of the program
    #: [default: safe]
    level: str | None

    #: How many times its size a compressed stream may expand, once it has given 8 MiB [default: 250]
    max_ratio: int | None

    #: The longest record, page or entry, as 128M; longer ones go to quarantine, their beginning only [default: 128M]
    max_record: int | str | None

    #: Memory for counting, as 64M [default: 64M]
    memory: int | str | None

    #: The names in files_from end in NUL, as `find -print0` writes them
    null: bool

    #: What standard input is called in ids, instead of `stdin`; its extension tells the kind, as that of a file
    stdin_name: str | None

    #: The JSON field or the column that holds the text; `article.body` is a field inside another [default: text]
    text_field: str | None

    #: The one that holds the title, instead of `title`
    title_field: str | None

    #: The one that holds the address of the page, instead of `url`
    url_field: str | None


class RunOptions(TypedDict, total=False):
    """Keywords of :func:`sarand.run`: the flags of ``sarand clean``."""

    #: Take pages of WARC and ARC files whose status is not 200 to 299 too
    any_status: bool

    #: The charset of files where their bytes leave it open; with `!` at its end, whatever the bytes say
    charset: str | None

    #: Keep readers' comments, apart from the text, in `metadata.comments`
    comments: bool

    #: Compress documents.jsonl
    compress: Literal["zst"] | None

    #: The one that holds the date, instead of `date`
    date_field: str | None

    #: What stands between the fields of CSV and TSV, as `;` or `tab`; without it the first rows tell
    delimiter: str | None

    #: Leave out files of a folder whose relative path matches
    exclude: str | Sequence[str] | None

    #: Which lines of a page to take [default: main]
    extract: Literal["main", "all"] | None

    #: Read the files and folders named in FILE too, one a line; `-` is standard input
    files_from: StrPath | None

    #: What the documents are written as [default: jsonl]
    format: Literal["jsonl", "parquet"] | None

    #: Take what is hidden in a folder too: names that begin with a dot
    hidden: bool

    #: The JSON field or the column that holds HTML; where a record has it, it goes before the text
    html_field: str | None

    #: The JSON field or the column that holds the id, instead of `id`
    id_field: str | None

    #: Write what images say (their `alt`) where they stand; in Markdown as `![text](address)`
    images: bool

    #: Take only files of a folder whose relative path matches; `*` also matches `/`
    include: str | Sequence[str] | None

    #: The kind of all inputs, whatever they are called
    input_format: Literal["text", "html", "jsonl", "warc", "arc", "tar", "zip", "csv", "tsv", "parquet"] | None

    #: Threads [default: all cores]
    jobs: int | None

    #: Write documents of which nothing is left
    keep_empty: bool

    #: Keep the lines of pages that were not taken for content, with the reason, in removed.jsonl
    keep_extracted: bool

    #: The language of all documents, as `fa`; otherwise the record's own, otherwise detected
    lang: str | None

    #: Read the inputs twice, and first count which lines the pages of a host share: what repeats there and looks
    #: like chrome goes, whoever wrote the site
    learn: bool

    #: How much may be lost to leave less chrome [default: safe]
    level: Literal["safe", "likely", "bold"] | None

    #: Words of yours, one a line with its ZWNJ; a word without any is never given one. `clean` and `explain` also
    #: read the `zwnj.txt` of a folder given with `rules`
    lexicon: StrPath | None

    #: Write links as `[text](address)`; with `markup="markdown"`
    links: bool

    #: How to write headings, lists, tables and code [default: text]
    markup: Literal["text", "markdown"] | None

    #: Stop once more records than this are quarantined: a number, or a share as `0.5%` (judged from 1,000 records
    #: on)
    max_bad: int | str | None

    #: How many times its size a compressed stream may expand, once it has given 8 MiB [default: 250]
    max_ratio: int | None

    #: The longest record, page or entry, as 128M; longer ones go to quarantine, their beginning only [default: 128M]
    max_record: int | str | None

    #: Say in `metadata.sources` where in the page each value was found, as `ld:headline` or `meta:og:title`
    metadata_sources: bool

    #: Leave out the rules that come with the program
    no_builtin_rules: bool

    #: Leave out the repairs of mojibake: text that was decoded wrongly stays so
    no_mojibake: bool

    #: Make no repairs: the text is changed by removals only
    no_repair: bool

    #: Leave out the folder `text/`: the documents alone hold the clean texts of files
    no_text_files: bool

    #: The names in files_from end in NUL, as `find -print0` writes them
    null: bool

    #: Apply only rules whose id matches a glob, as `fa.*`
    only: str | Sequence[str] | None

    #: Bytes of input, decompressed, after which a part is complete [default: 64M]
    part_size: int | str | None

    #: Say in `metadata.posts` who wrote the posts of a thread and when, and in which line of the text each begins,
    #: from 0
    posts: bool

    #: Say in removed.jsonl why the judge took each line, strongest reason first
    reasons: bool

    #: Write the report to a file, too
    report: StrPath | None

    #: Begin anew, and replace what an earlier run wrote to OUT; other files there stay
    restart: bool

    #: Add the rules of a TOML file, or of a folder of them
    rules: StrPath | Sequence[StrPath] | None

    #: Write one documents.jsonl, however large; otherwise a run of more than one part has a file for each
    single: bool

    #: Do not apply rules whose id matches a glob
    skip: str | Sequence[str] | None

    #: Leave out a repair, as `any.nbsp`
    skip_repair: str | Sequence[str] | None

    #: What standard input is called in ids, instead of `stdin`; its extension tells the kind, as that of a file
    stdin_name: str | None

    #: What `sarand survey` counted: the same in one reading, also for streams and for the next crawl
    survey: StrPath | Sequence[StrPath] | None

    #: Memory for what is known of the crawl, as 256M [default: 256M]
    survey_memory: int | str | None

    #: The JSON field or the column that holds the text; `article.body` is a field inside another [default: text]
    text_field: str | None

    #: Where the headline of a page goes [default: metadata]
    title: Literal["metadata", "text", "both"] | None

    #: The one that holds the title, instead of `title`
    title_field: str | None

    #: Clean only what is new or changed since the run in OUT has ended, into further parts; give it from the first
    #: run on
    update: bool

    #: The one that holds the address of the page, instead of `url`
    url_field: str | None

    #: How sure a restored ZWNJ must be [default: likely]
    zwnj: Literal["off", "safe", "likely", "bold"] | None


class SurveyOptions(TypedDict, total=False):
    """Keywords of :func:`sarand.survey`."""

    #: Take pages of WARC and ARC files whose status is not 200 to 299 too
    any_status: bool

    #: The charset of files where their bytes leave it open; with `!` at its end, whatever the bytes say
    charset: str | None

    #: The one that holds the date, instead of `date`
    date_field: str | None

    #: What stands between the fields of CSV and TSV, as `;` or `tab`; without it the first rows tell
    delimiter: str | None

    #: Leave out files of a folder whose relative path matches
    exclude: str | Sequence[str] | None

    #: Read the files and folders named in FILE too, one a line; `-` is standard input
    files_from: StrPath | None

    #: Replace FILE
    force: bool

    #: Take what is hidden in a folder too: names that begin with a dot
    hidden: bool

    #: The JSON field or the column that holds HTML; where a record has it, it goes before the text
    html_field: str | None

    #: The JSON field or the column that holds the id, instead of `id`
    id_field: str | None

    #: Take only files of a folder whose relative path matches; `*` also matches `/`
    include: str | Sequence[str] | None

    #: The kind of all inputs, whatever they are called
    input_format: Literal["text", "html", "jsonl", "warc", "arc", "tar", "zip", "csv", "tsv", "parquet"] | None

    #: Threads [default: all cores]
    jobs: int | None

    #: How many times its size a compressed stream may expand, once it has given 8 MiB [default: 250]
    max_ratio: int | None

    #: The longest record, page or entry, as 128M; longer ones go to quarantine, their beginning only [default: 128M]
    max_record: int | str | None

    #: Memory for counting, as 256M; where it does not suffice, fewer pages of each host are kept [default: 256M]
    memory: int | str | None

    #: Add what an earlier survey counted
    merge: StrPath | Sequence[StrPath] | None

    #: The names in files_from end in NUL, as `find -print0` writes them
    null: bool

    #: What standard input is called in ids, instead of `stdin`; its extension tells the kind, as that of a file
    stdin_name: str | None

    #: The JSON field or the column that holds the text; `article.body` is a field inside another [default: text]
    text_field: str | None

    #: The one that holds the title, instead of `title`
    title_field: str | None

    #: The one that holds the address of the page, instead of `url`
    url_field: str | None
