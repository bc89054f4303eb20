"""COD-11: a file of rows is looked at as a whole, and every fault in it is named with its line."""

from __future__ import annotations

import pytest

from chatdesk.core.bulk_load import BulkLoad, Fault, Format, LoadColumn, check
from chatdesk.core.words import Words

SPEC = BulkLoad(
    columns=(
        LoadColumn("code", Words((("es", "Código"), ("en", "Code"))), is_unique=True),
        LoadColumn("name", Words((("es", "Nombre de unidad"), ("en", "Unit name")))),
        LoadColumn("head", Words((("en", "Head"),)), Format.EMAIL, is_required=False),
        LoadColumn("since", Words((("en", "Since"),)), Format.DATE, is_required=False),
        LoadColumn("size", Words((("en", "Size"),)), Format.NUMBER, is_required=False),
    ),
    most_rows=3,
    per_month=1,
)
GOOD = "code;name;since\nA1;North;2026-05-01\nA2;South;2026-05-02"


def faults(text: str) -> tuple[Fault, ...]:
    checked = check(text, SPEC)
    assert not checked.faults or checked.digest == ""
    return checked.faults


def test_a_right_file_is_counted_and_hashed() -> None:
    checked = check(GOOD, SPEC)
    assert (checked.rows, checked.faults) == (2, ())
    assert len(checked.digest) == 64


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace(";", ","),
        GOOD.replace(";", "\t"),
        "\ufeff" + GOOD.replace("\n", "\r\n") + "\r\n",
        GOOD.replace("code;name;since", "CÓDIGO; Nombre de  unidad ;Since"),
        GOOD.replace("North", '"North"').replace("\nA2", "\n\n ; ;\nA2"),
        "Dear all, our units of May, please:\n\n```csv\n" + GOOD + "\n```",
    ],
)
def test_the_same_rows_have_the_same_hash_however_they_are_written(text: str) -> None:
    assert check(text, SPEC) == check(GOOD, SPEC)


def test_other_rows_have_another_hash() -> None:
    assert check(GOOD.replace("South", "West"), SPEC).digest != check(GOOD, SPEC).digest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [Fault(0, "empty")]),
        ("  \n \n", [Fault(0, "empty")]),
        ("code;name\n", [Fault(0, "empty")]),
        ("just some words", [Fault(1, "unknown_column", value="just some words"), *[]]),
        ("code;nmae\nA1;North", [Fault(1, "unknown_column", value="nmae"), Fault(1, "no_column", "name")]),
        ("code;name;code\nA1;North;A1", [Fault(1, "column_twice", "code"), Fault(1, "column_twice", "code")]),
        ("code;name\nA1;North;more", [Fault(2, "cells", value="3/2")]),
        ("code;name\nA1;\n;South", [Fault(2, "missing", "name"), Fault(3, "missing", "code")]),
        ("code;name\nA1;North\nA2;South\na1;West", [Fault(4, "twice", "code", "a1 (2)")]),
        ("code;name;head\nA1;North;nobody", [Fault(2, "no_email", "head", "nobody")]),
        ("code;name;since\nA1;North;2026-02-30", [Fault(2, "no_date", "since", "2026-02-30")]),
        ("code;name;since\nA1;North;20260501", [Fault(2, "no_date", "since", "20260501")]),
        ("code;name;size\nA1;North;many", [Fault(2, "no_number", "size", "many")]),
        ("code;name\n1;a\n2;b\n3;c\n4;d", [Fault(0, "too_many", value="4")]),
        ("code;name\nA1;" + "x" * 3000, [Fault(2, "unreadable")]),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, expected: list[Fault]) -> None:
    found = list(faults(text))
    if text == "just some words":
        # The columns that are missing are named after it.
        found = [one for one in found if one.what != "no_column"]
    assert found == expected


def test_every_fault_is_found_and_not_only_the_first() -> None:
    wrong = faults("code;name;since\nA1;;yesterday\n;South;2026-13-01\nA1;West;2026-05-01")
    assert [(one.line, one.what) for one in wrong] == [
        (2, "missing"),
        (2, "no_date"),
        (3, "missing"),
        (3, "no_date"),
        (4, "twice"),
    ]


def test_lines_are_counted_in_the_text_that_was_sent() -> None:
    assert faults('Hello,\n\ncode;name\n"A1";"North\nEast"\nA2;')[0] == Fault(6, "missing", "name")
