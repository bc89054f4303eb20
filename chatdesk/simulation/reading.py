"""Courses from a CSV file: all of them, or what is wrong with the file, line by line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chatdesk.core.policy import Policy
from chatdesk.policy_files.findings import did_you_mean
from chatdesk.simulation.cells import Cells, WrongCell
from chatdesk.simulation.course import Course

COLUMNS = (
    "case",
    "opened",
    "kind",
    "reason",
    "severity",
    "plan",
    "answers",
    "acknowledged",
    "analysed",
    "first_response",
    "updates",
    "workaround",
    "waiting",
    "severity_changes",
    "resolved",
    "approved",
)
_MOST_TOLD = 20
_BIGGEST_CELL = 100_000


@dataclass(frozen=True)
class CoursesError(Exception):
    """The file cannot be used. One line a cause: file:line, what is wrong, what to do."""

    lines: tuple[str, ...]

    def __str__(self) -> str:
        told = self.lines[:_MOST_TOLD]
        left = len(self.lines) - len(told)
        return "\n".join([*told, *([f"… and {left} more"] if left else [])])


def read_courses(path: Path, policy: Policy) -> list[Course]:
    """Every course in the file, in its order. Raises CoursesError, which tells of every bad row at once.

    A moment without an offset is on the clock of the policy's main hours.
    """
    text = _text(path)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=True)
    try:
        return _courses(path, rows, policy)
    except csv.Error as error:
        raise CoursesError((f"{path}:{rows.line_num}: {error}; save the file as CSV again",)) from None


def _text(path: Path) -> str:
    csv.field_size_limit(_BIGGEST_CELL)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise CoursesError((f"{path}: is not in UTF-8; save it as 'CSV UTF-8'",)) from None
    except OSError as error:
        raise CoursesError((f"{path}: cannot be read: {error.strerror}",)) from None
    if "\0" in text:
        raise CoursesError((f"{path}: holds a NUL byte, so it is no text; save it as 'CSV UTF-8'",))
    return text


def _delimiter(text: str) -> str:
    """Spreadsheets write ';' or tabs where a comma is part of a number."""
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _courses(path: Path, rows: Iterator[list[str]], policy: Policy) -> list[Course]:
    header = [name.strip().lower() for name in next(rows, [])]
    wrong = list(_wrong_header(path, header))
    if wrong:
        raise CoursesError(tuple(wrong))
    courses: list[Course] = []
    named: dict[str, int] = {}
    reader = _line_numbers(rows)
    for line, row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            wrong.append(f"{path}:{line}: {len(row)} cells under {len(header)} headings; quote cells that hold commas")
            continue
        cells = Cells(dict(zip(header, (cell.strip() for cell in row), strict=True)), policy)
        try:
            course = cells.course(default_name=f"line {line}")
        except WrongCell as error:
            wrong.append(f"{path}:{line}: {error}")
            continue
        if course.name in named:
            wrong.append(f"{path}:{line}: case '{course.name}' stands in line {named[course.name]} too; name each once")
        named.setdefault(course.name, line)
        courses.append(course)
    if not courses and not wrong:
        wrong.append(f"{path}: holds no case; write one a line under the headings")
    if wrong:
        raise CoursesError(tuple(wrong))
    return courses


def _line_numbers(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each begins on: a quoted cell may hold line breaks."""
    line = 2
    for row in rows:
        yield line, row
        line = rows.line_num + 1  # type: ignore[attr-defined]


def _wrong_header(path: Path, header: list[str]) -> Iterator[str]:
    if not any(header):
        yield f"{path}:1: the file is empty; its first line names the columns, such as 'opened,severity,resolved'"
        return
    for name in dict.fromkeys(header):
        if name not in COLUMNS:
            yield f"{path}:1: there is no column '{name}'; {did_you_mean(name, COLUMNS)}"
        elif header.count(name) > 1:
            yield f"{path}:1: column '{name}' stands there {header.count(name)} times; name each once"
    if "opened" not in header:
        yield f"{path}:1: column 'opened' is missing; it says when each case was reported"
