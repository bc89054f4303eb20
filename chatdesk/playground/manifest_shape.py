"""What an app manifest may hold: a small language for its shape, and the shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from .manifest_names import EVENTS, SCOPES

Path = tuple[str | int, ...]
Wrong = Iterator[tuple[Path, str]]


class Shape(Protocol):
    def wrong(self, value: Any, path: Path) -> Wrong:
        """What is wrong with a value that stands at a path, in words."""
        ...


@dataclass(frozen=True)
class Text:
    most: int
    least: int = 0
    pattern: str | None = None
    like: str = ""

    def wrong(self, value: Any, path: Path) -> Wrong:
        if not isinstance(value, str):
            yield path, "must be a text"
        elif len(value) > self.most:
            yield path, f"has {len(value)} characters, at most {self.most} are allowed"
        elif len(value) < self.least:
            yield path, f"has {len(value)} characters, at least {self.least} are needed"
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield path, f"{value!r} must look like {self.like}"


@dataclass(frozen=True)
class Flag:
    def wrong(self, value: Any, path: Path) -> Wrong:
        if not isinstance(value, bool):
            yield path, "must be true or false"


@dataclass(frozen=True)
class Url:
    def wrong(self, value: Any, path: Path) -> Wrong:
        try:
            parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
            is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
        except ValueError:
            is_good = False
        if not is_good or " " in value:
            yield path, f"{value!r} is no http(s) address"


@dataclass(frozen=True)
class OneOf:
    names: frozenset[str]
    what: str

    def wrong(self, value: Any, path: Path) -> Wrong:
        if not isinstance(value, str) or value not in self.names:
            yield path, f"{value!r} is no {self.what}"


@dataclass(frozen=True)
class Listed:
    item: Shape
    most: int
    unique_by: str | None = None

    def wrong(self, value: Any, path: Path) -> Wrong:
        if not isinstance(value, list):
            yield path, "must be a list"
            return
        if len(value) > self.most:
            yield path, f"has {len(value)} entries, at most {self.most} are allowed"
        seen = set()
        for number, one in enumerate(value):
            yield from self.item.wrong(one, (*path, number))
            key = str(one.get(self.unique_by)) if self.unique_by and isinstance(one, Mapping) else str(one)
            if key in seen:
                yield (*path, number), f"{key!r} stands here twice"
            seen.add(key)


@dataclass(frozen=True)
class Known:
    """An object: its fields, and which of them it must have."""

    fields: Mapping[str, Shape]
    needs: frozenset[str] = field(default_factory=frozenset)

    def wrong(self, value: Any, path: Path) -> Wrong:
        if not isinstance(value, Mapping):
            yield path, "must be an object"
            return
        for name in sorted(self.needs - set(value)):
            yield path, f"needs {name}"
        for name, one in value.items():
            if name in self.fields:
                yield from self.fields[name].wrong(one, (*path, str(name)))
            else:
                yield (*path, str(name)), "is unknown here"


@dataclass(frozen=True)
class Anything:
    def wrong(self, value: Any, path: Path) -> Wrong:
        return iter(())


_COMMAND = Known(
    {
        "command": Text(32, 2, r"/[^\s/]+", "/command"),
        "url": Url(),
        "description": Text(2000, 1),
        "usage_hint": Text(1000),
        "should_escape": Flag(),
    },
    frozenset({"command", "description"}),
)
_SHORTCUT = Known(
    {
        "name": Text(24, 1),
        "type": OneOf(frozenset({"global", "message"}), "kind of shortcut (global or message)"),
        "callback_id": Text(255, 1),
        "description": Text(150, 1),
    },
    frozenset({"name", "type", "callback_id", "description"}),
)
_FEATURES = Known(
    {
        "app_home": Known(
            dict.fromkeys(("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"), Flag())
        ),
        "bot_user": Known(
            {"display_name": Text(80, 1), "always_online": Flag()},
            frozenset({"display_name"}),
        ),
        "slash_commands": Listed(_COMMAND, 50, "command"),
        "shortcuts": Listed(_SHORTCUT, 10, "callback_id"),
        "agent_view": Anything(),
        "assistant_view": Anything(),
        "unfurl_domains": Listed(Text(255, 1), 5),
    }
)
_SCOPES = Listed(OneOf(SCOPES, "scope of a bot that Slack knows"), 255)
_SETTINGS = Known(
    {
        "allowed_ip_address_ranges": Listed(Text(64), 10),
        "event_subscriptions": Known(
            {
                "request_url": Url(),
                "bot_events": Listed(OneOf(EVENTS, "event that Slack knows"), 100),
                "user_events": Anything(),
                "metadata_subscriptions": Anything(),
            }
        ),
        "interactivity": Known(
            {"is_enabled": Flag(), "request_url": Url(), "message_menu_options_url": Url()},
            frozenset({"is_enabled"}),
        ),
        "org_deploy_enabled": Flag(),
        "socket_mode_enabled": Flag(),
        "token_rotation_enabled": Flag(),
        "is_hosted": Flag(),
    }
)
MANIFEST = Known(
    {
        "_metadata": Anything(),
        "display_information": Known(
            {
                "name": Text(35, 1),
                "description": Text(140),
                "long_description": Text(4000, 175),
                "background_color": Text(7, 4, "#(?:[0-9a-fA-F]{3}){1,2}", "#1f3a5f"),
            },
            frozenset({"name"}),
        ),
        "features": _FEATURES,
        "oauth_config": Known(
            {
                "redirect_urls": Listed(Url(), 1000),
                "scopes": Known(
                    {"bot": _SCOPES, "bot_optional": _SCOPES, "user": Anything(), "user_optional": Anything()}
                ),
                "token_management_enabled": Flag(),
            }
        ),
        "settings": _SETTINGS,
    },
    frozenset({"display_information"}),
)
