"""Who may administer, and which account may become what. The platform's word of this moment decides, and the directory.

A guest of ours and anybody of another organisation is never one of us (architecture.md, Access).
"""

from __future__ import annotations

import re
import unicodedata

from chatdesk import i18n
from chatdesk.adapters.talk.ground import Account, Ground
from chatdesk.core.directory import Customer, Directory, Listed, Organisation
from chatdesk.core.errors import Refused
from chatdesk.core.people import Standing
from chatdesk.desk.administering import Taken
from chatdesk.reads import Reads

_LONGEST_ID = 32


def may_administer(reads: Reads, named: frozenset[str], ground: Ground | None) -> bool:
    """An administrator of the directory; one whom settings name; and while nobody has said who is who, whoever
    administers the workspace."""
    asker = ground.asker if ground is not None else None
    if asker is None or not asker.is_home or asker.is_guest or not asker.is_person:
        return False
    if f"{asker.identity.platform}:{asker.identity.user}" in named or reads.who.is_admin(asker.identity):
        return True
    return asker.is_owner and not reads.who.is_set_up()


def why_no_role(reads: Reads, role: str, customer_id: str | None) -> Refused | None:
    """Why nobody is told of anything for holding this role: no policy in use names it (this customer's, if any)."""
    who = reads.who.directory()
    whose = [customer_id] if customer_id else [one.id for one in who.customers] if who is not None else []
    known = {one.key for each in whose for one in reads.policy_for(each).roles}
    if not known or role in known:
        return None
    return Refused.because("role", role=role, roles=" ".join(sorted(known)))


def why_not_ours(account: Account | None) -> Refused | None:
    """Why an account can be nobody of ours."""
    if account is None or not account.is_person:
        return Refused("nobody")
    if account.is_guest:
        return Refused.because("guest", person=account.name)
    if not account.is_home:
        return Refused.because("foreign", person=account.name)
    return None


def why_not_theirs(account: Account | None, customer: Customer, who: Directory) -> Refused | None:
    """Why an account can be nobody of this customer's."""
    if account is None or not account.is_person:
        return Refused("nobody")
    if account.is_home and not account.is_guest:
        return Refused.because("ours_not_theirs", person=account.name, customer=customer.name)
    if account.identity.tenant == home_of(customer, who, account.identity.platform) or may_be_learnt(
        account, customer, who
    ):
        return None
    return Refused.because("other_home", person=account.name, customer=customer.name)


def home_of(customer: Customer, who: Directory, platform: str) -> str | None:
    """Where a customer's people have their accounts: in their own tenant, as guests in ours where they have none."""
    return dict(customer.tenants).get(platform) or dict(who.organisation.tenants).get(platform)


def may_be_learnt(account: Account, customer: Customer, who: Directory) -> bool:
    """Is the account's organisation a home that nobody has yet, and this customer without one there?"""
    home = (account.identity.platform, account.identity.tenant)
    taken = {one for each in who.customers for one in each.tenants} | set(who.organisation.tenants)
    return home not in taken and account.identity.platform not in dict(customer.tenants)


def listed(account: Account, standing: Standing, ours: Organisation, taken: Taken, **more: bool) -> Listed:
    """The account as a person of the directory, under an id that nobody has or had."""
    zone = account.zone if account.zone and str(i18n.zone_of(account.zone)) == account.zone else ours.zone
    language = i18n.supported(account.language) if account.language else ours.language
    return Listed(
        id=taken.met(account.identity) or free_id(account.name, taken.ids),
        name=account.name,
        title="",
        standing=standing,
        language=language,
        zone=zone,
        identities=(account.identity,),
        **more,
    )


def free_id(name: str, ids: frozenset[str]) -> str:
    """A key made of the name's first word, of more of it, or numbered."""
    words = slug(name).split("_") or ["person"]
    tried = [words[0], "_".join(words)] if words[0] else ["person"]
    base = tried[-1][:_LONGEST_ID]
    numbered = (f"{base}_{number}" for number in range(2, len(ids) + 3))
    return next(one for one in (*(each[:_LONGEST_ID] for each in tried), *numbered) if one not in ids)


def slug(name: str) -> str:
    """A key of the directory made of a name; what is in another script than ours becomes nothing."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    found = re.sub(r"[^a-z0-9]+", "_", bare).strip("_")
    return found if re.match(r"[a-z]", found) else f"x_{found}".strip("_")
