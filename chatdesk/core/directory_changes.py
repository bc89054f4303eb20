"""What an administrator may change of who is who. Values only; `directory_applying` says what each makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chatdesk.core.directory import Customer, Listed, Organisation
from chatdesk.core.places import Place

# Each of our channels; where only the engineers' is known, it stands for the others too.
OUR_CHANNELS: Final = ("engineers", "on_call", "director", "vp")


@dataclass(frozen=True)
class SetOrganisation:
    """Ours as it is from now on. A home that is known already stays."""

    organisation: Organisation


@dataclass(frozen=True)
class LinkOurs:
    """Our channel of this name on the place's platform."""

    name: str
    place: Place


@dataclass(frozen=True)
class LinkCustomer:
    """A channel is this customer's. `tenant` is the home that the channel shows them to have, where none was known."""

    customer_id: str
    place: Place
    tenant: str | None = None


@dataclass(frozen=True)
class LearnHome:
    """Everybody of this tenant is the customer's; for a customer who has no home on the platform yet."""

    customer_id: str
    platform: str
    tenant: str


@dataclass(frozen=True)
class Unlink:
    """A customer's channel is theirs no more."""

    place: Place


@dataclass(frozen=True)
class AddCustomer:
    customer: Customer


@dataclass(frozen=True)
class CorrectCustomer:
    """Name, prefix, policy, language and zone as they are here; everything else of the customer stays."""

    customer: Customer


@dataclass(frozen=True)
class AddPerson:
    """Somebody of ours, or with `customer_id` of a customer's; whoever has the account already is brought to this."""

    person: Listed
    customer_id: str | None = None


@dataclass(frozen=True)
class SetAdmin:
    person_id: str
    is_admin: bool


@dataclass(frozen=True)
class AddRole:
    """`customer_id` for somebody of ours who holds the role for that customer only."""

    role: str
    person_id: str
    customer_id: str | None = None


@dataclass(frozen=True)
class RemoveRole:
    role: str
    person_id: str
    customer_id: str | None = None


@dataclass(frozen=True)
class RemovePerson:
    person_id: str


Change = (
    SetOrganisation
    | LinkOurs
    | LinkCustomer
    | LearnHome
    | Unlink
    | AddCustomer
    | CorrectCustomer
    | AddPerson
    | SetAdmin
    | AddRole
    | RemoveRole
    | RemovePerson
)

KINDS: Mapping[str, type[Change]] = {
    kind.__name__: kind
    for kind in (
        SetOrganisation,
        LinkOurs,
        LinkCustomer,
        LearnHome,
        Unlink,
        AddCustomer,
        CorrectCustomer,
        AddPerson,
        SetAdmin,
        AddRole,
        RemoveRole,
        RemovePerson,
    )
}
