"""The cells of one row, read and refused one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from chatdesk.core.policy import Kind, Policy
from chatdesk.policy_files.findings import did_you_mean
from chatdesk.simulation.course import Course, Wait

_EXAMPLE = "2026-03-06 14:20, or 2026-03-06T14:20-05:00"
# Beyond these years the promises' own calendars are guesses.
_FIRST_YEAR, _LAST_YEAR = 1971, 2189


class WrongCell(Exception):
    """What is wrong with a cell, and what to do."""


class Cells:
    """`row` has stripped texts by column; a column that is not there is empty."""

    def __init__(self, row: Mapping[str, str], policy: Policy) -> None:
        self._row = row
        self._policy = policy
        self._zone = ZoneInfo(policy.hours(policy.main_hours).zone)

    def course(self, default_name: str) -> Course:
        """Raises WrongCell."""
        course = Course(
            name=self._row.get("case") or default_name,
            opened_at=self._needed("opened"),
            severity=self._severity("severity", self._row.get("severity", "")),
            kind=self._kind(),
            reason=self._one_of("reason", [reason.key for reason in self._policy.reasons]),
            plan=self._one_of("plan", [plan.key for plan in self._policy.plans]),
            answers=self._answers(),
            acknowledged_at=self._moment("acknowledged"),
            analysed_at=self._moment("analysed"),
            first_response_at=self._moment("first_response"),
            updates=tuple(self._instant("updates", part) for part in self._parts("updates")),
            workaround_at=self._moment("workaround"),
            waits=self._waits(),
            severity_changes=self._changes(),
            resolved_at=self._moment("resolved"),
            approved_at=self._moment("approved"),
        )
        _check_order(course)
        return course

    def _needed(self, column: str) -> datetime:
        at = self._moment(column)
        if at is None:
            raise WrongCell(f"{column} is empty; write when the case was reported, as {_EXAMPLE}")
        return at

    def _moment(self, column: str) -> datetime | None:
        text = self._row.get(column, "")
        return self._instant(column, text) if text else None

    def _instant(self, column: str, text: str) -> datetime:
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise WrongCell(f"{column} '{text}' is no moment; write it as {_EXAMPLE}") from None
        if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
            raise WrongCell(f"{column} '{text}' is outside the years {_FIRST_YEAR} to {_LAST_YEAR}; correct the year")
        if at.tzinfo is not None:
            return at.astimezone(UTC)
        instant = at.replace(tzinfo=self._zone).astimezone(UTC)
        if instant.astimezone(self._zone).replace(tzinfo=None) != at:
            raise WrongCell(
                f"{column} '{text}' was skipped by the clocks of {self._zone.key}; write it with its offset"
            )
        return instant

    def _parts(self, column: str) -> list[str]:
        return [part.strip() for part in self._row.get(column, "").split("|") if part.strip()]

    def _severity(self, column: str, text: str) -> int | None:
        if not text:
            return None
        numbers = [step.number for step in self._policy.severities]
        if not text.isascii() or not text.isdigit() or int(text) not in numbers:
            raise WrongCell(f"{column} '{text}' is unknown; {_use(text, numbers, 'severities')}")
        return int(text)

    def _kind(self) -> Kind | None:
        text = self._one_of("kind", list(Kind))
        return Kind(text) if text else None

    def _one_of(self, column: str, known: list[str]) -> str | None:
        text = self._row.get(column, "")
        if text and text not in known:
            raise WrongCell(f"{column} '{text}' is unknown; {_use(text, known, f'{column}s')}")
        return text or None

    def _answers(self) -> tuple[tuple[str, str], ...]:
        choices = {one.key: [choice.value for choice in one.choices] for one in self._policy.questions}
        found: list[tuple[str, str]] = []
        for part in self._parts("answers"):
            key, _, value = (piece.strip() for piece in part.partition("="))
            if key not in choices:
                raise WrongCell(f"answers '{part}': there is no question '{key}'; {_use(key, choices, 'questions')}")
            if value not in choices[key]:
                raise WrongCell(f"answers '{part}': '{value}' is no answer to it; {did_you_mean(value, choices[key])}")
            found.append((key, value))
        return tuple(found)

    def _waits(self) -> tuple[Wait, ...]:
        found: list[Wait] = []
        for part in self._parts("waiting"):
            first, _, last = part.partition("/")
            since = self._instant("waiting", first.strip())
            until = self._instant("waiting", last.strip()) if last.strip() else None
            if until is not None and until <= since:
                raise WrongCell(f"waiting '{part}' ends before it begins; write it as from/until")
            found.append(Wait(since, until))
        for earlier, later in pairwise(found):
            if earlier.until is None or later.since < earlier.until:
                raise WrongCell("waiting: a pause begins before the one before it ended; write them in order")
        return tuple(found)

    def _changes(self) -> tuple[tuple[datetime, int], ...]:
        found: list[tuple[datetime, int]] = []
        for part in self._parts("severity_changes"):
            moment, _, number = part.rpartition("=")
            severity = self._severity("severity_changes", number.strip())
            if severity is None or not moment:
                raise WrongCell(f"severity_changes '{part}' is not both; write it as 2026-03-06 14:20=2")
            found.append((self._instant("severity_changes", moment.strip()), severity))
        return tuple(found)


def _check_order(course: Course) -> None:
    """Nothing happens before a case is reported, and only the approval after it is resolved."""
    moments: dict[str, list[datetime | None]] = {
        "acknowledged": [course.acknowledged_at],
        "analysed": [course.analysed_at],
        "first_response": [course.first_response_at],
        "updates": list(course.updates),
        "workaround": [course.workaround_at],
        "waiting": [at for wait in course.waits for at in (wait.since, wait.until)],
        "severity_changes": [at for at, _ in course.severity_changes],
        "resolved": [course.resolved_at],
        "approved": [course.approved_at],
    }
    for column, found in moments.items():
        for at in found:
            if at is not None and at < course.opened_at:
                raise WrongCell(f"{column} is before opened; correct one of them")
            if at is not None and course.resolved_at is not None and at > course.resolved_at and column != "approved":
                raise WrongCell(f"{column} is after resolved; correct one of them, or leave resolved empty")
    if course.approved_at is not None and (course.resolved_at is None or course.approved_at < course.resolved_at):
        raise WrongCell("approved is not after resolved; correct one of them")


def _use(word: object, known: Iterable[object], what: str) -> str:
    names = [str(name) for name in known]
    return did_you_mean(word, names) if names else f"this policy has no {what}; leave it empty"
