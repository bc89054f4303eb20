"""manifest.yml against Slack's schema and against the code, both ways."""

import ast
import json
import os
import re
import warnings
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.adapters.slack.doors import NAMES, SHORTCUTS, Name, Told
from chatdesk.demo.manifest import app_of, find_manifest, read_manifest

ROOT = Path(__file__).parent.parent.parent
# Slack's schema is not ours to copy: it lies beside the checkout, or where CHATDESK_SCHEMAS says.
SCHEMAS = Path(os.environ.get("CHATDESK_SCHEMAS") or ROOT.parent / "shared" / "schemas")
SCHEMA = SCHEMAS / "slack-manifest.schema.json"
# The loopback workspace is Slack there, and calls nobody.
PROGRAM = [path for path in sorted((ROOT / "chatdesk").rglob("*.py")) if "playground" not in path.parts]

# What each Web API method needs, by Slack's documentation; for conversations.*, by the kinds of channels we ask for.
SCOPES = {
    "auth_test": set(),
    # With the app-level token of Socket Mode, whose scope stands in no manifest.
    "apps_connections_open": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "chat_getPermalink": set(),
    "files_info": {"files:read"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": {"channels:history", "groups:history", "im:history"},
    "pins_add": {"pins:write"},
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
# What each event needs, and how a listener in our code names it.
EVENTS = {
    "app_home_opened": (set(), "app_home_opened"),
    "app_mention": ({"app_mentions:read"}, "app_mention"),
    "message.channels": ({"channels:history"}, "message"),
    "message.groups": ({"groups:history"}, "message"),
    "message.im": ({"im:history"}, "message"),
    "reaction_added": ({"reactions:read"}, "reaction_added"),
    # For channels:read or groups:read, by the kind of channel.
    **{name: ({"channels:read"}, name) for name in ("channel_archive", "channel_unarchive", "channel_left")},
    **{name: ({"groups:read"}, name) for name in ("group_archive", "group_unarchive", "group_left")},
    **{
        name: ({"channels:read", "groups:read"}, name)
        for name in (
            "member_joined_channel",
            "member_left_channel",
            "channel_id_changed",
            "channel_shared",
            "channel_unshared",
        )
    },
    "user_change": ({"users:read"}, "user_change"),
    "app_uninstalled": (set(), "app_uninstalled"),
    "tokens_revoked": (set(), "tokens_revoked"),
}

manifest = read_manifest(find_manifest())
app = app_of(manifest)


def test_slack_s_own_schema_accepts_it() -> None:
    jsonschema.validate(manifest, slack_s_schema())


def test_slack_s_schema_would_refuse_a_wrong_manifest() -> None:
    schema = slack_s_schema()
    wrong = json.loads(json.dumps(manifest))
    wrong["features"]["slash_commands"][0]["command"] = "case"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


def test_every_method_we_call_has_its_scopes_and_no_scope_is_there_for_nothing() -> None:
    called = methods_called()
    assert {"chat_postMessage", "conversations_info", "users_info"} <= called, "calls are overlooked: mend the search"
    unknown = called - SCOPES.keys()
    assert not unknown, f"write into the table above which scopes these need: {unknown}"
    needed = set[str]().union(*(SCOPES[name] for name in called), *(EVENTS[name][0] for name in app.events))
    needed |= {"commands"} if app.commands or app.shortcuts else set()
    assert needed == set(app.scopes)


def test_every_event_has_a_listener_and_every_listener_its_event() -> None:
    """That listeners stand at the doors, and nowhere else, is tested in tests/adapters/test_doors.py."""
    by_themselves = {Name.ACTIONS, Name.SUBMISSION}
    listened = {name.value for name in NAMES if name not in by_themselves | SHORTCUTS and not name.startswith("/")}
    listened |= {told.value for told in Told}
    assert {EVENTS[name][1] for name in app.events} == listened


def test_every_command_and_shortcut_has_its_listener_both_ways() -> None:
    assert {one.command for one in app.commands} == {name.value for name in NAMES if name.startswith("/")}
    assert {one.callback_id for one in app.shortcuts} == SHORTCUTS


def test_the_command_escapes_what_is_typed() -> None:
    """Without it Slack sends @names as bare text, and nobody of another organisation could be named."""
    assert all(one.should_escape for one in app.commands)


def test_events_and_clicks_go_to_the_one_address() -> None:
    urls = set(re.findall(r'https://[^"]+', find_manifest().read_text()))
    assert len(urls) == 1
    assert urls.pop().endswith("/slack/events")


def test_slack_s_own_page_is_described_at_the_length_it_asks_for() -> None:
    """By Slack's rules, which its schema does not all hold."""
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35 and len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert all(len(one["description"]) <= 150 and len(one["name"]) <= 24 for one in manifest["features"]["shortcuts"])


def methods_called() -> set[str]:
    """The Web API methods that the program calls, by the SDK's names; one by any other name would go unseen."""
    methods = {name for name in vars(AsyncWebClient) if "_" in name.strip("_") and not name.startswith("_")}
    found: set[str] = set()
    for path in PROGRAM:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "api_call":
                raise AssertionError(f"{path}: api_call hides which method is called; use the SDK's own name")
            if isinstance(node, ast.Attribute) and node.attr in methods:
                found.add(node.attr)
    return found


def slack_s_schema() -> dict[str, Any]:
    """Skips the test, loudly, where there is none."""
    if not SCHEMA.is_file():
        loud = (
            f"NO SLACK SCHEMA AT {SCHEMA}: MANIFEST.YML IS NOT CHECKED AGAINST IT (SET CHATDESK_SCHEMAS TO ITS FOLDER)"
        )
        warnings.warn(loud, stacklevel=2)
        pytest.skip(loud)
    schema: dict[str, Any] = json.loads(SCHEMA.read_text())
    return schema
