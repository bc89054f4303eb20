"""What was changed in chat, on top of what directory.yml says: the file wins where it says something else."""

from __future__ import annotations

from collections.abc import Iterable

from chatdesk.core import directory_changes as made
from chatdesk.core import directory_parts as parts
from chatdesk.core.directory import Directory
from chatdesk.core.directory_applying import apply
from chatdesk.core.directory_changes import Change


def fold(file: Directory, changes: Iterable[Change]) -> tuple[Directory, tuple[int, ...]]:
    """The file with the changes beside it, and which of the changes (from 0) the file overrules."""
    who, overruled = file, []
    for number, change in enumerate(changes):
        after = None if _speaks_against(file, change) else apply(who, change)
        if isinstance(after, Directory):
            who = after
        else:
            overruled.append(number)
    return who, tuple(overruled)


def _speaks_against(file: Directory, change: Change) -> bool:
    """Does the file itself say otherwise?"""
    match change:
        case made.SetOrganisation(ours):
            said = file.organisation
            return (said.name, said.language, said.zone) != (ours.name, ours.language, ours.zone)
        case made.LinkOurs(name, place):
            said_at = [ours for one, ours in file.channels if one == name and ours.platform == place.platform]
            return bool(said_at) and place not in said_at
        case made.Unlink(place):
            return parts.holder_of(file, place) is not None
        case made.CorrectCustomer(customer):
            return parts.customer(file, customer.id) is not None
        case made.AddPerson(person, customer_id):
            known = next((found for one in person.identities if (found := parts.behind(file, one))), None)
            return known is not None and (known[1], known[0].standing) != (customer_id, person.standing)
        case made.SetAdmin(person_id, is_admin):
            return not is_admin and any(one.id == person_id and one.is_admin for one in file.people)
        case made.RemoveRole(role, person_id, customer_id):
            whose = parts.customer(file, customer_id) if customer_id is not None else None
            roles = whose.roles if whose is not None else file.roles if customer_id is None else ()
            return person_id in dict(roles).get(role, ())
        case made.RemovePerson(person_id):
            return any(one.id == person_id for one, _ in parts.everybody(file))
        case _:
            return False
