"""The environment as frozen values: the only place that reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import NoDecode

from chatdesk.settings_hints import WHAT_TO_DO
from chatdesk.settings_paging import PagingSettings

_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg", "postgres")

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_CHANNEL = re.compile(r"slack:[CG][A-Z0-9]{1,40}|teams:19:[^\s/]{1,200}@thread\.(?:tacv2|skype)")
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{1,40}")
_UNSET = ("none", "", "no", "false", "off", "0")
_CREDENTIALS = ("MICROSOFT_APP_PASSWORD", "MICROSOFT_APP_CERTIFICATE", "MICROSOFT_APP_MANAGED_IDENTITY")


class SettingsError(Exception):
    """A setting is missing or wrong. Its text is one line a setting: the name, what is wrong, what to do."""


class StoreSettings(PagingSettings):
    """What the command line needs to work on the database beside a running server."""

    database_url: str = Field(default="sqlite:///chatdesk.db", validation_alias="CHATDESK_DATABASE_URL")
    policies: Path | None = Field(default=None, validation_alias="CHATDESK_POLICIES")

    @field_validator("database_url")
    @classmethod
    def _is_a_known_database(cls, value: str) -> str:
        scheme = urlsplit(value).scheme
        if scheme not in _DATABASES:
            raise ValueError(f"names the unknown database {scheme or value!r}")
        return value

    @field_validator("policies")
    @classmethod
    def _holds_policies(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"there is no folder {value}")
        if value is not None and not any(value.glob("*.yml")):
            raise ValueError(f"the folder {value} holds no *.yml file")
        return value


class DirectorySettings(StoreSettings):
    """What checking a directory needs besides."""

    directory: Path | None = Field(default=None, validation_alias="CHATDESK_DIRECTORY")


def _listed(value: object) -> object:
    return frozenset(filter(None, (one.strip() for one in value.split(",")))) if isinstance(value, str) else value


Listed = Annotated[frozenset[str], NoDecode, BeforeValidator(_listed)]


class Settings(StoreSettings):
    """What a serving process needs: Slack, Teams, or both. Raises SettingsError with everything that is wrong."""

    directory: Path | None = Field(default=None, validation_alias="CHATDESK_DIRECTORY")
    shadow_channel: str | None = Field(default=None, validation_alias="CHATDESK_SHADOW_CHANNEL")
    admins: Listed = Field(default=frozenset(), validation_alias="CHATDESK_ADMINS")
    host: str = Field(default="127.0.0.1", validation_alias="CHATDESK_HOST")
    port: int = Field(default=8080, ge=0, le=65535, validation_alias="CHATDESK_PORT")
    slack_bot_token: SecretStr | None = Field(default=None, validation_alias="SLACK_BOT_TOKEN")
    slack_signing_secret: SecretStr | None = Field(default=None, validation_alias="SLACK_SIGNING_SECRET")
    slack_app_token: SecretStr | None = Field(default=None, validation_alias="SLACK_APP_TOKEN")
    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias="CHATDESK_SLACK_API_URL")
    microsoft_app_id: str | None = Field(default=None, validation_alias="MICROSOFT_APP_ID")
    microsoft_app_password: SecretStr | None = Field(default=None, validation_alias="MICROSOFT_APP_PASSWORD")
    microsoft_app_certificate: Path | None = Field(default=None, validation_alias="MICROSOFT_APP_CERTIFICATE")
    microsoft_app_certificate_key: Path | None = Field(default=None, validation_alias="MICROSOFT_APP_CERTIFICATE_KEY")
    microsoft_app_managed_identity: bool = Field(default=False, validation_alias="MICROSOFT_APP_MANAGED_IDENTITY")
    microsoft_app_tenant_id: str | None = Field(default=None, validation_alias="MICROSOFT_APP_TENANT_ID")
    teams_tenants: Listed = Field(default=frozenset(), validation_alias="CHATDESK_TEAMS_TENANTS")
    teams_issuers: Listed = Field(default=frozenset(), validation_alias="CHATDESK_TEAMS_ISSUERS")

    @property
    def allowed_tenants(self) -> frozenset[str]:
        """The Teams tenants whose activities are read at all."""
        own = self.microsoft_app_tenant_id
        return self.teams_tenants | ({own} if own else set())

    @model_validator(mode="wrap")
    @classmethod
    def _fit_together(cls, given: Any, build: ModelWrapValidatorHandler[Settings]) -> Settings:
        """What is wrong with single settings and what is wrong between them is told together."""
        set_names = {_name_of(cls, key) for key, value in dict(given).items() if str(value).lower() not in _UNSET}
        between = [_line(name, what) for name, what in _between(set_names)]
        try:
            built = build(given)
        except ValidationError as wrong:
            raise SettingsError("\n".join([*(_finding(cls, error) for error in wrong.errors()), *between])) from None
        if between:
            raise SettingsError("\n".join(between))
        return built

    @field_validator("directory", "microsoft_app_certificate", "microsoft_app_certificate_key")
    @classmethod
    def _is_a_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError(f"there is no file {value}")
        return value

    @field_validator("microsoft_app_id", "microsoft_app_tenant_id")
    @classmethod
    def _is_a_guid(cls, value: str | None) -> str | None:
        return None if value is None else _guid(value)

    @field_validator("shadow_channel")
    @classmethod
    def _is_a_channel(cls, value: str | None) -> str | None:
        if value is not None and not _CHANNEL.fullmatch(value):
            raise ValueError(f"{value!r} is no channel (those look like slack:C0123ABCD)")
        return value

    @field_validator("admins")
    @classmethod
    def _are_accounts(cls, value: frozenset[str]) -> frozenset[str]:
        return frozenset(_account(one) for one in value)

    @field_validator("teams_tenants")
    @classmethod
    def _are_guids(cls, value: frozenset[str]) -> frozenset[str]:
        return frozenset(_guid(one) for one in value)

    @field_validator("slack_bot_token")
    @classmethod
    def _looks_like_a_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("xoxb-", "xoxe.xoxb-")):
            raise ValueError("is no bot token (those start with xoxb-)")
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _looks_like_an_app_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith("xapp-"):
            raise ValueError("is no app-level token (those start with xapp-)")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        try:
            has_port = parts.port != 0  # looking at a port that is no number raises
        except ValueError:
            has_port = False
        if parts.scheme not in ("http", "https") or not parts.hostname or not has_port:
            raise ValueError(f"{value!r} is no http(s) address")
        return value if value.endswith("/") else value + "/"


_Some = TypeVar("_Some", bound=StoreSettings)


def read_settings(kind: type[_Some], **instead: Any) -> _Some:
    """The settings of the environment; `instead` replaces single fields by name. Raises `SettingsError`."""
    try:
        return kind(**{name: value for name, value in instead.items() if value is not None})
    except ValidationError as wrong:
        raise SettingsError("\n".join(_finding(kind, error) for error in wrong.errors())) from None


def _finding(kind: type[StoreSettings], error: Any) -> str:
    what = {
        "missing": "is not set",
        "int_parsing": "is no whole number",
        "greater_than_equal": "is out of range",
        "less_than_equal": "is out of range",
        "bool_parsing": "is neither yes nor no",
    }.get(error["type"], error["msg"].removeprefix("Value error, "))
    return _line(_name_of(kind, str(error["loc"][0])), what)


def _line(name: str, what: str) -> str:
    return f"{name}: {what}; {WHAT_TO_DO.get(name, 'see docs/operations.md')}"


def _name_of(kind: type[StoreSettings], field: str) -> str:
    """The setting's name in the environment."""
    return next((str(f.validation_alias) for key, f in kind.model_fields.items() if field == key), field)


