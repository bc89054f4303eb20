"""What wakes people, as far as it is secret or a matter of the installation; the rest stands in directory.yml."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class PagingSettings(BaseSettings):
    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        populate_by_name=True,
        env_nested_delimiter="_",
        env_nested_max_split=1,
    )

    # One setting a secret: CHATDESK_PAGING_SECRET_ON_CALL is the secret ON_CALL of directory.yml.
    paging_secrets: dict[str, SecretStr] = Field(default={}, validation_alias="CHATDESK_PAGING_SECRET")
    smtp_url: SecretStr | None = Field(default=None, validation_alias="CHATDESK_SMTP_URL")
    smtp_from: str | None = Field(default=None, validation_alias="CHATDESK_SMTP_FROM")

    @field_validator("paging_secrets")
    @classmethod
    def _are_named_in_capitals(cls, value: dict[str, SecretStr]) -> dict[str, SecretStr]:
        return {name.upper(): secret for name, secret in value.items()}

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        parts = urlsplit(value.get_secret_value()) if value is not None else None
        if parts is not None and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
            raise ValueError("is no address of a mail server")
        return value

    @field_validator("smtp_from")
    @classmethod
    def _is_a_mail_address(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value):
            raise ValueError(f"{value!r} is no e-mail address")
        return value
