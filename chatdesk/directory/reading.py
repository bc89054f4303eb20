"""From directory.yml to core values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chatdesk.core.directory import Customer, Directory, Listed, Organisation
from chatdesk.core.people import Standing
from chatdesk.core.places import Place
from chatdesk.directory import homes
from chatdesk.directory.checks import complaints
from chatdesk.directory.schema import CustomerPart, DirectoryFile, PersonPart
from chatdesk.policy_files.document import Document, Where, read_document
from chatdesk.policy_files.findings import Finding, PolicyError, did_you_mean

_SAYS = {
    "string_type": "must be text; put it in quotes",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list: one '- …' a line, or […]",
    "dict_type": "must be a block of keys",
    "model_type": "must be a block of keys",
    "too_short": "needs at least one entry",
}


class DirectoryError(Exception):
    """A directory cannot be used. `findings` holds everything that is wrong with it, by line."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))


def read_directory(path: Path) -> Directory:
    """Who is who, as a file says. DirectoryError with everything that is wrong with it."""
    try:
        document = read_document(
            path,
            shape="a directory is a block of keys such as 'organisation:' and 'people:'",
            start="start from the demo's directory.yml",
        )
    except PolicyError as error:
        raise DirectoryError(error.findings) from error
    try:
        file = DirectoryFile.model_validate(document.data)
    except ValidationError as error:
        raise DirectoryError(_findings(document, error)) from error
    findings = [document.finding(where, message) for where, message in complaints(file)]
    if findings:
        raise DirectoryError(findings)
    return _directory(file)


def _directory(file: DirectoryFile) -> Directory:
    ours = file.organisation
    home = homes.tenants(ours.tenants)
    return Directory(
        organisation=Organisation(ours.name, ours.language, ours.zone, tuple(home.items())),
        channels=tuple(
            (name, Place(platform, home[platform], channel))
            for name, named in file.channels.items()
            for platform, channel in named.items()
        ),
        people=tuple(
            replace(
                _listed(person, Standing(person.standing), ours.language, ours.zone, home), is_admin=person.is_admin
            )
            for person in file.people
        ),
        roles=_roles(file.roles),
        customers=tuple(_customer(file, customer) for customer in file.customers),
        pagers=tuple((name, one) for name, parts in file.paging.items() for part in parts for one in part.pagers()),
    )


def _customer(file: DirectoryFile, part: CustomerPart) -> Customer:
    accounts = homes.of_people(file, part)
    return Customer(
        id=part.id,
        name=part.name,
        prefix=part.prefix,
        policy=part.policy,
        plan=part.plan,
        language=part.language,
        zone=part.zone,
        tenants=tuple(homes.tenants(part.tenants).items()),
        channels=tuple(
            Place(platform, tenant, channel.id)
            for platform, shared in part.channels.items()
            for channel in shared
            if (tenant := homes.of_channel(file, part, platform, channel)) is not None
        ),
        people=tuple(
            _listed(person, Standing.CUSTOMER, part.language, part.zone, accounts, person.is_representative)
            for person in part.people
        ),
        roles=_roles(part.roles),
        contract_ends_at=_end_of_day(part),
        has_standing_message=part.standing_message,
    )


def _end_of_day(part: CustomerPart) -> datetime | None:
    """The contract's last day ends at midnight in the customer's zone."""
    if part.contract_until is None:
        return None
    after = part.contract_until + timedelta(days=1)
    return datetime.combine(after, time(), ZoneInfo(part.zone)).astimezone(UTC)


def _listed(
    part: PersonPart,
    standing: Standing,
    language: str,
    zone: str,
    home: dict[str, str],
    is_representative: bool = False,
) -> Listed:
    return Listed(
        id=part.id,
        name=part.name,
        title=part.title,
        standing=standing,
        language=part.language or language,
        zone=part.zone or zone,
        identities=tuple(
            homes.identity(platform, home[platform], account) for platform, account in part.accounts.items()
        ),
        is_representative=is_representative,
    )


def _roles(roles: dict[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((role, tuple(members)) for role, members in roles.items())


def _findings(document: Document, error: ValidationError) -> Iterator[Finding]:
    for detail in error.errors(include_url=False):
        where = tuple(part for part in detail["loc"] if part != "[key]")
        yield document.finding(where, _message(detail, where))


def _message(detail: ErrorDetails, where: Where) -> str:
    key = next((str(part) for part in reversed(where) if isinstance(part, str)), "the file")
    match detail["type"]:
        case "extra_forbidden":
            return f"unknown key '{where[-1]}'; {did_you_mean(where[-1], _keys_at(where[:-1]))}"
        case "missing":
            return f"'{where[-1]}:' is missing here; add it"
        case "value_error":
            message = str(detail["ctx"]["error"])
            return message if message.startswith("'") else f"'{key}' {message}"
        case "literal_error":
            return f"'{detail['input']}' is not known for '{key}'; use one of: {detail['ctx']['expected']}"
        case kind:
            return f"'{key}' {_SAYS.get(kind, detail['msg'])}"


def _keys_at(where: Where) -> list[str]:
    """The keys that are known in the block at `where`."""
    kind: Any = DirectoryFile
    for part in where:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            kind = kind.model_fields[str(part)].annotation
        elif get_origin(kind) in (list, dict):
            kind = get_args(kind)[-1]
        # The shape stands first in what is annotated or may be left out.
        while get_origin(kind) in (Annotated, Union, UnionType):
            kind = get_args(kind)[0]
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []
