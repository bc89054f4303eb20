"""Microsoft's cloud as the settings name it: whom we believe there, and how we show who we are.

What belongs to Teams is imported when it is configured, and not before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chatdesk.core.directory import Directory
from chatdesk.settings import Settings, SettingsError

if TYPE_CHECKING:
    from chatdesk.adapters.teams.auth import Gate
    from chatdesk.adapters.teams.hosts import Hosts
    from chatdesk.adapters.teams.tokens import Tokens


@dataclass(frozen=True)
class LocalPeer:
    """Whom we speak Teams with, and how. A peer on this machine, for the demo and the tests, is passed to the
    program and named by no setting; `app_id` is our app's there, where the settings name none.
    """

    auth: Gate
    tokens: Tokens
    hosts: Hosts
    app_id: str = ""


def microsoft(settings: Settings, directory: Directory | None, now: Callable[[], datetime]) -> LocalPeer:
    """What stands for Microsoft's own cloud. Raises SettingsError."""
    if directory is not None:
        _check_tenants(settings, directory)
    from chatdesk.adapters.teams.auth import Auth, microsoft_issuers
    from chatdesk.adapters.teams.hosts import Hosts

    hosts = Hosts()
    try:
        issuers = microsoft_issuers(sorted(settings.teams_issuers), now)
    except ValueError as error:
        raise SettingsError(f"CHATDESK_TEAMS_ISSUERS: {error}; leave it out unless a token of yours needs it") from None
    app_id = settings.microsoft_app_id or ""
    auth = Auth(app_id, settings.allowed_tenants, hosts, issuers, now)
    return LocalPeer(auth, _tokens(settings, now), hosts)


def _tokens(settings: Settings, now: Callable[[], datetime]) -> Tokens:
    from chatdesk.adapters.teams.tokens import CertificateTokens, ManagedIdentityTokens, SecretTokens

    app_id, tenant = settings.microsoft_app_id or "", settings.microsoft_app_tenant_id or ""
    if settings.microsoft_app_managed_identity:
        return ManagedIdentityTokens(app_id, now)
    if settings.microsoft_app_password is not None:
        return SecretTokens(app_id, tenant, settings.microsoft_app_password.get_secret_value(), now)
    certificate, key = str(settings.microsoft_app_certificate), str(settings.microsoft_app_certificate_key)
    try:
        return CertificateTokens(app_id, tenant, certificate, key, now)
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"MICROSOFT_APP_CERTIFICATE, MICROSOFT_APP_CERTIFICATE_KEY: cannot be read ({error}); "
            "set them to the paths of PEM files that chatdesk may read"
        ) from None


def _check_tenants(settings: Settings, directory: Directory) -> None:
    """Whom the directory names in Teams must be allowed in, or they would only find that nobody answers."""
    owners = [(directory.organisation.name, directory.organisation.tenants)]
    owners += [(customer.name, customer.tenants) for customer in directory.customers]
    for name, tenants in owners:
        for platform, tenant in tenants:
            if platform == "teams" and tenant not in settings.allowed_tenants:
                name_of = "MICROSOFT_APP_TENANT_ID" if name == directory.organisation.name else "CHATDESK_TEAMS_TENANTS"
                what = "set it to that tenant" if name == directory.organisation.name else "add it"
                raise SettingsError(
                    f"{name_of}: {tenant}, the tenant of {name} in the directory, is not allowed in; "
                    f"{what}, or correct the directory"
                )
