"""The app package that is uploaded to Teams, against Microsoft's own schemas."""

import copy
import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from typer.testing import CliRunner

from chatdesk.adapters.talk import grammar
from chatdesk.adapters.teams.doors import MESSAGE_ACTIONS
from chatdesk.adapters.teams.package import SCHEMAS, AppDetails, WrongDetail, archive, manifest, package_files
from chatdesk.adapters.teams.package.manifest import spanish
from chatdesk.cli import cli
from tests.node_packages import node_package

APP = "1b9c0f6e-3a52-4c0e-9d3c-0f4f1c6b7a21"
DETAILS = AppDetails(APP, "chat.example.com")


@pytest.fixture(params=SCHEMAS)
def schema(request: pytest.FixtureRequest) -> str:
    return request.param


def test_the_manifest_holds_against_the_official_schema(schema: str) -> None:
    assert complaints(manifest(DETAILS, schema), schema) == []


def test_the_spanish_words_hold_against_the_official_schema(schema: str) -> None:
    assert complaints(spanish(schema), schema, "MicrosoftTeams.Localization.schema.json") == []


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("bots", 0, "botId"), "no-guid", "does not match"),
        (("bots", 0, "scopes"), ["everywhere"], "is not one of"),
        (("bots", 0, "commandLists", 0, "commands"), [{"title": "x", "description": "y"}] * 13, "too long"),
        (("description", "short"), "x" * 81, "too long"),
        (("composeExtensions", 0, "commands", 0, "title"), "x" * 33, "too long"),
        (("supportsChannelFeatures",), "tier9", "is not one of"),
        (("bots", 0, "isHelpful"), True, "Additional properties"),
    ],
)
def test_a_broken_manifest_is_refused(schema: str, path: tuple[Any, ...], value: Any, complaint: str) -> None:
    broken = copy.deepcopy(manifest(DETAILS, schema))
    *way, last = path
    place: Any = broken
    for step in way:
        place = place[step]
    place[last] = value
    assert any(complaint in said for said in complaints(broken, schema))


def test_slash_commands_are_what_the_older_schema_does_not_know() -> None:
    newest = manifest(DETAILS, "1.29")
    assert newest["bots"][0]["supportsTargetedMessages"] is True
    assert newest["bots"][0]["commandLists"][0]["triggers"] == ["mention", "slash"]
    newest["manifestVersion"] = "1.25"
    said = " ".join(complaints(newest, "1.25"))
    assert "supportsTargetedMessages" in said
    assert "triggers" in said


