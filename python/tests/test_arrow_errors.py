"""`clean_arrow`: what is refused, and when it is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import sarand

pa: Any = pytest.importorskip("pyarrow")

PROSE = "The ferry to the island leaves at nine, and the baker waves from the pier."
TEXTS = [PROSE, None]


def table(**more: Any) -> Any:
    return pa.table({"id": [1, 2], "text": TEXTS, **more})


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"column": "body"}, KeyError, 'there is no column "body"; there are id, text'),
        ({"html": True}, KeyError, 'there is no column "html"; there are id, text'),
        ({"url": "at"}, KeyError, 'there is no column "at"; there are id, text'),
        ({"lang": "tongue"}, KeyError, 'there is no column "tongue"; there are id, text'),
        ({"column": "id"}, TypeError, 'column "id" must hold strings or binaries, not Int64'),
        ({"into": "text"}, ValueError, 'there is a column "text" already'),
        ({"fields": ["texts"]}, ValueError, 'there is no field "texts"; there are text, title, '),
        ({"threads": 0}, ValueError, "threads must be 1 or more"),
    ],
    ids=str,
)
def test_wrong_columns_are_told_at_once(cleaner: sarand.Cleaner, options: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        cleaner.clean_arrow(table(), **options)


@pytest.mark.parametrize("data", [3, "text", [PROSE], {"text": [PROSE]}, None], ids=repr)
def test_what_is_no_arrow_data_is_a_type_error(cleaner: sarand.Cleaner, data: Any) -> None:
    with pytest.raises(TypeError, match=f"^data must be Arrow data .* not {type(data).__name__}$"):
        cleaner.clean_arrow(data)


def test_one_column_has_no_columns_to_name(cleaner: sarand.Cleaner) -> None:
    with pytest.raises(ValueError, match="^column, url and lang name columns of a table, and this is one column$"):
        cleaner.clean_arrow(pa.array(TEXTS), column="text")
    with pytest.raises(TypeError, match="^the data must hold strings or binaries, not Int64$"):
        cleaner.clean_arrow(pa.array([1, 2]))


def test_a_stream_is_read_once(cleaner: sarand.Cleaner) -> None:
    stream = cleaner.clean_arrow(table())
    pa.table(stream)
    with pytest.raises(ValueError, match="^this stream was read already; call clean_arrow again$"):
        pa.table(stream)


def test_what_the_source_raises_midway_is_told(cleaner: sarand.Cleaner) -> None:
    def breaks() -> Iterator[Any]:
        yield table().to_batches()[0]
        raise RuntimeError("the tap is dry")

    reader = pa.RecordBatchReader.from_batches(table().schema, breaks())
    with pytest.raises(Exception, match="the tap is dry"):
        pa.table(cleaner.clean_arrow(reader))


def test_what_the_source_raises_at_first_is_told(cleaner: sarand.Cleaner) -> None:
    class Dry:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            raise RuntimeError("the tap is dry")

    with pytest.raises(RuntimeError, match="the tap is dry"):
        cleaner.clean_arrow(Dry())


def test_no_fields_are_refused_at_once(cleaner: sarand.Cleaner) -> None:
    with pytest.raises(ValueError, match="fields"):
        cleaner.clean_arrow(table(), fields=[])


def test_a_language_that_is_none_is_passed_over_as_in_files(cleaner: sarand.Cleaner) -> None:
    result = pa.table(cleaner.clean_arrow(table(lang=["klingon"] * 2), lang="lang"))
    assert result == pa.table(cleaner.clean_arrow(table(lang=[None] * 2), lang="lang")).set_column(
        result.column_names.index("lang"), "lang", pa.array(["klingon"] * 2)
    )
