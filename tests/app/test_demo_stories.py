"""The stories of the demo's menu: each is played to its end, and says decisive words where it leads."""

from __future__ import annotations

from typing import Any

import pytest

from chatdesk.demo.stories import STORIES
from tests.world import text_of

FRIDAY = "2026-03-06T14:20-05:00"  # 16:20 in Santiago, 11:20 in Los Angeles
BEFORE_MAY = "2026-04-27T09:00-04:00"  # the next holiday in Germany is Friday, 1 May

# Story, when it is played, the place of each step, and words that are read there, or in the thread that is opened.
TOLD: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "catamarun-p1": (
        FRIDAY,
        [
            ("ruth", "#harbor-support", "Someone takes it: by Fri 6 Mar, 15:20 (New York time)"),
            ("malik", "#on-call", "Acknowledgement is due Fri 6 Mar, 15:20 (New York time): 15 min left."),
            ("malik", "#on-call", "HARBOR-1 of Harbor Grid is escalated to tier 1"),
            ("grace", "#directors", "HARBOR-1 of Harbor Grid is escalated to tier 2"),
            ("victor", "#vp-bridge", "HARBOR-1 of Harbor Grid is escalated to tier 3"),
            ("dana", "#case-desk", "Grace Lindqvist has the escalation."),
            ("grace", "#directors", "Dana Reyes ended the escalation."),
            ("ruth", "#harbor-support", "The concentrator was replaced."),
            ("ruth", "#harbor-support", "The fix is approved and the case is closed."),
        ],
    ),
    "c2-high": (
        FRIDAY,
        [
            ("ruth", "#harbor-support", "Fix: by Mon 9 Mar, 14:20 (New York time)"),
            ("dana", "#case-desk", "First response: done Fri 6 Mar, 14:20 (New York time)"),
            ("malik", "#on-call", "Resolution is due Mon 9 Mar, 14:20 (New York time)"),
            ("dana", "#case-desk", "Corrected: Remotely"),
            ("ruth", "#harbor-support", "The fix is approved and the case is closed."),
        ],
    ),
    "c2-medium": (
        FRIDAY,
        [
            ("ruth", "#harbor-support", "Fix: by Wed 11 Mar, 14:20 (New York time), unless we agree another date"),
            ("ruth", "#harbor-support", "proposes Fri 20 Mar, 15:00 (New York time) for the correction"),
            ("ruth", "#harbor-support", "Agreed: the correction comes Fri 20 Mar, 15:00 (New York time)."),
            ("dana", "#case-desk", "Resolution: due Fri 20 Mar, 15:00 (New York time)"),
            ("ruth", "#harbor-support", "The fix is approved and the case is closed."),
        ],
    ),
    "c2-change": (
        FRIDAY,
        [
            ("ruth", "#harbor-support", "Request: submitted, to be analysed"),
            ("dana", "#case-desk", "Request: analysed, needs written back"),
            ("ruth", "#harbor-support", "It opens within two seconds."),
            ("dana", "#case-desk", "Ruth Adler of Harbor Grid approved the acceptance criterion."),
            (
                "ruth",
                "#harbor-support",
                "your request is on our roadmap. It comes Fri 20 Mar, 12:00 (New York time).",
            ),
            ("ruth", "#harbor-support", "Request: on the roadmap; delivery Fri 20 Mar, 12:00 (New York time)"),
            ("ruth", "#harbor-support", "Request: delivered; delivery Fri 20 Mar, 12:00 (New York time)"),
        ],
    ),
    "cip-handoff": (
        FRIDAY,
        [
            ("ruth", "#harbor-support", "First answer: we aim for Fri 6 Mar, 20:00 (New York time)"),
            ("priya", "@chatdesk", "HARBOR-1"),
            ("malik", "#on-call", "Nobody at Level 2 · Senior product engineers has taken this case yet."),
            ("ruth", "#harbor-support", "The cache is stale; a patch is on its way."),
            ("ruth", "#harbor-support", "The fix is approved and the case is closed."),
        ],
    ),
    "cip-catastrophe": (
        FRIDAY,
        [
            ("samuel", "@chatdesk", "HARBOR-1"),
            ("samuel", "#case-desk", "Owner: Samuel Brandt"),
            ("ruth", "#harbor-support", "Severity: Ordinary"),
            ("ruth", "#harbor-support", "The fix is approved and the case is closed."),
        ],
    ),
    "codify-caida": (
        # There is an hour and a half left of Friday in Santiago, so it begins on Monday.
        FRIDAY,
        [
            ("samuel", "@chatdesk", "HARBOR-1"),
            ("dana", "#case-desk", "50 % of the outages that Harbor Grid was promised at most this month are used up."),
            (
                "dana",
                "#case-desk",
                "Recorded as restored: it lasted from Mon 9 Mar, 08:00 (New York time) to Mon 9 Mar, 09:15",
            ),
            ("camila", "#harbor-support", "99,747 %"),
            ("ruth", "#harbor-support", "Se reparó la base de datos."),
            ("ruth", "#harbor-support", "Estado: Cerrado"),
        ],
    ),
    "codify-reporte": (
        FRIDAY,
        [
            ("camila", "#harbor-support", "Los turnos salen duplicados"),
            ("dana", "#case-desk", "Los turnos salen duplicados"),
            ("ruth", "#harbor-support", "Revisión del problema: a más tardar el lunes 9 de marzo"),
            ("dana", "#case-desk", "Analysis: done Mon 9 Mar"),
            ("ruth", "#harbor-support", "Estado: Cerrado"),
        ],
    ),
    "advendio-holiday": (
        BEFORE_MAY,
        [
            ("ruth", "#harbor-support", "First answer: we aim for Tue 5 May, 09:00 (New York time)"),
            ("dana", "#case-desk", "not counted: Labor Day, Sat and Sun (ADV-6)"),
            ("malik", "#on-call", "First response is due Tue 5 May, 09:00 (New York time)"),
            ("dana", "#case-desk", "First response: done"),
            ("ruth", "#harbor-support", "The fix is approved and the case is closed."),
        ],
    ),
}


