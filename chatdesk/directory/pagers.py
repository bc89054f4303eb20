"""The shape of directory.yml's `paging:`: what wakes people beside the channels, never with a secret in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from chatdesk.core.pagers import Pager, PagerKind, callable_address

_SECRET_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def _secret_name(value: object) -> str:
    if not isinstance(value, str) or not _SECRET_NAME.fullmatch(value):
        raise ValueError(
            f"'{_shortened(value)}' names no secret; choose a name in capitals such as ON_CALL, and set the secret "
            "itself as CHATDESK_PAGING_SECRET_ON_CALL"
        )
    return value


def _shortened(value: object) -> str:
    """Whoever wrote a secret where its name belongs should not find it in a log."""
    text = str(value)
    return text if len(text) <= 6 else f"{text[:3]}…"


def _mail_address(value: object) -> str:
    if not isinstance(value, str) or not _MAIL_ADDRESS.fullmatch(value):
        raise ValueError(f"'{value}' is no e-mail address")
    return value


def _web_address(value: object) -> str:
    try:
        return callable_address(str(value))
    except ValueError as error:
        raise ValueError(f"'{value}' {error}") from None


def _keyed(value: object) -> object:
    return {"key": value} if isinstance(value, str) else value


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


SecretName = Annotated[str, BeforeValidator(_secret_name)]
MailAddress = Annotated[str, BeforeValidator(_mail_address)]
WebAddress = Annotated[str, BeforeValidator(_web_address)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeyedPart(_Part):
    """PagerDuty or Opsgenie: the name of the key's secret, and where the account lives."""

    key: SecretName
    region: Literal["us", "eu"] = "us"


class WebhookPart(_Part):
    url: WebAddress
    secret: SecretName


class PagerPart(_Part):
    """What wakes somebody: exactly one of its keys. Of PagerDuty and Opsgenie the name of a key alone will do."""

    pagerduty: Annotated[KeyedPart, BeforeValidator(_keyed)] | None = None
    opsgenie: Annotated[KeyedPart, BeforeValidator(_keyed)] | None = None
    webhook: WebhookPart | None = None
    email: Annotated[list[MailAddress], BeforeValidator(_several), Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> PagerPart:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"names {' and '.join(given) or 'nothing'}; give each pager a '- ' line of its own")
        return self

    def pagers(self) -> Iterator[Pager]:
        """One for each address that can fail by itself."""
        if self.pagerduty is not None:
            yield Pager(PagerKind.PAGERDUTY, self.pagerduty.region, self.pagerduty.key)
        if self.opsgenie is not None:
            yield Pager(PagerKind.OPSGENIE, self.opsgenie.region, self.opsgenie.key)
        if self.webhook is not None:
            yield Pager(PagerKind.WEBHOOK, self.webhook.url, self.webhook.secret)
        for address in self.email or ():
            yield Pager(PagerKind.EMAIL, address)
