"""Pagers: has each what it needs, and does the mail server answer. Nobody is woken by it."""

from __future__ import annotations

import asyncio

from chatdesk.core.directory import Directory
from chatdesk.doctor.line import Line, left_open, of_refusal, well, wrong
from chatdesk.settings import Settings

_AREA = "paging"


async def of_paging(settings: Settings, directory: Directory | None) -> list[Line]:
    from chatdesk.paging import what_is_missing

    named = directory.pagers if directory is not None else ()
    lines = of_refusal(_AREA, "\n".join(what_is_missing(settings, named)))
    if not named:
        to_do = "Name pagers under 'paging:' in the directory (docs/operations.md, Waking people)."
        lines.append(left_open(_AREA, "The directory names no pagers: chat messages alone wake nobody.", to_do))
    elif not lines:
        channels = ", ".join(dict.fromkeys(name for name, _ in named))
        to_do = f"Ring them once: `chatdesk paging test {named[0][0]}`."
        lines.append(well(_AREA, f"The pagers beside {channels} have what they need.", to_do))
    return lines + await _mail(settings)


async def _mail(settings: Settings) -> list[Line]:
    from chatdesk.adapters.paging.mail import MailAccount, greet

    if settings.smtp_url is None or settings.smtp_from is None:
        return []
    account = MailAccount.at(settings.smtp_url.get_secret_value(), settings.smtp_from)
    where = f"The mail server {account.host}:{account.port}"
    refusal = await asyncio.to_thread(greet, account)
    if refusal is None:
        return [well(_AREA, f"{where} answers.")]
    to_do = "See whether this machine may connect there, and CHATDESK_SMTP_URL."
    return [wrong(_AREA, f"{where} does not take us: {refusal}.", to_do)]
