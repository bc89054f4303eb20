"""Which tenant an id of the directory belongs to. Microsoft's ids mean the same in capitals; small letters are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chatdesk.core.places import Identity
from chatdesk.directory.schema import ChannelPart, CustomerPart, DirectoryFile, Platform

SLACK: Final = "slack"
TEAMS: Final = "teams"


def tenants(named: Mapping[Platform, str]) -> dict[str, str]:
    """An organisation's tenants by platform."""
    return {platform: _guid(platform, tenant) for platform, tenant in named.items()}


def of_people(file: DirectoryFile, customer: CustomerPart) -> dict[str, str]:
    """Where a customer's people have their accounts: in their own tenant, as guests in ours where they have none."""
    return tenants(file.organisation.tenants) | tenants(customer.tenants)


def of_channel(file: DirectoryFile, customer: CustomerPart, platform: str, channel: ChannelPart) -> str | None:
    """The tenant that hosts a customer's channel; None if nobody has one on that platform.

    A shared Slack channel is named by our side of it. A Teams channel stands in one tenant:
    the one that is named, else the customer's own, else ours.
    """
    if channel.tenant is not None:
        return _guid(platform, channel.tenant)
    known = tenants(file.organisation.tenants) if platform == SLACK else of_people(file, customer)
    return known.get(platform)


def identity(platform: str, tenant: str, account: str) -> Identity:
    return Identity(platform, tenant, _guid(platform, account))


def _guid(platform: str, value: str) -> str:
    return value.lower() if platform == TEAMS else value
