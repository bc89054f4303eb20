"""ADV-3, ADV-5, ADV-7, ADV-8: levels where the criteria are cut off, reasons, and Premium without its table."""

from __future__ import annotations

import pytest

from tests.scenarios.steps import buys, has_fact, on_our_card, on_their_card

THURSDAY = "2026-04-30T15:00+02:00"  # in Berlin, whose hours are assumed; 09:00 in New York
DESK = "#case-desk"

_AIM = "First answer: we aim for Tue 5 May, 09:00 (New York time)"


@pytest.mark.parametrize(
    ("function", "affected", "workaround", "level"),
    [
        pytest.param(
            "The system is unavailable", "All users", "Only for a short time", "Level 2 · Urgent", id="all-users"
        ),
        pytest.param("A smaller function", "Some users", "No", "Level 2 · Urgent", id="no-workaround"),
        pytest.param(
            "A smaller function", "Some users", "Only for a short time", "Level 3 · High", id="for-a-short-time"
        ),
    ],
)
async def test_ADV_3_what_the_cut_off_criteria_leave_open_is_read_the_safer_way_and_we_may_set_another(
    desk_world, function: str, affected: str, workaround: str, level: str
) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case(
        "Banners vanish",
        reason="Bug",
        question_function=function,
        question_affected=affected,
        question_workaround=workaround,
    )
    assert f"Severity: {level} (not confirmed yet)" in on_our_card(world, number)
    await world.engineer.click("Severity", world.card(number))
    await world.engineer.submit({"severity": "Level 1 · Critical"})
    assert "Severity: Level 1 · Critical" in on_our_card(world, number)
    assert "Severity: Level 1 · Critical" in on_their_card(world, number)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        pytest.param("Bug", "Bug · Incident", id="bug"),
        pytest.param("Question about handling", "Question about handling · Question", id="handling"),
        pytest.param(
            "Customization / development request",
            "Customization / development request · Change request",
            id="customization",
        ),
        pytest.param("Feature request", "Feature request · Change request", id="feature"),
    ],
)
async def test_ADV_5_each_of_the_four_reasons_can_be_given_and_is_kept(desk_world, reason: str, kind: str) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("About banners", reason=reason, severity="Level 4 · Medium")
    assert f"Kind: {kind}" in on_our_card(world, number)
    # A step with a workaround that one can live with is solved as soon as can be, whatever the reason.
    assert "Fix: as soon as we can; there is no fixed time" in on_their_card(world, number)


async def test_ADV_7_premium_gets_no_made_up_times_but_what_everybody_gets_and_it_says_why(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    await buys(world, "advendio", "premium")
    for level in ("Level 1 · Critical", "Level 2 · Urgent", "Level 3 · High"):
        number = await world.open_case(f"Banners vanish: {level}", severity=level, reason="Bug")
        assert "Plan: Premium Success Plan" in on_our_card(world, number)
        assert _AIM in on_their_card(world, number)
        assert not has_fact(on_their_card(world, number), "Fix")
    await world.engineer.slash(DESK, f"/case explain {number}")
    told = world.engineer.reads(DESK)
    assert "Without its table, Premium falls back to the time of customers without it." in told
    assert "And not: Made-up times by severity." in told


async def test_ADV_8_the_explanation_names_the_days_that_did_not_count(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("Banners vanish", severity="Level 2 · Urgent", reason="Bug")
    await world.engineer.slash(DESK, f"/case explain {number}")
    told = world.engineer.reads(DESK)
    assert "due Tue 5 May, 15:00 (Berlin time); not counted: Labor Day, Sat and Sun (ADV-6)" in told
    assert "Business time is Mon–Fri 09:00–17:00 (Berlin)" in told
