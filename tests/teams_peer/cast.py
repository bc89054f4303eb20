"""The demo's people and channels in Teams: the same names as in its Slack workspace, ids in Teams' shapes."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from chatdesk.core.directory import Customer, Directory, Listed
from chatdesk.core.places import Identity, Place
from chatdesk.demo.cast import workspace_of
from chatdesk.demo.manifest import app_of, find_manifest, read_manifest
from chatdesk.playground import App, Seed
from tests.teams_peer.tenant import Conversation, Person, Tenant

_OURS = uuid.UUID("6d2f1d0e-5b7a-4b52-9b0a-0c7f0f6a1e11")


def guid(name: str) -> str:
    """The same for a name each time."""
    return str(uuid.uuid5(_OURS, name))


APP_ID = guid("app")
HOME = guid("tenant northwind")
BLUEPEAK = guid("tenant bluepeak")
TEAM = "19:team@thread.tacv2"


def workspace(directory: Directory) -> Seed:
    """The demo's Slack workspace: who is there and who is in which channel."""
    return workspace_of(directory, _slack_app())


@cache
def _slack_app() -> App:
    return app_of(read_manifest(find_manifest()))


def furnish(tenant: Tenant, seed: Seed) -> None:
    """Harbor Grid's people are guests in our tenant, Bluepeak's are in their own and come to a shared channel.
    The app is installed in every channel of the seed's bot, and for all our own people."""
    for one in seed.people:
        is_foreign = one.team_id != seed.home.id
        tenant.add_person(
            Person(
                login=one.name,
                name=one.real_name,
                tenant=BLUEPEAK if is_foreign else HOME,
                aad_id=guid(one.name),
                address=address_of(one.name),
                locale=one.locale,
                zone=one.tz,
                is_guest=one.is_guest,
            ),
            has_app=not is_foreign,
        )
    by_id = {one.id: tenant.people[one.name] for one in seed.people}
    for channel in seed.channels:
        members = [by_id[member] for member in channel.members if member in by_id]
        has_app = len(members) < len(channel.members)
        tenant.add(Conversation(channel_id(channel.name), "channel", channel.name, HOME, members, TEAM, has_app))


def address_of(login: str) -> str:
    return "29:1" + hashlib.sha256(login.encode()).hexdigest()


def channel_id(name: str) -> str:
    return f"19:{hashlib.sha256(name.encode()).hexdigest()[:32]}@thread.tacv2"


def rehomed(
    directory: Directory,
    seed: Seed,
    accounts: Callable[[Listed], tuple[str, ...]],
    channels: Callable[[str], tuple[str, ...]],
    platforms: tuple[str, ...],
) -> Directory:
    """The directory with people on the platforms that `accounts` names for each, in that order, and channels on
    those that `channels` names for each name ("engineers", or a customer's id)."""

    def places(name: str, slack: Place) -> list[Place]:
        shown = next(channel.name for channel in seed.channels if channel.id == slack.channel)
        there = {"slack": slack, "teams": Place("teams", HOME, channel_id(shown))}
        return [there[platform] for platform in channels(name)]

    def moved(listed: Listed, teams: str) -> Listed:
        there = {"slack": listed.identities[0], "teams": Identity("teams", teams, guid(listed.id))}
        return replace(listed, identities=tuple(there[platform] for platform in accounts(listed)))

    def of_customer(customer: Customer) -> Customer:
        is_foreign = bool(customer.tenants)
        theirs = {**dict(customer.tenants), "teams": BLUEPEAK} if is_foreign else {}
        return replace(
            customer,
            tenants=tuple((platform, tenant) for platform, tenant in theirs.items() if platform in platforms),
            channels=tuple(place for slack in customer.channels for place in places(customer.id, slack)),
            people=tuple(moved(one, BLUEPEAK if is_foreign else HOME) for one in customer.people),
        )

    homes = {**dict(directory.organisation.tenants), "teams": HOME}
    return replace(
        directory,
        organisation=replace(
            directory.organisation,
            tenants=tuple((platform, tenant) for platform, tenant in homes.items() if platform in platforms),
        ),
        channels=tuple((name, place) for name, slack in directory.channels for place in places(name, slack)),
        people=tuple(moved(one, HOME) for one in directory.people),
        customers=tuple(of_customer(customer) for customer in directory.customers),
    )
