"""What a playground starts with: teams, people, channels, the one app installed in the home team."""

from __future__ import annotations

from dataclasses import dataclass, field

ALL_EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_id_changed",
    "channel_left",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "file_shared",
    "group_archive",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "tokens_revoked",
    "user_change",
)

ALL_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "usergroups:read",
    "users:read",
    "users:read.email",
)


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    domain: str = ""


@dataclass(frozen=True)
class Person:
    """`tz` is an IANA name. A guest has an account in the home team but belongs to a customer."""

    id: str
    name: str
    real_name: str
    team_id: str
    title: str = ""
    tz: str = "UTC"
    locale: str = "en-US"
    email: str = ""
    color: str = ""
    is_guest: bool = False
    is_admin: bool = False
    is_bot: bool = False
    is_deleted: bool = False


@dataclass(frozen=True)
class Channel:
    """A public or private channel. `shared_with` holds the ids of foreign teams; the bot is in it if its
    user id is among `members`."""

    id: str
    name: str
    members: tuple[str, ...]
    topic: str = ""
    is_private: bool = False
    is_archived: bool = False
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class SlashCommand:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = True


@dataclass(frozen=True)
class Shortcut:
    """`kind` is "message" or "global"."""

    callback_id: str
    name: str
    kind: str = "message"


@dataclass(frozen=True)
class App:
    """The app installed in the home team, with its bot user, scopes and event subscriptions."""

    app_id: str = "A0PLAYAPP"
    bot_id: str = "B0PLAYBOT"
    bot_user_id: str = "U0PLAYBOT"
    name: str = "bot"
    real_name: str = "Bot"
    scopes: tuple[str, ...] = ALL_SCOPES
    events: tuple[str, ...] = ALL_EVENTS
    commands: tuple[SlashCommand, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()


# A workspace in which nothing is installed yet.
NO_APP = App(app_id="", bot_id="", bot_user_id="", name="", real_name="", scopes=(), events=())


@dataclass(frozen=True)
class Seed:
    home: Team
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    foreign: tuple[Team, ...] = ()
    app: App = field(default_factory=App)
    user_groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
