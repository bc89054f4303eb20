"""What is odd in a directory that can be used: people nobody reaches, roles nobody fills, differences to a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chatdesk.core.directory import Directory
from chatdesk.directory.facts import Difference, differences
from chatdesk.policy_check import check
from chatdesk.policy_check.finding import NEED_A_DIRECTORY
from chatdesk.policy_files import WholeFile
from chatdesk.policy_files.document import Where

# A start refuses a file of which this is told.
NO_POLICY = "E-POLICY"

_AT_START = "The file takes effect at the next start."


@dataclass(frozen=True)
class Oddity:
    """`code` names the kind, `where` leads to the line."""

    code: str
    where: Where
    odd: str
    advice: str


def of_the_file(who: Directory) -> Iterator[Oddity]:
    """What the file alone tells."""
    if not any(person.is_admin for person in who.people):
        yield Oddity(
            "W-ADMIN",
            ("people",),
            "Nobody is an administrator, so nobody can change who is who in chat.",
            "Add 'is_admin: true' to one of your people, or name an account in CHATDESK_ADMINS.",
        )
    for number, person in enumerate(who.people):
        if not person.identities:
            yield _unreachable(person.id, ("people", number))
    for whose, customer in enumerate(who.customers):
        for number, person in enumerate(customer.people):
            if not person.identities:
                yield _unreachable(person.id, ("customers", whose, "people", number))


def of_policies(who: Directory, known: Mapping[str, WholeFile], today: date) -> Iterator[Oddity]:
    """Roles that a customer's policy names and nobody fills, tiers at which nobody is reached."""
    for number, customer in enumerate(who.customers):
        if customer.policy not in known:
            yield Oddity(
                NO_POLICY,
                ("customers", number, "policy"),
                f"Customer '{customer.id}' has the policy '{customer.policy}', which is not there.",
                f"Use one of: {', '.join(sorted(known))}.",
            )
    for name in sorted({customer.policy for customer in who.customers} & known.keys()):
        for finding in check(known[name], today, who):
            if finding.code in NEED_A_DIRECTORY and not finding.is_waived:
                yield Oddity(finding.code, ("roles",), f"Policy '{name}': {finding.odd}", finding.advice)


def of_the_database(file: Directory, database: Directory) -> Iterator[Oddity]:
    """Where the database says something else than the file: it was changed in chat, or the file since the start."""
    for one in differences(file, database):
        yield Oddity("W-DIFFERS", one.file.where if one.file else (), _told(one), _advice(one))


def _unreachable(person_id: str, where: Where) -> Oddity:
    odd = f"'{person_id}' has no account on any platform, so nothing that is told to them reaches them."
    return Oddity("W-ACCOUNT", where, odd, "Add 'accounts: {slack: U…}', or take the person out.")


def _told(one: Difference) -> str:
    about = one.about[0].upper() + one.about[1:]
    if one.file is None:
        return f"{about} stands in the database only: {one.database.says if one.database else ''}."
    if one.database is None:
        return f"{about} stands in the file only."
    return f"{about}: the file says {one.file.says}; the database says {one.database.says}."


def _advice(one: Difference) -> str:
    if one.file is None:
        return "It was made in chat and stays; `chatdesk directory export` writes it into a file."
    return _AT_START
