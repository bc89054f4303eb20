"""Pagers as the settings and the directory name them: every secret is there, or nothing starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chatdesk.adapters.paging import Hosts, MailAccount, PagingSender
from chatdesk.core.directory import Directory
from chatdesk.core.pagers import Pager, PagerKind
from chatdesk.settings import SettingsError, StoreSettings

_SECRETS = {
    PagerKind.PAGERDUTY: "the integration key of a PagerDuty service (Events API v2)",
    PagerKind.OPSGENIE: "the key of an Opsgenie API integration",
    PagerKind.WEBHOOK: "a long random text that the webhook's receiver knows too",
}


@dataclass(frozen=True)
class Pagers:
    """`named` are the pagers by the name of the channel that they stand beside."""

    sender: PagingSender
    named: tuple[tuple[str, Pager], ...]


def build_pagers(settings: StoreSettings, directory: Directory | None, now: Callable[[], datetime]) -> Pagers | None:
    """None where the directory names none. Raises SettingsError with everything that they need and is not set."""
    named = directory.pagers if directory is not None else ()
    if not named:
        return None
    missing = list(what_is_missing(settings, named))
    if missing:
        raise SettingsError("\n".join(missing))
    secrets = {name: secret.get_secret_value() for name, secret in settings.paging_secrets.items()}
    url, sender = settings.smtp_url, settings.smtp_from
    account = MailAccount.at(url.get_secret_value(), sender) if url is not None and sender is not None else None
    return Pagers(PagingSender(secrets, account, now, Hosts()), named)


def what_is_missing(settings: StoreSettings, named: tuple[tuple[str, Pager], ...]) -> Iterator[str]:
    """One line a setting: its name, which pager needs it, what to set it to."""
    told: set[str] = set()
    for name, pager in named:
        for setting, what in _needs(pager):
            if setting not in told and not _is_set(settings, setting, pager):
                told.add(setting)
                yield f"{setting}: is not set, and directory.yml wakes people of {name} with it; set it to {what}"


def _needs(pager: Pager) -> Iterator[tuple[str, str]]:
    if pager.kind is PagerKind.EMAIL:
        yield "CHATDESK_SMTP_URL", "smtp://user:password@host:587 or smtps://user:password@host:465"
        yield "CHATDESK_SMTP_FROM", "the address that the mails are from"
    else:
        yield f"CHATDESK_PAGING_SECRET_{pager.secret}", _SECRETS[pager.kind]


def _is_set(settings: StoreSettings, setting: str, pager: Pager) -> bool:
    if setting == "CHATDESK_SMTP_URL":
        return settings.smtp_url is not None
    if setting == "CHATDESK_SMTP_FROM":
        return settings.smtp_from is not None
    return pager.secret in settings.paging_secrets
