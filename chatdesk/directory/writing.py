"""A directory as the text of a directory.yml that reads back to the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from chatdesk.core.directory import Customer, Directory, Listed
from chatdesk.core.pagers import Pager, PagerKind
from chatdesk.core.places import Place
from chatdesk.directory.homes import SLACK

_HEAD = """\
# Who is who, as chatdesk had it in its database. Point CHATDESK_DIRECTORY at this file; a mistake is refused with its
# line at the next start. What administrators change in chat from then on is kept beside it; where both speak of the
# same thing, this file wins.
"""


def written(who: Directory) -> str:
    """The whole file."""
    ours = who.organisation
    home = dict(ours.tenants)
    file: dict[str, Any] = {
        "organisation": {
            "name": ours.name,
            "language": ours.language,
            "zone": ours.zone,
            "tenants": _line(dict(sorted(home.items()))),
        },
        "channels": {name: _line(places) for name, places in _by_name(who.channels).items()},
    }
    if who.pagers:
        file["paging"] = _pagers(who.pagers)
    file["people"] = [_person(person, ours.language, ours.zone, is_ours=True) for person in who.people]
    file["roles"] = _roles(who.roles)
    file["customers"] = [_customer(customer, home) for customer in who.customers]
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(file, out)
    return _HEAD + out.getvalue()


def _customer(customer: Customer, home: dict[str, str]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": customer.id,
        "name": customer.name,
        "prefix": customer.prefix,
        "policy": customer.policy,
    }
    made |= {"plan": customer.plan} if customer.plan else {}
    if customer.contract_ends_at is not None:
        # The contract's last day ends at midnight in the customer's zone.
        last = customer.contract_ends_at.astimezone(ZoneInfo(customer.zone)) - timedelta(microseconds=1)
        made["contract_until"] = last.date().isoformat()
    made |= {"language": customer.language, "zone": customer.zone}
    if customer.has_standing_message is not None:
        made["standing_message"] = customer.has_standing_message
    made |= {"tenants": _line(dict(customer.tenants))} if customer.tenants else {}
    shared: dict[str, list[Any]] = {}
    for place in customer.channels:
        shared.setdefault(place.platform, []).append(_shared(place, dict(customer.tenants), home))
    made |= {"channels": {platform: _row(places) for platform, places in shared.items()}} if shared else {}
    people = [_person(person, customer.language, customer.zone, is_ours=False) for person in customer.people]
    made |= {"people": people} if people else {}
    return made | ({"roles": _roles(customer.roles)} if customer.roles else {})


def _shared(place: Place, theirs: dict[str, str], home: dict[str, str]) -> Any:
    """A channel's id alone, unless another tenant hosts it than the one that goes without saying."""
    usual = home if place.platform == SLACK else home | theirs
    if place.tenant == usual.get(place.platform):
        return place.channel
    return _line({"id": place.channel, "tenant": place.tenant})


def _person(person: Listed, language: str, zone: str, *, is_ours: bool) -> Any:
    made: dict[str, Any] = {"id": person.id, "name": person.name}
    made |= {"title": person.title} if person.title else {}
    made |= {"standing": person.standing.value} if is_ours else {}
    made |= {"is_admin": True} if person.is_admin else {}
    made |= {"is_representative": True} if person.is_representative else {}
    made |= {"language": person.language} if person.language != language else {}
    made |= {"zone": person.zone} if person.zone != zone else {}
    accounts = {one.platform: one.user for one in person.identities}
    return _line(made | ({"accounts": _line(accounts)} if accounts else {}))


def _pagers(pagers: Iterable[tuple[str, Pager]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for name, pager in pagers:
        found.setdefault(name, []).append(_line(_pager(pager)))
    return found


def _pager(pager: Pager) -> dict[str, Any]:
    match pager.kind:
        case PagerKind.EMAIL:
            return {"email": _row([pager.to])}
        case PagerKind.WEBHOOK:
            return {"webhook": _line({"url": pager.to, "secret": pager.secret})}
        case _:
            return {pager.kind.value: _line({"key": pager.secret, "region": pager.to})}


def _by_name(channels: Iterable[tuple[str, Place]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, place in channels:
        found.setdefault(name, {})[place.platform] = place.channel
    return found


def _roles(roles: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, Any]:
    return {role: _row(members) for role, members in roles}


def _line(values: dict[str, Any]) -> CommentedMap:
    made = CommentedMap(values)
    made.fa.set_flow_style()
    return made


def _row(values: Iterable[Any]) -> CommentedSeq:
    made = CommentedSeq(values)
    made.fa.set_flow_style()
    return made
