"""Every check, its findings at their lines, and the waivers applied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chatdesk.core.directory import Directory
from chatdesk.policy_check.calendars import calendars
from chatdesk.policy_check.declared import declared
from chatdesk.policy_check.finding import CODES, NEED_A_DIRECTORY, Finding, Odd, Waiver
from chatdesk.policy_check.languages import languages
from chatdesk.policy_check.people import reaching, roles_and_tiers
from chatdesk.policy_check.promises import promises
from chatdesk.policy_check.severities import severities
from chatdesk.policy_files import WholeFile
from chatdesk.policy_files.findings import did_you_mean


def check(whole: WholeFile, today: date, directory: Directory | None = None) -> list[Finding]:
    """Everything odd in a policy, by line; waived findings among the rest. `today` tells what is past."""
    found = list(dict.fromkeys(_odd(whole, today, directory)))
    waivers = _waivers(whole)
    places = {(odd.code, odd.place) for odd in found}
    stale = _stale(whole, places, has_directory=directory is not None)
    findings = {_placed(whole, odd, waivers.get((odd.code, odd.place))) for odd in found}
    findings |= {_placed(whole, odd, None) for odd in stale}
    return sorted(findings, key=lambda one: (one.line, one.code, one.place, one.odd))


def _odd(whole: WholeFile, today: date, directory: Directory | None) -> Iterator[Odd]:
    yield from calendars(whole.file, today)
    yield from severities(whole.policy)
    yield from promises(whole.file, whole.policy)
    yield from roles_and_tiers(whole.file, whole.policy)
    yield from declared(whole.file)
    yield from languages(whole.file)
    if directory is not None:
        yield from reaching(whole.policy, directory)


def _placed(whole: WholeFile, odd: Odd, waiver: Waiver | None) -> Finding:
    return Finding(
        path=whole.document.path,
        line=whole.document.line(odd.where),
        code=odd.code,
        place=odd.place,
        odd=odd.odd,
        advice=odd.advice,
        clauses=odd.clauses,
        waiver=waiver,
    )


def _waivers(whole: WholeFile) -> dict[tuple[str, str], Waiver]:
    return {
        (part.code, place): Waiver(part.name, part.on, part.reason.in_language("en"))
        for part in whole.file.waivers
        for place in part.where
    }


def _stale(whole: WholeFile, places: set[tuple[str, str]], has_directory: bool) -> Iterator[Odd]:
    """Waivers of nothing. What needs a directory is judged only with one."""
    own = [note.code for note in whole.file.notes]
    for number, part in enumerate(whole.file.waivers):
        where = ("waivers", number)
        if part.code not in CODES and part.code not in own:
            yield Odd(
                "W-WAIVER",
                (*where, "code"),
                f"'{part.code}' is the code of no finding.",
                f"Look at the code again: {did_you_mean(part.code, [*CODES, *own])}",
            )
            continue
        if part.code in NEED_A_DIRECTORY and not has_directory:
            continue
        for place in part.where:
            if (part.code, place) not in places:
                yield Odd(
                    "W-WAIVER",
                    (*where, "where"),
                    f"The waiver of {part.code} at '{place}' no longer applies: there is no such finding.",
                    _instead(part.code, place, places),
                    named=f"waivers.{part.code}.{place}",
                )


def _instead(code: str, place: str, places: set[tuple[str, str]]) -> str:
    there = sorted(one for its, one in places if its == code and one != place)
    if not there:
        return "Take it out."
    return f"Take it out, or name the place where it is now: {', '.join(there)}."
