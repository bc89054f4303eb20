"""The app of manifest.yml, as the playground installs it: what the manifest forgets does not work in the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from chatdesk.playground import App, Shortcut, SlashCommand

_IN_THE_WHEEL = Path(__file__).parent.parent / "manifest.yml"
_IN_A_CHECKOUT = Path(__file__).parent.parent.parent / "manifest.yml"


def find_manifest() -> Path:
    """The manifest that came with this chatdesk."""
    return _IN_THE_WHEEL if _IN_THE_WHEEL.is_file() else _IN_A_CHECKOUT


def read_manifest(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        manifest: dict[str, Any] = YAML(typ="safe").load(file)
    return manifest


def app_of(manifest: dict[str, Any]) -> App:
    """The app with the manifest's scopes, events, commands and shortcuts."""
    features, name = manifest["features"], manifest["features"]["bot_user"]["display_name"]
    return App(
        app_id="A0CHATDESK",
        bot_id="B0CHATDESK",
        bot_user_id="U0CHATDESK",
        name=name,
        real_name=name,
        scopes=tuple(manifest["oauth_config"]["scopes"]["bot"]),
        events=tuple(manifest["settings"]["event_subscriptions"]["bot_events"]),
        commands=tuple(
            SlashCommand(one["command"], one["description"], one.get("usage_hint", ""), one.get("should_escape", False))
            for one in features["slash_commands"]
        ),
        shortcuts=tuple(Shortcut(one["callback_id"], one["name"], one["type"]) for one in features["shortcuts"]),
    )
