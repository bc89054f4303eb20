"""Files in the workspace: sent with a message or a form, asked for, and read by whoever may."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.playground.blocks_by_hand import element, entry, modal, plain
from tests.playground.bolt_app import World
from tests.playground.forms import opened

LOG = ("a & b.log", b"down\n")


def form(**more: Any) -> dict[str, Any]:
    return modal(
        entry(element("file_input", action_id="files", **more), label=plain("Logs"), block_id="files", optional=True),
        callback_id="form",
    )


def events(world: World, kind: str) -> list[dict[str, Any]]:
    return [delivery.content["event"] for delivery in world.playground.journal.deliveries(kind)]


async def test_a_file_goes_with_a_message_and_is_told_of(world: World) -> None:
    message = await world.person("ana").say("#team", "see", files=[LOG])
    (said,) = events(world, "message")
    assert (said["subtype"], said["text"]) == ("file_share", "see")
    (file,) = said["files"]
    assert (file["name"], file["filetype"], file["size"]) == ("a & b.log", "text", 5)
    assert [event["file_id"] for event in events(world, "file_shared")] == [file["id"]]
    assert (await world.client.files_info(file=file["id"]))["file"] == file
    assert message.files[0].content == b"down\n"


async def test_a_message_may_be_a_file_alone_but_not_nothing(world: World) -> None:
    await world.person("ana").say("#team", "", files=[LOG])
    outcome = await world.playground.acts.say("U0ANA", "C0TEAM", " ")
    assert outcome.error == "There is nothing to send."
    eleven = [await world.person("ana").upload(*LOG) for _ in range(11)]
    outcome = await world.playground.acts.say("U0ANA", "C0TEAM", "see", None, eleven)
    assert outcome.error == "A message may have 10 files."


async def test_of_a_foreign_file_the_event_says_only_that_it_must_be_asked_for(world: World) -> None:
    name, where = _foreigner(world)
    await world.person(name).say(where, "see", files=[LOG])
    (file,) = events(world, "message")[-1]["files"]
    assert file["file_access"] == "check_file_info"
    assert "name" not in file
    assert (await world.client.files_info(file=file["id"]))["file"]["name"] == "a & b.log"


async def test_the_bytes_are_for_the_app_s_token_and_the_page_is_for_people(world: World) -> None:
    await world.person("ana").say("#team", "see", files=[LOG])
    (file,) = events(world, "message")[0]["files"]
    async with aiohttp.ClientSession() as http:
        async with http.get(file["url_private"]) as refused:
            assert (refused.status, refused.content_type) == (200, "text/html")
        async with http.get(file["url_private"], headers={"Authorization": "Bearer xoxb-test"}) as read:
            assert await read.read() == b"down\n"
        async with http.get(file["permalink"]) as shown:
            assert await shown.read() == b"down\n"
            assert shown.headers["Content-Disposition"] == "attachment"


async def test_an_unknown_file_is_not_found(world: World) -> None:
    with pytest.raises(SlackApiError) as refused:
        await world.client.files_info(file="F404")
    assert refused.value.response["error"] == "file_not_found"


async def test_a_form_takes_files_of_the_kinds_and_number_it_wants(world: World) -> None:
    ana = world.person("ana")
    await opened(world, form(filetypes=["log"], max_files=1))
    assert (await ana.submit({"Logs": [LOG, LOG]})).error == "Please choose at most 1 files."
    assert (await ana.submit({"Logs": [("x.exe", b"MZ")]})).error == "This kind of file is not taken: x.exe."
    await ana.submit({"Logs": [LOG]})
    payload = world.playground.journal.deliveries("view_submission")[-1].content
    state = payload["view"]["state"]["values"]["files"]["files"]
    assert [file["name"] for file in state["files"]] == ["a & b.log"]
    assert state["type"] == "file_input"


async def test_nobody_sends_somebody_else_s_file(world: World) -> None:
    theirs = await world.person("ben").upload(*LOG)
    response = await world.playground.acts.upload_encoded("U0ANA", "x", "no base64!")
    assert response.error == "x could not be read."
    with pytest.raises(Exception, match="uploaded no file"):
        await world.playground.acts.say("U0ANA", "C0TEAM", "see", None, [theirs])


def _foreigner(world: World) -> tuple[str, str]:
    """Somebody of another organisation, and a channel they share with the app."""
    workspace = world.playground.workspace
    for place in workspace.conversations.values():
        for user in place.members:
            if workspace.is_foreign(user) and workspace.bot.id in place.members and not place.is_archived:
                return workspace.people[user].name, place.id
    raise AssertionError("the seed has no shared channel")
