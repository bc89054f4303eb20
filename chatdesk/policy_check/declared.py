"""What the file says about itself: notes of its readers, assumptions, ids of clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chatdesk.policy_check.finding import Odd
from chatdesk.policy_files.document import Where
from chatdesk.policy_files.findings import did_you_mean
from chatdesk.policy_files.mentions import mentions
from chatdesk.policy_files.parts import Assumed
from chatdesk.policy_files.schema import PolicyFile


def declared(file: PolicyFile) -> Iterator[Odd]:
    """Notes, assumptions that nobody has confirmed, and clauses that are not listed."""
    for number, note in enumerate(file.notes):
        yield Odd(
            note.code,
            ("notes", number),
            note.text.in_language("en"),
            "Ask the provider, or waive this with the reading taken.",
            tuple(note.clauses),
            named=f"notes.{'+'.join(note.clauses) or number}",
        )
    for name, hours in file.business_hours.items():
        yield from _assumed(("business_hours", name, "assumed"), hours.assumed, hours.clauses)
    for name, target in file.targets.items():
        yield from _assumed(("targets", name, "assumed"), target.assumed, target.clauses)
    for name, reason in file.reasons.items():
        if reason.bulk_load is not None:
            yield from _assumed(("reasons", name, "bulk_load", "assumed"), reason.bulk_load.assumed, reason.clauses)
    yield from _assumed(("assumed",), file.assumed, ())
    if file.clauses:
        yield from _unknown(file)


def _assumed(where: Where, parts: Sequence[Assumed], clauses: Sequence[str]) -> Iterator[Odd]:
    for number, part in enumerate(parts):
        if part.confirmed_by is None:
            yield Odd(
                "W-ASSUMED",
                (*where, number),
                f"Assumed and not confirmed: {part.because.in_language('en')}",
                "Ask the provider, and write 'confirmed_by:' and 'confirmed_on:'.",
                tuple(clauses),
                named=".".join([*map(str, where), part.what]),
            )


def _unknown(file: PolicyFile) -> Iterator[Odd]:
    for clause, where in mentions(file):
        if clause not in file.clauses:
            yield Odd(
                "E-CLAUSE",
                where,
                f"The clause '{clause}' is not listed under 'clauses:'.",
                f"List it there, or correct it: {did_you_mean(clause, file.clauses)}",
                (clause,),
            )
