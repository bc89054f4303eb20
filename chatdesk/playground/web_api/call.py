"""One Web API call: its arguments, who makes it, what it works on; and how a method refuses."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..conversations import Conversation
from ..validator.refusal import Finding, Refusal

if TYPE_CHECKING:
    from ..acts import Acts
    from ..views import Views
    from ..workspace import Workspace

JSON = dict[str, Any]


class Refused(Exception):
    """The method answers `ok: false` with this error code and whatever stands beside it."""

    def __init__(self, code: str, **beside: Any) -> None:
        super().__init__(code)
        self.code = code
        self.beside = beside

    @classmethod
    def because(cls, refusal: Refusal) -> Refused:
        if not refusal.messages:
            return cls(refusal.code)
        return cls(
            refusal.code,
            errors=list(refusal.messages),
            response_metadata={"messages": list(refusal.messages)},
        )

    @classmethod
    def argument(cls, name: str, message: str) -> Refused:
        return cls.because(Refusal("invalid_arguments", (str(Finding(f"/{name}", message)),)))


class RateLimited(Exception):
    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Installation:
    """One app in one team, found by its token. An app-level token belongs to the app itself."""

    team_id: str
    bot_user_id: str
    scopes: frozenset[str]
    is_app_level: bool = False


def app_level_token(team_id: str, *scopes: str) -> Installation:
    """What an app-level token may do: open connections, unless `scopes` say something else."""
    return Installation(team_id, "", frozenset(scopes or ("connections:write",)), is_app_level=True)


@dataclass(frozen=True)
class Call:
    method: str
    args: JSON
    installation: Installation
    acts: Acts
    base_url: str
    foreign_ephemerals: bool = True

    @property
    def workspace(self) -> Workspace:
        return self.acts.workspace

    @property
    def views(self) -> Views:
        return self.acts.views

    def text(self, name: str) -> str | None:
        """An optional string argument; an empty one counts as not given."""
        value = self.args.get(name)
        return None if value in (None, "") else str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise Refused.argument("", f"missing required field: {name}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.args.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int, highest: int) -> int:
        try:
            value = int(self.args.get(name) or default)
        except (TypeError, ValueError):
            raise Refused.argument(name, "must be an integer") from None
        return max(1, min(value, highest))

    def structure(self, name: str) -> Any:
        """An argument that is JSON: as it is in a JSON body, as a string in a form. None if not given."""
        value = self.args.get(name)
        if not isinstance(value, str) or not value:
            return None if value == "" else value
        try:
            return json.loads(value)
        except ValueError:
            raise Refused(f"invalid_{name}_format" if name == "blocks" else "invalid_arguments") from None

    def need_scope(self, scope: str) -> None:
        if scope not in self.installation.scopes:
            provided = ",".join(sorted(self.installation.scopes))
            raise Refused("missing_scope", needed=scope, provided=provided)

    def conversation(self, name: str = "channel") -> Conversation:
        """A conversation that the app can see: public channels, and what its bot is a member of."""
        place = self.workspace.conversations.get(self.required(name))
        if place is None:
            raise Refused("channel_not_found")
        if place.kind != "channel" and self.workspace.bot.id not in place.members:
            raise Refused("channel_not_found")
        return place

    def joined_conversation(self, name: str = "channel") -> Conversation:
        place = self.conversation(name)
        if self.workspace.bot.id not in place.members:
            raise Refused("not_in_channel")
        return place


def page(call: Call, items: list[Any], default: int, highest: int) -> tuple[list[Any], str]:
    """One page of a list, with the cursor of the next one ("" at the end)."""
    cursor = call.text("cursor")
    try:
        start = int(base64.urlsafe_b64decode(cursor).decode()) if cursor else 0
    except ValueError:
        raise Refused("invalid_cursor") from None
    end = start + call.number("limit", default, highest)
    following = base64.urlsafe_b64encode(str(end).encode()).decode() if end < len(items) else ""
    return items[start:end], following
