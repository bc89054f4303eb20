"""A file of rows that a customer sends to be loaded: what the policy asks of it, and a look at the whole of it.

Nothing of a file is taken unless all of it is right (COD-11).
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from chatdesk.core.words import Words

_SEPARATORS = (";", "\t", ",")
_FENCE = re.compile(r"^\s*```\w*\s*$")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# A cell longer than this is no cell; the csv module stops at about the same.
_LONGEST_CELL = 2_000


class Format(StrEnum):
    """What a cell holds. A date is written as 2026-05-01."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    EMAIL = "email"


@dataclass(frozen=True)
class LoadColumn:
    """`key` or any of its labels stands in the file's first line. A `unique` one holds no value twice."""

    key: str
    label: Words
    format: Format = Format.TEXT
    is_required: bool = True
    is_unique: bool = False


@dataclass(frozen=True)
class BulkLoad:
    """What a file must look like, and how many a customer may send in a calendar month before somebody is asked."""

    columns: tuple[LoadColumn, ...]
    most_rows: int
    per_month: int


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `line` counts from 1 in the text that was sent; 0 where no one line is at fault.

    `what` ends a key of the catalogue (`load.fault.<what>`), `column` is a key, `value` what stands there.
    """

    line: int
    what: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class Checked:
    """Either every fault in the order of the lines, or none: then how many rows there are, and their hash."""

    rows: int
    digest: str
    faults: tuple[Fault, ...] = ()


@dataclass
class _Look:
    """What was seen so far. `first_at` is the line on which a value of a unique column stood first."""

    spec: BulkLoad
    names: list[str]
    rows: int = 0
    first_at: dict[tuple[str, str], int] = field(default_factory=dict)


def check(text: str, spec: BulkLoad) -> Checked:
    """Look at the whole of it. Rows are divided by semicolons, tabs or commas, whichever the first line has.

    Words before the line that names the columns are left aside, and so is a fence of backquotes.
    """
    lines = ["" if _FENCE.match(line) else line for line in text.replace("\ufeff", "").splitlines()]
    start = _header_at(lines, spec)
    if start is None:
        return Checked(0, "", (Fault(0, "empty"),))
    separator = _separator(lines[start])
    header = next(csv.reader([lines[start]], delimiter=separator))
    names = [_named(cell, spec) for cell in header]
    faults = list(_faults_of_header(start + 1, header, names, spec))
    if faults:
        return Checked(0, "", tuple(faults))
    look = _Look(spec, [name or "" for name in names])
    kept: list[tuple[str, ...]] = []
    for number, cells in _records(lines[start + 1 :], separator):
        if not any(cell.strip() for cell in cells):
            continue
        look.rows += 1
        kept.append(tuple(cell.strip() for cell in cells))
        faults += _faults_of_row(start + 1 + number, kept[-1], look)
    if look.rows > spec.most_rows:
        faults.append(Fault(0, "too_many", value=str(look.rows)))
    if not look.rows:
        faults.append(Fault(0, "empty"))
    return Checked(look.rows, "" if faults else _digest(look.names, kept), tuple(faults))


def _header_at(lines: Sequence[str], spec: BulkLoad) -> int | None:
    """The first line that names a column where it names more than any other does; else the first that says anything."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if not filled:
        return None
    most = max(filled, key=lambda number: (_columns_in(lines[number], spec), -number))
    return most if _columns_in(lines[most], spec) else filled[0]


def _columns_in(line: str, spec: BulkLoad) -> int:
    cells = line.split(_separator(line))
    return len({name for cell in cells if (name := _named(cell.strip('" '), spec))})


def _separator(line: str) -> str:
    return max(_SEPARATORS, key=line.count)


def _named(cell: str, spec: BulkLoad) -> str | None:
    """The column that a cell of the first line names."""
    said = _plain(cell)
    for column in spec.columns:
        if said in (_plain(column.key), *(_plain(label) for _, label in column.label.texts)):
            return column.key
    return None


def _plain(words: str) -> str:
    return re.sub(r"[\s_-]+", " ", words).strip().casefold()


def _records(lines: Sequence[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of its first line, from 1. A cell in quotes may go over several lines."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = ["\x00"]
        yield before + 1, cells
        before = reader.line_num


def _faults_of_header(line: int, header: Sequence[str], names: Sequence[str | None], spec: BulkLoad) -> Iterator[Fault]:
    for cell, name in zip(header, names, strict=True):
        if name is None:
            yield Fault(line, "unknown_column", value=cell.strip())
        elif list(names).count(name) > 1:
            yield Fault(line, "column_twice", name)
    for column in spec.columns:
        if column.is_required and column.key not in names:
            yield Fault(line, "no_column", column.key)


def _faults_of_row(line: int, cells: Sequence[str], look: _Look) -> Iterator[Fault]:
    if any("\x00" in cell or len(cell) > _LONGEST_CELL for cell in cells):
        yield Fault(line, "unreadable")
        return
    if len(cells) != len(look.names):
        yield Fault(line, "cells", value=f"{len(cells)}/{len(look.names)}")
        return
    given = dict(zip(look.names, cells, strict=True))
    for column in look.spec.columns:
        value = given.get(column.key, "")
        if not value:
            if column.is_required:
                yield Fault(line, "missing", column.key)
            continue
        if not _FORMATS[column.format](value):
            yield Fault(line, f"no_{column.format}", column.key, value)
        if column.is_unique:
            first = look.first_at.setdefault((column.key, value.casefold()), line)
            if first != line:
                yield Fault(line, "twice", column.key, f"{value} ({first})")


def _is_date(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _digest(names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> str:
    """The same for the same rows, however they are divided and spaced."""
    whole = hashlib.sha256()
    for row in (tuple(names), *rows):
        whole.update("\x1f".join(row).encode() + b"\x1e")
    return whole.hexdigest()


_FORMATS: Mapping[Format, Callable[[str], bool]] = {
    Format.TEXT: lambda value: True,
    Format.NUMBER: lambda value: bool(_NUMBER.fullmatch(value)),
    Format.DATE: _is_date,
    Format.EMAIL: lambda value: bool(_MAIL.fullmatch(value)),
}