def test_every_story_is_told_here_and_every_policy_has_one() -> None:
    assert {story.key for story in STORIES} == set(TOLD)
    assert {story.policy for story in STORIES} == {"advendio", "c2-atom", "catamarun", "cipplanner", "codify"}


@pytest.mark.parametrize("key", list(TOLD))
async def test_a_story_is_played_step_by_step_and_leads_to_what_it_speaks_of(desk_world, key: str) -> None:
    when, steps = TOLD[key]
    world = await desk_world("catamarun", at=when)
    await world.demo.stories.start(key)
    for number, (who, where, words) in enumerate(steps, start=1):
        place = await world.demo.stories.next()
        assert place is not None
        driver = world.playground.as_(who)
        assert (place["as"], place["at"]) == (driver.id, driver.place(where).id)
        assert words in _read(world, place), _read(world, place)
        playing = world.demo.stories.shown()["playing"]
        assert playing["played"] == number
        assert playing["clauses"]
        for told in (playing["did"], playing["look"], playing["next"] or ""):
            assert "{" not in told
    assert playing["next"] is None
    assert playing["steps"] == len(steps)
    assert "Status: Closed" in world.on_the_card("HARBOR-1")


async def test_a_story_begun_again_is_about_a_new_case_and_the_old_one_stays(desk_world) -> None:
    world = await desk_world("advendio", at=FRIDAY)
    guide = world.demo.stories
    await guide.start("catamarun-p1")
    assert guide.shown()["playing"]["next"].startswith("Ruth Adler of Harbor Grid opens a case")
    await guide.next()
    await guide.start("catamarun-p1")
    await guide.next()
    await guide.next()
    assert guide.shown()["playing"]["did"].startswith("Nobody takes HARBOR-2.")
    assert "Status: Open" in world.on_the_card("HARBOR-1")
    await guide.rest()
    assert "Status: Closed" in world.on_the_card("HARBOR-2")
    assert "Status: Open" in world.on_the_card("HARBOR-1")
    assert await guide.next() is None


async def test_the_page_can_be_used_by_hand_in_between(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    guide = world.demo.stories
    await guide.start("c2-high")
    await guide.next()
    await world.customer.slash("#harbor-support", "/case open Another thing")
    assert world.playground.as_("ruth").has_modal()
    await world.demo.time.step("next")
    await guide.rest()
    assert "Status: Closed" in world.on_the_card("HARBOR-1")


async def test_a_step_that_somebody_has_made_impossible_says_so_and_is_not_played(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    guide = world.demo.stories
    await guide.start("c2-medium")
    await guide.next()
    await world.customer.slash("#harbor-support", "/case withdraw HARBOR-1")
    await guide.next()
    with pytest.raises(ValueError, match=r"Ruth Adler has no “Accept” for HARBOR-1 .* Start the story again"):
        await guide.next()
    assert guide.shown()["playing"]["played"] == 2
    await guide.leave()
    assert guide.shown()["playing"] is None
    with pytest.raises(ValueError, match="There is no story called mud"):
        await guide.start("mud")


def _read(world: Any, place: dict[str, Any]) -> str:
    """What stands at a place: the thread that is opened, else the conversation's top level."""
    driver = world.playground.as_(place["as"])
    there = driver.messages(driver.place(next(p for p in driver.places() if p.id == place["at"])))
    if place["thread"] is None:
        return "\n\n".join(text_of(message) for message in there)
    root = next(message for message in there if message.ts == place["thread"])
    return "\n\n".join(text_of(message) for message in [root, *driver.thread(root)])
