"""The environment as frozen values: the only place that reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg", "postgres")

# What to do about each setting, told with whatever is wrong about it.
_WHAT_TO_DO = {
    "CHATDESK_DATABASE_URL": "set it to sqlite:///chatdesk.db or postgresql://user:password@host/name",
    "CHATDESK_POLICIES": "set it to a folder of policy files, or leave it out for those that come with chatdesk",
    "CHATDESK_DIRECTORY": "set it to the path of your directory.yml (chatdesk/demo/directory.yml is an example)",
    "CHATDESK_HOST": "set it to the address to listen on, for example 127.0.0.1",
    "CHATDESK_PORT": "set it to a free port between 1 and 65535, for example 8080",
    "SLACK_BOT_TOKEN": "copy the Bot User OAuth Token (xoxb-…) from your Slack app's page OAuth & Permissions",
    "SLACK_SIGNING_SECRET": "copy the Signing Secret from your Slack app's page Basic Information",
    "CHATDESK_SLACK_API_URL": "leave it out for Slack itself, or set an http(s) address that ends in /",
}


class SettingsError(Exception):
    """A setting is missing or wrong. Its text is one line a setting: the name, what is wrong, what to do."""


class StoreSettings(BaseSettings):
    """What the command line needs to work on the database beside a running server."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True, populate_by_name=True)

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


class Settings(StoreSettings):
    """What a serving process needs."""

    directory: Path = Field(validation_alias="CHATDESK_DIRECTORY")
    host: str = Field(default="127.0.0.1", validation_alias="CHATDESK_HOST")
    port: int = Field(default=8080, ge=0, le=65535, validation_alias="CHATDESK_PORT")
    slack_bot_token: SecretStr = Field(validation_alias="SLACK_BOT_TOKEN")
    slack_signing_secret: SecretStr = Field(validation_alias="SLACK_SIGNING_SECRET")
    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias="CHATDESK_SLACK_API_URL")

    @field_validator("directory")
    @classmethod
    def _is_a_file(cls, value: Path) -> Path:
        if not value.is_file():
            raise ValueError(f"there is no file {value}")
        return value

    @field_validator("slack_bot_token")
    @classmethod
    def _looks_like_a_bot_token(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("xoxb-", "xoxe.xoxb-")):
            raise ValueError("is no bot token (those start with xoxb-)")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
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
    field = str(error["loc"][0])
    name = next((str(f.validation_alias) for key, f in kind.model_fields.items() if field == key), field)
    what = {
        "missing": "is not set",
        "int_parsing": "is no whole number",
        "greater_than_equal": "is out of range",
        "less_than_equal": "is out of range",
    }.get(error["type"], error["msg"].removeprefix("Value error, "))
    return f"{name}: {what}; {_WHAT_TO_DO.get(name, 'see docs/operations.md')}"
