"""An app manifest as somebody pastes it, YAML or JSON: read, held against Slack's rules, made an app."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from .addresses import EVENTS, INTERACTIVITY
from .manifest_names import SCOPE_OF_EVENT
from .manifest_shape import MANIFEST, Path
from .seed import App, Shortcut, SlashCommand

JSON = dict[str, Any]
LARGEST = 200_000


@dataclass(frozen=True)
class Finding:
    """`where` is the path inside the manifest, `line` counts from 1; 0 where no line can be named."""

    line: int
    where: str
    what: str

    def __str__(self) -> str:
        line = f"line {self.line}: " if self.line else ""
        return f"{line}{self.where or 'the manifest'}: {self.what}"


class BadManifest(Exception):
    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


def read_manifest(text: str) -> JSON:
    """The manifest. Raises BadManifest with everything that is wrong with it."""
    if len(text) > LARGEST:
        raise BadManifest([Finding(0, "", f"has {len(text):,} characters, at most {LARGEST:,} are read")])
    try:
        read = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadManifest([Finding(line, "", f"is neither YAML nor JSON: {error.problem}")]) from None
    except RecursionError:
        raise BadManifest([Finding(0, "", "is nested too deeply")]) from None
    except YAMLError as error:
        raise BadManifest([Finding(0, "", f"is neither YAML nor JSON: {error}")]) from None
    if not isinstance(read, dict):
        raise BadManifest([Finding(0, "", "is empty" if read is None else "must be an object")])
    wrong = [*MANIFEST.wrong(read, ()), *(() if list(MANIFEST.wrong(read, ())) else _between(read))]
    if wrong:
        raise BadManifest([Finding(_line(read, path), _shown(path), what) for path, what in wrong])
    plain: JSON = YAML(typ="safe").load(text)
    return plain


def app_of(manifest: JSON, app_id: str, bot_id: str, bot_user_id: str) -> App:
    """The app that a manifest describes."""
    features = manifest.get("features") or {}
    bot = (features.get("bot_user") or {}).get("display_name") or manifest["display_information"]["name"]
    events = (manifest.get("settings") or {}).get("event_subscriptions") or {}
    scopes = tuple(((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ())
    return App(
        app_id=app_id,
        bot_id=bot_id,
        bot_user_id=bot_user_id,
        name=bot,
        real_name=bot,
        scopes=scopes,
        events=tuple(name for name in events.get("bot_events") or () if SCOPE_OF_EVENT.get(name) in (None, *scopes)),
        commands=tuple(
            SlashCommand(one["command"], one["description"], one.get("usage_hint", ""), one.get("should_escape", False))
            for one in features.get("slash_commands") or ()
        ),
        shortcuts=tuple(
            Shortcut(one["callback_id"], one["name"], one["type"]) for one in features.get("shortcuts") or ()
        ),
    )


def addresses_of(manifest: JSON) -> dict[str, str]:
    """Each address by what goes there: EVENTS, INTERACTIVITY, and each slash command."""
    settings = manifest.get("settings") or {}
    found = {one["command"]: one.get("url") for one in (manifest.get("features") or {}).get("slash_commands") or ()}
    found[EVENTS] = (settings.get("event_subscriptions") or {}).get("request_url")
    interactivity = settings.get("interactivity") or {}
    found[INTERACTIVITY] = interactivity.get("request_url") if interactivity.get("is_enabled") else None
    return {name: url for name, url in found.items() if url}


def is_over_sockets(manifest: JSON) -> bool:
    return bool((manifest.get("settings") or {}).get("socket_mode_enabled"))


def _between(manifest: JSON) -> Iterator[tuple[Path, str]]:
    """What does not fit together."""
    features, settings = manifest.get("features") or {}, manifest.get("settings") or {}
    scopes = ((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ()
    commands = features.get("slash_commands") or ()
    if scopes and not features.get("bot_user"):
        yield ("features",), "needs bot_user, since the app asks for scopes of a bot"
    if commands and "commands" not in scopes:
        yield ("features", "slash_commands"), "need the scope commands"
    if is_over_sockets(manifest):
        return
    hint = "or Socket Mode (settings.socket_mode_enabled)"
    for number, one in enumerate(commands):
        if not one.get("url"):
            yield ("features", "slash_commands", number), f"needs url, {hint}"
    subscriptions = settings.get("event_subscriptions") or {}
    if subscriptions.get("bot_events") and not subscriptions.get("request_url"):
        yield ("settings", "event_subscriptions"), f"needs request_url, {hint}"
    interactivity = settings.get("interactivity") or {}
    if interactivity.get("is_enabled") and not interactivity.get("request_url"):
        yield ("settings", "interactivity"), f"needs request_url, {hint}"


def _shown(path: Path) -> str:
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path).lstrip(".")


def _line(read: Any, path: Path) -> int:
    """The line of what stands at a path, or of the nearest thing around it."""
    line, inside = 1, read
    for one in path:
        try:
            line = (inside.lc.item(one) if isinstance(one, int) else inside.lc.key(one))[0] + 1
            inside = inside[one]
        except (AttributeError, KeyError, IndexError, TypeError):
            return line
    return line