def _between(given: Set[str]) -> Iterator[tuple[str, str]]:
    """What is missing of Slack or of Teams, where some of it is set; and that one of them is needed."""
    # Over a socket nothing is signed.
    slack = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN" if "SLACK_APP_TOKEN" in given else "SLACK_SIGNING_SECRET")
    of_teams = sorted(name for name in given if name.startswith(("MICROSOFT_APP_", "CHATDESK_TEAMS_")))
    if not of_teams and not given & set(slack):
        yield "SLACK_BOT_TOKEN", "is not set, nor is MICROSOFT_APP_ID: set those of Slack, of Teams, or of both"
        return
    if given & set(slack):
        yield from ((name, "is not set") for name in slack if name not in given)
    if of_teams:
        yield from _of_teams(given, of_teams[0])


def _of_teams(given: Set[str], found: str) -> Iterator[tuple[str, str]]:
    for name in ("MICROSOFT_APP_ID", "MICROSOFT_APP_TENANT_ID"):
        if name not in given:
            yield name, f"is not set, though {found} is"
    pair = {"MICROSOFT_APP_CERTIFICATE", "MICROSOFT_APP_CERTIFICATE_KEY"}
    yield from ((name, "is not set, though its other half is") for name in sorted(pair - given) if pair & given)
    several = [name for name in _CREDENTIALS if name in given]
    if not several and not pair & given:
        yield "MICROSOFT_APP_PASSWORD", "is not set"
    if len(several) > 1:
        yield several[1], f"is a second credential beside {several[0]}: keep exactly one"


def _account(value: str) -> str:
    platform, _, account = value.partition(":")
    if platform == "slack" and _SLACK_USER.fullmatch(account):
        return value
    if platform == "teams" and _GUID.fullmatch(account.lower()):
        return value.lower()
    raise ValueError(f"{value!r} is no account (those look like slack:U0123ABCD)")


def _guid(value: str) -> str:
    if not _GUID.fullmatch(value.lower()):
        raise ValueError(f"{value!r} is no id of Microsoft (those look like 6f1e2d3c-0000-4000-8000-00000000000a)")
    return value.lower()
