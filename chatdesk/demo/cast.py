"""The demo's workspace: the people of its directory with their Slack accounts, and who is in which channel."""

from __future__ import annotations

from collections.abc import Iterator

from chatdesk.core.directory import Customer, Directory, Listed
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity
from chatdesk.playground import App, Channel, Person, Seed, Team

_SLACK = "slack"
_LOCALES = {"en": "en-US", "es": "es-ES"}
_TOPICS = {
    "engineers": ("case-desk", "Where we work on cases"),
    "on_call": ("on-call", "Tier 1: warnings, breaches and first escalations"),
    "director": ("directors", "Tier 2: what engineers could not hold"),
    "vp": ("vp-bridge", "Tier 3: fully escalated cases"),
}
_FOR_EXECUTIVES = ("director", "vp")

# Two people whom the directory does not know: a colleague who is no agent, and somebody of customer B.
_UNLISTED_COLLEAGUE = ("U0FELIX", "felix", "Felix Brown", "Facilities")
_UNLISTED_FOREIGNER = ("U0NOAH", "noah", "Noah Weiss", "Intern")


def workspace_of(directory: Directory, app: App) -> Seed:
    """What the playground starts with. Customers come first: the demo begins as one of them."""
    home = Team(_tenant(directory.organisation.tenants), directory.organisation.name, "northwind")
    foreign = {c.id: Team(_tenant(c.tenants), c.name, c.id) for c in directory.customers if _tenant(c.tenants)}
    people = [
        *(_person(one, home.id) for customer in directory.customers for one in customer.people),
        *(_person(one, home.id) for one in directory.people),
        _unlisted(_UNLISTED_COLLEAGUE, home.id),
        *(_unlisted(_UNLISTED_FOREIGNER, team.id) for team in list(foreign.values())[:1]),
    ]
    channels = [
        *(_customer_channel(directory, customer, foreign.get(customer.id), app) for customer in directory.customers),
        *_our_channels(directory, app),
    ]
    return Seed(home, tuple(people), tuple(channels), tuple(foreign.values()), app)


def _person(listed: Listed, home: str) -> Person:
    account = _account(listed)
    return Person(
        account.user,
        listed.id,
        listed.name,
        account.tenant,
        title=listed.title,
        tz=listed.zone,
        locale=_LOCALES.get(listed.language, "en-US"),
        email=f"{listed.id}@example.com",
        is_guest=listed.standing is Standing.CUSTOMER and account.tenant == home,
    )


def _unlisted(who: tuple[str, str, str, str], team: str) -> Person:
    user, name, real_name, title = who
    return Person(user, name, real_name, team, title=title, tz="America/New_York", email=f"{name}@example.com")


def _customer_channel(directory: Directory, customer: Customer, foreign: Team | None, app: App) -> Channel:
    roles = dict(directory.roles) | dict(customer.roles)
    ours = [*roles.get("on_call", ()), *(member for _, members in customer.roles for member in members)]
    engineers = [one.id for one in directory.people if one.standing is Standing.AGENT and _is_support(one)]
    theirs = [_account(one).user for one in customer.people]
    if foreign:
        theirs.append(_UNLISTED_FOREIGNER[0])
    accounts = {one.id: _account(one).user for one in directory.people}
    place = next(place for place in customer.channels if place.platform == _SLACK)
    return Channel(
        place.channel,
        f"{customer.id}-support",
        tuple(dict.fromkeys([*theirs, *(accounts[one] for one in [*engineers, *ours]), app.bot_user_id])),
        topic=f"{customer.name} and {directory.organisation.name}",
        shared_with=(foreign.id,) if foreign else (),
    )


def _our_channels(directory: Directory, app: App) -> Iterator[Channel]:
    for name, place in directory.channels:
        if place.platform != _SLACK:
            continue
        shown, topic = _TOPICS[name]
        wanted = Standing.EXECUTIVE if name in _FOR_EXECUTIVES else Standing.AGENT
        members = [_account(one).user for one in directory.people if one.standing is wanted]
        is_private = name in _FOR_EXECUTIVES
        yield Channel(place.channel, shown, (*members, app.bot_user_id), topic=topic, is_private=is_private)
    everybody = tuple(_account(one).user for one in directory.people)
    yield Channel("C0GENERAL", "general", (*everybody, _UNLISTED_COLLEAGUE[0]), topic="Everybody at work")


def _is_support(one: Listed) -> bool:
    return one.title.startswith("Support")


def _account(listed: Listed) -> Identity:
    return next(identity for identity in listed.identities if identity.platform == _SLACK)


def _tenant(tenants: tuple[tuple[str, str], ...]) -> str:
    return next((tenant for platform, tenant in tenants if platform == _SLACK), "")
