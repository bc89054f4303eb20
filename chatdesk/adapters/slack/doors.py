"""Every way into chatdesk from Slack. Listeners are registered from here, so nothing gets in beside it."""

from __future__ import annotations

from enum import StrEnum

from chatdesk.adapters.slack.parse import PLATFORM
from chatdesk.adapters.talk.asking import has_form
from chatdesk.adapters.talk.door import Door, Through
from chatdesk.adapters.talk.verbs import VERBS


class Name(StrEnum):
    """Slack's own words for what it sends."""

    MESSAGE = "message"
    MENTION = "app_mention"
    REACTION = "reaction_added"
    HOME = "app_home_opened"
    COMMAND = "/case"
    ACTIONS = "block_actions"
    SUBMISSION = "view_submission"
    FROM_MESSAGE = "case_from_message"
    OPEN_GLOBAL = "case_open_global"


class Told(StrEnum):
    """What Slack tells by itself of channels, accounts and the app. Nobody acts, so no verb comes in with it."""

    CHANNEL_ARCHIVE = "channel_archive"
    CHANNEL_UNARCHIVE = "channel_unarchive"
    CHANNEL_LEFT = "channel_left"
    GROUP_ARCHIVE = "group_archive"
    GROUP_UNARCHIVE = "group_unarchive"
    GROUP_LEFT = "group_left"
    MEMBER_JOINED = "member_joined_channel"
    MEMBER_LEFT = "member_left_channel"
    CHANNEL_ID_CHANGED = "channel_id_changed"
    CHANNEL_SHARED = "channel_shared"
    CHANNEL_UNSHARED = "channel_unshared"
    USER_CHANGE = "user_change"
    APP_UNINSTALLED = "app_uninstalled"
    TOKENS_REVOKED = "tokens_revoked"


_TYPED = frozenset(verb.name for verb in VERBS if verb.is_typed)
_ALL = frozenset(verb.name for verb in VERBS)
_WITH_FORM = frozenset(verb.name for verb in VERBS if has_form(verb.name))
_OPEN = frozenset({"open"})


def _door(name: Name, through: Through, verbs: frozenset[str]) -> Door:
    return Door(PLATFORM, name.value, through, verbs)


DOORS: tuple[Door, ...] = (
    # Words to us alone, and in the thread of a case, where they are a reply or a note.
    _door(Name.MESSAGE, Through.SAID, _TYPED),
    _door(Name.MENTION, Through.SAID, _TYPED),
    # A message of a person is edited or deleted; its copies follow.
    _door(Name.MESSAGE, Through.REWORDED, frozenset()),
    _door(Name.REACTION, Through.REACTED, _OPEN),
    _door(Name.HOME, Through.LOOKED, frozenset({"home"})),
    _door(Name.COMMAND, Through.TYPED, _TYPED),
    _door(Name.ACTIONS, Through.CLICKED, _ALL),
    _door(Name.ACTIONS, Through.ASKED_FOR_FORM, _WITH_FORM),
    _door(Name.ACTIONS, Through.REDREW_FORM, _WITH_FORM),
    _door(Name.SUBMISSION, Through.SENT_FORM, _WITH_FORM),
    _door(Name.FROM_MESSAGE, Through.SHORTCUT, _OPEN),
    _door(Name.OPEN_GLOBAL, Through.SHORTCUT, _OPEN),
)

NAMES: tuple[Name, ...] = tuple(dict.fromkeys(Name(door.name) for door in DOORS))
SHORTCUTS = frozenset(door.name for door in DOORS if door.through is Through.SHORTCUT)
