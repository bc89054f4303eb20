"""The shape of directory.yml. The demo's directory is its documented example."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from chatdesk.directory.pagers import PagerPart

# A person of a customer whom nobody listed was given 32 hexadecimal digits, and keeps them when they are listed.
_KEY = re.compile(r"[a-z][a-z0-9_.-]{0,39}|[0-9a-f]{32}")
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,9}")

Platform = Literal["slack", "teams"]


def _key(value: object) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise ValueError(f"'{value}' cannot be an id; use small letters, digits, '_', '-' and '.', a letter first")
    return value


def _prefix(value: object) -> str:
    if not isinstance(value, str) or not _PREFIX.fullmatch(value):
        raise ValueError(f"'{value}' cannot begin case numbers; use 2 to 10 capitals and digits, a capital first")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("is empty or not text; write it, in quotes if in doubt")
    return value.strip()


def _outside_id(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\S{1,200}", value):
        raise ValueError(f"'{value}' is no id of a platform; copy it from there, in quotes if it is a number")
    return value


def _language(value: object) -> str:
    known = languages()
    if value not in known:
        raise ValueError(f"'{value}' is no language of chatdesk; use one of: {', '.join(known)}")
    return str(value)


def _zone(value: object) -> str:
    try:
        return ZoneInfo(str(value)).key
    # zoneinfo answers a bad name with one of three errors, a folder's name with the third.
    except (KeyError, ValueError, OSError):
        raise ValueError(f"'{value}' is no time zone; give an IANA name such as 'Europe/Berlin'") from None


def _day(value: object) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"'{value}' is no day; write it as 2026-12-31") from None


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _hosted(value: object) -> object:
    return value if isinstance(value, dict) else {"id": value}


Key = Annotated[str, BeforeValidator(_key)]
Text = Annotated[str, BeforeValidator(_text)]
Language = Annotated[str, BeforeValidator(_language)]
Zone = Annotated[str, BeforeValidator(_zone)]
OutsideId = Annotated[str, BeforeValidator(_outside_id)]
On = Annotated[date, BeforeValidator(_day)]
Keys = Annotated[list[Key], BeforeValidator(_several)]


@cache
def languages() -> tuple[str, ...]:
    """The languages that chatdesk has words for."""
    catalogues = (one.name for one in files("chatdesk").joinpath("locale").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in catalogues if name.endswith(".toml")))


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OrganisationPart(_Part):
    name: Text
    language: Language
    zone: Zone
    tenants: dict[Platform, OutsideId] = Field(min_length=1)


class PersonPart(_Part):
    id: Key
    name: Text
    title: str = ""
    language: Language | None = None
    zone: Zone | None = None
    accounts: dict[Platform, OutsideId] = Field(default={})


class OurPersonPart(PersonPart):
    standing: Literal["agent", "executive"]
    is_admin: bool = False


class TheirPersonPart(PersonPart):
    is_representative: bool = False


class ChannelPart(_Part):
    """A customer's shared channel: its id alone, or with the tenant that hosts it."""

    id: OutsideId
    tenant: OutsideId | None = None


Channels = Annotated[list[Annotated[ChannelPart, BeforeValidator(_hosted)]], BeforeValidator(_several)]


class CustomerPart(_Part):
    id: Key
    name: Text
    prefix: Annotated[str, BeforeValidator(_prefix)]
    policy: Text
    plan: str | None = None
    contract_until: On | None = None
    language: Language
    zone: Zone
    tenants: dict[Platform, OutsideId] = Field(default={})
    channels: dict[Platform, Channels] = Field(default={})
    people: list[TheirPersonPart] = Field(default=[])
    roles: dict[Key, Keys] = Field(default={})
    standing_message: bool | None = None


class DirectoryFile(_Part):
    organisation: OrganisationPart
    channels: dict[Key, dict[Platform, OutsideId]]
    paging: dict[Key, list[PagerPart]] = Field(default={})
    people: list[OurPersonPart]
    roles: dict[Key, Keys]
    customers: list[CustomerPart] = Field(default=[])
