"""The app manifest: one for the newest released schema, and one for tenants that do not take it yet.

1.29 brought slash commands and messages that only one person sees. Both manifests describe
the same bot; without those two it is reached by mention and in its chat, and answers
privately in the chat.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from chatdesk.adapters.teams.package import menus
from chatdesk.adapters.teams.package.archive import Files
from chatdesk.adapters.teams.package.icons import NAVY, color_icon, outline_icon
from chatdesk.adapters.teams.package.words import ABOUT

SCHEMAS = ("1.29", "1.25")
_WITH_SLASH = "1.29"

_SCHEMA_FOLDER = "https://developer.microsoft.com/json-schemas/teams/v{schema}/"
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NO_APP = "00000000-0000-0000-0000-000000000000"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*\.[a-z]([a-z0-9-]{{0,61}}[a-z0-9])")
_LONGEST_HOST = 253
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_WEB_ADDRESS = re.compile(r"https://[^\s/@]+(/\S*)?")
_LONGEST_DEVELOPER = 32

# Not Microsoft's channel-wide reading permission: with it Teams would hand the bot every message of a channel.
_RESOURCE_PERMISSIONS = ("ChannelMember.Read.Group", "TeamMember.Read.Group")


class WrongDetail(ValueError):
    """A detail of the package cannot be used; the text says which, and what to write instead."""


@dataclass(frozen=True)
class AppDetails:
    """What the package says about one installation. Raises WrongDetail for what Teams would refuse.

    `host` is the name under which Teams reaches chatdesk; `website`, `privacy` and `terms` are
    pages that Teams shows people, on the host itself unless named.
    """

    app_id: str
    host: str
    version: str = "1.0.0"
    developer: str = "chatdesk"
    website: str = ""
    privacy: str = ""
    terms: str = ""

    def __post_init__(self) -> None:
        app_id, host = self.app_id.strip().lower(), self.host.strip().lower()
        if not _GUID.fullmatch(app_id) or app_id == _NO_APP:
            raise WrongDetail(
                f"the app id {self.app_id!r} is no application id; copy the Microsoft App ID of your Azure Bot, "
                "as 1b9c0f6e-3a52-4c0e-9d3c-0f4f1c6b7a21"
            )
        if len(host) > _LONGEST_HOST or not _HOST.fullmatch(host):
            raise WrongDetail(
                f"the host {self.host!r} is no public host name; give the name alone, without https:// or a port, "
                "as chat.example.com"
            )
        if not _VERSION.fullmatch(self.version):
            raise WrongDetail(f"the version {self.version!r} is not of the form 1.0.0")
        if not self.developer.strip() or len(self.developer) > _LONGEST_DEVELOPER:
            raise WrongDetail(f"the developer's name must have 1 to {_LONGEST_DEVELOPER} characters")
        website = self.website or f"https://{host}/"
        pages = {"website": website, "privacy": self.privacy or website, "terms": self.terms or website}
        for name, page in pages.items():
            if not _WEB_ADDRESS.fullmatch(page):
                raise WrongDetail(f"the {name} page {page!r} is no https address, as https://example.com/{name}")
        for name, value in {"app_id": app_id, "host": host, **pages}.items():
            object.__setattr__(self, name, value)


def package_files(details: AppDetails, schema: str) -> Files:
    """What the zip holds, for one of SCHEMAS."""
    return {
        "manifest.json": _as_json(manifest(details, schema)),
        "color.png": color_icon(),
        "outline.png": outline_icon(),
        "es.json": _as_json(spanish(schema)),
    }


def manifest(details: AppDetails, schema: str) -> dict[str, Any]:
    """manifest.json, in English."""
    about, app_id = ABOUT["en"], details.app_id
    found: dict[str, Any] = {
        "$schema": _SCHEMA_FOLDER.format(schema=schema) + "MicrosoftTeams.schema.json",
        "manifestVersion": schema,
        "version": details.version,
        "id": app_id,
        "localizationInfo": {
            "defaultLanguageTag": "en",
            "additionalLanguages": [{"languageTag": "es", "file": "es.json"}],
        },
        "developer": {
            "name": details.developer,
            "websiteUrl": details.website,
            "privacyUrl": details.privacy,
            "termsOfUseUrl": details.terms,
        },
        "name": {"short": "chatdesk"},
        "description": {"short": about.short, "full": about.full},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#{:02x}{:02x}{:02x}".format(*NAVY),
        "defaultInstallScope": "team",
        "defaultGroupCapability": {"team": "bot", "groupchat": "bot"},
        "supportsChannelFeatures": "tier1",
        "staticTabs": [{"entityId": name, "scopes": ["personal"]} for name in ("conversations", "about")],
        "bots": [_bot(app_id, schema)],
        "composeExtensions": [{"botId": app_id, "commands": _actions(schema)}],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [details.host],
        # Resource-specific consent needs an application to consent to; the resource is never asked for.
        "webApplicationInfo": {"id": app_id, "resource": f"api://{details.host}/{app_id}"},
        "authorization": {
            "permissions": {
                "resourceSpecific": [{"name": name, "type": "Application"} for name in _RESOURCE_PERMISSIONS]
            }
        },
    }
    return found


def spanish(schema: str) -> dict[str, str]:
    """es.json: every word of the manifest that people read, by its place in it."""
    about = ABOUT["es"]
    words = {
        "$schema": _SCHEMA_FOLDER.format(schema=schema) + "MicrosoftTeams.Localization.schema.json",
        "name.short": "chatdesk",
        "description.short": about.short,
        "description.full": about.full,
    }
    for number, names in enumerate((menus.CHANNEL, menus.PERSONAL)):
        for line, command in enumerate(menus.commands(names, "es")):
            place = f"bots[0].commandLists[{number}].commands[{line}]"
            words |= {f"{place}.{key}": text for key, text in command.items()}
    actions = ((about.from_message_title, about.from_message_does), (about.open_title, about.open_does))
    for line, (title, does) in enumerate(actions):
        place = f"composeExtensions[0].commands[{line}]"
        words |= {f"{place}.title": title, f"{place}.description": does}
    return words


def _bot(app_id: str, schema: str) -> dict[str, Any]:
    in_channels = {"scopes": ["team", "groupChat"], "commands": menus.commands(menus.CHANNEL, "en")}
    # Slash commands are messages that only the bot sees; a personal chat has no such thing.
    in_its_chat = {"scopes": ["personal"], "commands": menus.commands(menus.PERSONAL, "en")}
    bot: dict[str, Any] = {"botId": app_id, "scopes": ["personal", "team", "groupChat"]}
    if schema == _WITH_SLASH:
        bot["supportsTargetedMessages"] = True
        in_channels["triggers"] = ["mention", "slash"]
    return bot | {"commandLists": [in_channels, in_its_chat]}


def _actions(schema: str) -> list[dict[str, Any]]:
    about = ABOUT["en"]
    from_message = _action("case_from_message", about.from_message_title, about.from_message_does, "message")
    opening = _action("case_open", about.open_title, about.open_does, "compose")
    if schema == _WITH_SLASH:
        opening["triggers"] = ["slash"]
    return [from_message, opening]


def _action(action_id: str, title: str, does: str, context: str) -> dict[str, Any]:
    return {
        "id": action_id,
        "type": "action",
        "title": title,
        "description": does,
        "context": [context],
        "fetchTask": True,
    }


def _as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
