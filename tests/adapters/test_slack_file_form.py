"""Screenshots given with the form that opens a case."""

from __future__ import annotations

import pytest

from tests.world import World

SHOT = ("shot <1>.png", b"\x89PNG")
LOG = ("vpn.log", b"down\n")


@pytest.fixture
async def opening(world: World) -> World:
    await world.customer.slash("#harbor-support", "/case open The VPN is down")
    return world


async def test_files_of_the_form_stand_on_the_engineers_card(opening: World) -> None:
    outcome = await opening.customer.submit({"Screenshots or logs": [SHOT, LOG]})
    assert (outcome.error, outcome.errors) == (None, {})
    card = opening.on_the_card("HARBOR-1")
    assert "shot <1>.png (png, 4 B)" in card
    assert "vpn.log" in card
    links = str(opening.card("HARBOR-1").blocks)
    assert "/files/" in links
    assert "files-pri" not in links, "the address of the bytes is for the app alone"


async def test_a_kind_that_shows_nothing_is_not_taken(opening: World) -> None:
    outcome = await opening.customer.submit({"Screenshots or logs": [("tool.exe", b"MZ")]})
    assert outcome.error == "This kind of file is not taken: tool.exe."


async def test_no_files_are_needed(opening: World) -> None:
    await opening.customer.submit({})
    assert "The VPN is down" in opening.on_the_card("HARBOR-1")


async def test_files_stay_in_the_form_when_it_is_drawn_again(opening: World) -> None:
    customer = opening.customer
    driver = customer.driver
    file_id = await driver.upload(*SHOT)
    view = driver.top_modal()
    severity = next(label for label in driver.modal().labels if "bad" in label)
    values = {"files": {"files": [file_id]}}
    block, element = driver._input(view, severity)
    await opening.playground.interactions.click_in_view(
        driver.id, view.id, element["action_id"], block["block_id"], driver._value(element, "P1 · Major impact"), values
    )
    await opening.settle()
    await customer.submit({})
    assert "shot <1>.png" in opening.on_the_card("HARBOR-1")