def test_the_bot_asks_for_no_right_to_read_every_message(schema: str) -> None:
    asked = manifest(DETAILS, schema)["authorization"]["permissions"]["resourceSpecific"]
    assert [one["name"] for one in asked] == ["ChannelMember.Read.Group", "TeamMember.Read.Group"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_whatever_a_menu_puts_into_the_message_box_is_understood(schema: str, language: str) -> None:
    words = spanish(schema)
    tried = 0
    for number, listed in enumerate(manifest(DETAILS, schema)["bots"][0]["commandLists"]):
        for line, command in enumerate(listed["commands"]):
            place = f"bots[0].commandLists[{number}].commands[{line}]"
            title = words[f"{place}.title"] if language == "es" else command["title"]
            phrase = grammar.read(title)
            assert phrase.verb, f"{title!r} is not understood"
            assert phrase.verb.name == command["title"]
            assert not phrase.leftover
            tried += 1
    assert tried == 24


def test_every_action_of_the_manifest_has_a_door(schema: str) -> None:
    actions = manifest(DETAILS, schema)["composeExtensions"][0]["commands"]
    assert {action["id"] for action in actions} == MESSAGE_ACTIONS
    assert all(action["fetchTask"] for action in actions)


def test_every_word_that_people_read_is_there_in_spanish(schema: str) -> None:
    english, words = manifest(DETAILS, schema), spanish(schema)
    for place, text in words.items():
        if place.startswith("$"):
            continue
        said = english
        for step in place.replace("[", ".[").split("."):
            said = said[int(step[1:-1])] if step.startswith("[") else said[step]
        assert isinstance(said, str)
        assert text == said == "chatdesk" or text != said, f"{place} is still English: {said}"
    menu_lines = sum(len(one["commands"]) for one in english["bots"][0]["commandLists"])
    assert len([place for place in words if place.endswith(".title")]) == menu_lines + 2


def test_the_zip_has_its_files_at_the_root_and_the_same_bytes_each_time(schema: str) -> None:
    files = package_files(DETAILS, schema)
    zipped = archive(files)
    assert zipped == archive(package_files(DETAILS, schema))
    with zipfile.ZipFile(io.BytesIO(zipped)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["manifest.json", "color.png", "outline.png", "es.json"]
        said = json.loads(opened.read("manifest.json"))
        named = {*said["icons"].values(), said["localizationInfo"]["additionalLanguages"][0]["file"]}
        assert named <= set(opened.namelist())


def test_the_icons_are_what_teams_asks_for() -> None:
    files = package_files(DETAILS, "1.29")
    width, color = pixels(files["color.png"])
    assert width == 192
    assert all(alpha == 255 for *_, alpha in color)
    assert len(set(color)) > 100
    width, outline = pixels(files["outline.png"])
    assert width == 32
    assert {pixel[:3] for pixel in outline} == {(255, 255, 255)}
    assert {0, 255} <= {alpha for *_, alpha in outline}


def test_the_command_writes_both_packages(tmp_path: Path) -> None:
    asked = ["teams", "package", "--app-id", APP.upper(), "--host", "Chat.Example.com", "--version", "1.2.0"]
    done = CliRunner().invoke(cli, [*asked, "--out", str(tmp_path / "new" / "folder")])
    assert done.exit_code == 0, done.output
    written = sorted(path.name for path in (tmp_path / "new" / "folder").iterdir())
    assert written == ["chatdesk-teams-1.2.0-schema-1.25.zip", "chatdesk-teams-1.2.0-schema-1.29.zip"]
    for path in (tmp_path / "new" / "folder").iterdir():
        assert path.name in done.output
        said = json.loads(zipfile.ZipFile(path).read("manifest.json"))
        assert said["manifestVersion"] in path.name
        assert (said["id"], said["bots"][0]["botId"], said["version"]) == (APP, APP, "1.2.0")
        assert said["validDomains"] == ["chat.example.com"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"--app-id": "chatdesk"}, "the app id 'chatdesk' is no application id; copy the Microsoft App ID"),
        ({"--app-id": "00000000-0000-0000-0000-000000000000"}, "is no application id"),
        ({"--host": "https://chat.example.com"}, "give the name alone, without https:// or a port"),
        ({"--host": "chat.example.com:443"}, "give the name alone"),
        ({"--host": "127.0.0.1"}, "is no public host name"),
        ({"--host": "localhost"}, "is no public host name"),
        ({"--host": "-chat.example.com"}, "is no public host name"),
        ({"--host": "chat.exämple.com"}, "is no public host name"),
        ({"--version": "1.0"}, "the version '1.0' is not of the form 1.0.0"),
        ({"--version": "01.0.0"}, "is not of the form 1.0.0"),
        ({"--website": "http://example.com"}, "the website page 'http://example.com' is no https address"),
        ({"--developer": "x" * 33}, "must have 1 to 32 characters"),
    ],
)
def test_what_teams_would_refuse_is_refused_here_in_one_line(tmp_path: Path, wrong: dict[str, str], told: str) -> None:
    asked = {"--app-id": APP, "--host": "chat.example.com"} | wrong
    options = [word for option in asked.items() for word in option]
    refused = CliRunner().invoke(cli, ["teams", "package", "--out", str(tmp_path / "out"), *options])
    assert refused.exit_code == 2
    assert told in refused.output
    assert len(refused.output.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    asked = ["teams", "package", "--app-id", APP, "--host", "chat.example.com", "--out", str(tmp_path / "file")]
    refused = CliRunner().invoke(cli, asked)
    assert refused.exit_code == 2
    assert "cannot write to" in refused.output


def test_details_are_checked_wherever_they_come_from() -> None:
    with pytest.raises(WrongDetail):
        AppDetails(APP, "")


def complaints(document: dict[str, Any], schema: str, name: str = "MicrosoftTeams.schema.json") -> list[str]:
    """What the official schema has against it. Draft-04 knows no `const`, which it uses for the version."""
    folder = node_package("@microsoft/app-manifest") / "build" / "json-schemas" / "teams" / f"v{schema}"
    rules = json.loads((folder / name).read_text(encoding="utf-8-sig"))
    assert rules["$schema"] == "http://json-schema.org/draft-04/schema#"
    found = [error.message for error in Draft4Validator(rules, format_checker=FormatChecker()).iter_errors(document)]
    version = rules["properties"].get("manifestVersion", {}).get("const")
    if version and document["manifestVersion"] != version:
        found.append(f"manifestVersion is not {version}")
    return found


def pixels(png: bytes) -> tuple[int, list[tuple[int, ...]]]:
    """The width of a square picture, and red, green, blue and alpha of each pixel. Checks every chunk's sum."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    position, data, width = 8, b"", 0
    while position < len(png):
        (length,) = struct.unpack_from(">I", png, position)
        kind, content = png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        assert struct.unpack_from(">I", png, position + 8 + length) == (zlib.crc32(kind + content),)
        if kind == b"IHDR":
            width, height, bits, color, *_ = struct.unpack(">IIBBBBB", content)
            assert (height, bits, color) == (width, 8, 6)
        data += content if kind == b"IDAT" else b""
        position += 12 + length
    rows = zlib.decompress(data)
    step = 1 + 4 * width
    assert {rows[row * step] for row in range(width)} == {0}
    return width, [
        tuple(rows[row * step + 1 + 4 * x : row * step + 5 + 4 * x]) for row in range(width) for x in range(width)
    ]
