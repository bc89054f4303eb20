"""From an administrator's words or form to the changes of who is who that they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatdesk import i18n
from chatdesk.adapters.talk.admin_rules import free_id, listed, may_be_learnt, why_not_ours, why_not_theirs
from chatdesk.adapters.talk.admin_words import Asked
from chatdesk.adapters.talk.ground import Account, Channel, Ground
from chatdesk.core import directory_changes as made
from chatdesk.core import directory_parts as parts
from chatdesk.core.directory import Customer, Directory, Listed, Organisation
from chatdesk.core.errors import Refused
from chatdesk.core.people import Standing
from chatdesk.desk.administering import Plan, Taken

Planned = Sequence[made.Change] | Refused
_ESCALATIONS = made.OUR_CHANNELS[1:]
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,9}")


def organisation(ground: Ground, values: dict[str, str]) -> Plan:
    """Ours; whoever sets it up is its first agent and administrator."""
    name, zone, language = (values.get(key, "").strip() for key in ("name", "zone", "language"))

    def plan(who: Directory | None, taken: Taken) -> Planned:
        asker = ground.asker
        if asker is None:
            return Refused("nobody")
        if not name:
            return Refused.because("missing", field="name")
        if not zone or str(i18n.zone_of(zone)) != zone:
            return Refused.because("zone", zone=zone)
        home = (asker.identity.platform, asker.identity.tenant)
        ours = Organisation(name, i18n.supported(language), zone, (home,))
        changes: list[made.Change] = [made.SetOrganisation(ours)]
        known = parts.behind(who, asker.identity) if who is not None else None
        if known is None or known[1] is not None or not known[0].is_admin:
            changes.append(made.AddPerson(_ours(ours, asker, known, taken, is_admin=True)))
        return changes

    return plan


def our_channel(ground: Ground, channel: Channel, names: Sequence[str]) -> Plan:
    def plan(who: Directory | None, taken: Taken) -> Planned:
        if (refused := _why_not_linked(channel)) is not None:
            return refused
        return [*_home(who, ground), *(made.LinkOurs(name, channel.place) for name in names)]

    return plan


def our_channels(ground: Ground, chosen: dict[str, Channel]) -> Plan:
    """Several at once, by name."""

    def plan(who: Directory | None, taken: Taken) -> Planned:
        changes: list[made.Change] = [*_home(who, ground)]
        for name, channel in chosen.items():
            if (refused := _why_not_linked(channel)) is not None:
                return refused
            changes.append(made.LinkOurs(name, channel.place))
        return changes

    return plan


def same_for_escalations() -> Plan:
    """Until somebody says otherwise, escalations are told where engineers work."""

    def plan(who: Directory | None, taken: Taken) -> Planned:
        if who is None:
            return Refused("organisation")
        known = {name for name, _ in who.channels}
        engineers = [place for name, place in who.channels if name == "engineers"]
        return [made.LinkOurs(name, place) for name in _ESCALATIONS if name not in known for place in engineers]

    return plan


def customers_channel(channel: Channel, customer_id: str) -> Plan:
    def plan(who: Directory | None, taken: Taken) -> Planned:
        if (refused := _why_not_linked(channel)) is not None:
            return refused
        return [made.LinkCustomer(customer_id, channel.place, _learned_home(who, channel))]

    return plan


def unlinked(channel: Channel) -> Plan:
    return lambda who, taken: [made.Unlink(channel.place)]


def customer(values: dict[str, str], channel: Channel | None) -> Plan:
    """A new customer, or with `customer` among the values that one corrected."""
    name, prefix = values.get("name", "").strip(), values.get("prefix", "").strip().upper()
    policy, zone = values.get("policy", ""), values.get("zone", "").strip()

    def plan(who: Directory | None, taken: Taken) -> Planned:
        if who is None:
            return Refused("organisation")
        if not name:
            return Refused.because("missing", field="name")
        if not _PREFIX.fullmatch(prefix):
            return Refused.because("prefix_shape", prefix=prefix)
        if not zone or str(i18n.zone_of(zone)) != zone:
            return Refused.because("zone", zone=zone)
        if not policy:
            return Refused.because("missing", field="policy")
        known = values.get("customer")
        ids = frozenset(one.id for one in who.customers)
        same = next((one.id for one in who.customers if one.name.casefold() == name.casefold()), None)
        if known is None and same is not None:
            return Refused.because("customer_exists", name=name)
        customer_id = known or free_id(name, ids)
        wanted = Customer(customer_id, name, prefix, policy, None, i18n.supported(values.get("language", "")), zone)
        changes: list[made.Change] = [made.CorrectCustomer(wanted) if known else made.AddCustomer(wanted)]
        if channel is not None:
            if (refused := _why_not_linked(channel)) is not None:
                return refused
            changes.append(made.LinkCustomer(customer_id, channel.place, _learned_home(who, channel)))
        return changes

    return plan


def added(asked: Asked, account: Account | None, customer_id: str | None) -> Plan:
    """`add @person …`: as one of ours, to a role, or to a customer."""

    def plan(who: Directory | None, taken: Taken) -> Planned:
        if who is None:
            return Refused("organisation")
        theirs = parts.customer(who, customer_id) if customer_id else None
        if customer_id and theirs is None:
            return Refused.because("customer", name=asked.customer)
        if theirs is not None and not asked.role:
            return _added_theirs(who, theirs, account, asked, taken)
        if (refused := why_not_ours(account)) is not None or account is None:
            return refused or Refused("nobody")
        known = parts.behind(who, account.identity)
        if asked.rank == "admin" and known is not None and known[1] is None:
            return [made.SetAdmin(known[0].id, True)]
        standing = Standing.EXECUTIVE if asked.rank == "executive" else Standing.AGENT
        if known is not None and known[1] is None and asked.role:
            return [made.AddRole(asked.role, known[0].id, customer_id)]
        person = _ours(who.organisation, account, known, taken, is_admin=asked.rank == "admin", standing=standing)
        changes: list[made.Change] = [made.AddPerson(person)]
        if asked.role:
            changes.append(made.AddRole(asked.role, person.id, customer_id))
        return changes

    return plan


def removed(asked: Asked, account: Account | None, customer_id: str | None) -> Plan:
    """`remove @person …`: altogether, from a role, or as administrator."""

    def plan(who: Directory | None, taken: Taken) -> Planned:
        if account is None:
            return Refused("nobody")
        known = parts.behind(who, account.identity) if who is not None else None
        if known is None:
            return Refused.because("not_listed", person=account.name)
        if asked.role:
            return [made.RemoveRole(asked.role, known[0].id, customer_id)]
        if asked.rank == "admin":
            return [made.SetAdmin(known[0].id, False)]
        return [made.RemovePerson(known[0].id)]

    return plan


def on_call(account: Account | None) -> Plan:
    return added(Asked("add", role="on_call"), account, None)


def _added_theirs(
    who: Directory, theirs: Customer, account: Account | None, asked: Asked, taken: Taken
) -> list[made.Change] | Refused:
    if (refused := why_not_theirs(account, theirs, who)) is not None or account is None:
        return refused or Refused("nobody")
    person = listed(account, Standing.CUSTOMER, who.organisation, taken, is_representative=asked.is_representative)
    learnt: list[made.Change] = []
    if may_be_learnt(account, theirs, who):
        learnt = [made.LearnHome(theirs.id, account.identity.platform, account.identity.tenant)]
    return [*learnt, made.AddPerson(person, theirs.id)]


def _ours(
    ours: Organisation,
    account: Account,
    known: tuple[Listed, str | None] | None,
    taken: Taken,
    *,
    is_admin: bool,
    standing: Standing = Standing.AGENT,
) -> Listed:
    if known is not None and known[1] is None and is_admin:
        standing = known[0].standing
    return listed(account, standing, ours, taken, is_admin=is_admin)


def _why_not_linked(channel: Channel) -> Refused | None:
    if channel.is_direct:
        return Refused("direct")
    return None if channel.has_us else Refused.because("not_in", channel=channel.name)


def _learned_home(who: Directory | None, channel: Channel) -> str | None:
    """The other organisation that the channel is shared with, where it is exactly one and not ours."""
    ours = {tenant for _, tenant in who.organisation.tenants} if who is not None else set()
    others = [tenant for tenant in channel.shared_with if tenant not in ours]
    return others[0] if len(others) == 1 else None


def _home(who: Directory | None, ground: Ground) -> list[made.Change]:
    """Ours is at home on the asker's platform from now on, if it was not yet."""
    if who is None or ground.asker is None:
        return []
    platform, tenant = ground.asker.identity.platform, ground.asker.identity.tenant
    ours = who.organisation
    if platform in dict(ours.tenants):
        return []
    return [made.SetOrganisation(Organisation(ours.name, ours.language, ours.zone, ((platform, tenant),)))]
