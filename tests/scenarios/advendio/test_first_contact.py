"""ADV-3 to ADV-8: four levels, a required reason, and an aim of two business days."""

THURSDAY = "2026-04-30T15:00+02:00"  # in Berlin, whose hours are assumed; 09:00 in New York


async def test_ADV_6_ADV_8_the_aim_skips_the_first_of_may(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    await world.open_case("Banners vanish", severity="Level 2 · Urgent", reason="Bug")
    # Tuesday 15:00 in Berlin.
    assert "First answer: we aim for Tue 5 May, 09:00 (New York time)" in world.customer.reads("#harbor-support")


async def test_ADV_6_without_a_holiday_it_is_a_day_less(desk_world) -> None:
    world = await desk_world("advendio", at="2026-05-07T15:00+02:00")
    await world.open_case("Banners vanish", severity="Level 2 · Urgent", reason="Bug")
    assert "First answer: we aim for Mon 11 May, 09:00 (New York time)" in world.customer.reads("#harbor-support")


async def test_ADV_5_a_reason_is_required(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    await world.customer.slash("#harbor-support", "/case open Banners vanish")
    refused = await world.customer.submit({"severity": "Level 2 · Urgent"})
    assert "reason" in refused.errors
    assert world.engineer.reads("#case-desk") == ""


async def test_ADV_3_the_number_and_the_word_stand_together_since_high_is_third_of_four(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("Banners vanish", severity="Level 3 · High", reason="Bug")
    assert "Severity: Level 3 · High" in world.on_the_card(number)


async def test_ADV_4_ADV_3_a_question_is_answered_as_soon_as_can_be(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    await world.open_case("How do I export?", severity="Level 4 · Medium", reason="Question about handling")
    assert "Fix: as soon as we can; there is no fixed time" in world.customer.reads("#harbor-support")


async def test_ADV_6_a_missed_aim_is_soft_and_told_as_an_aim(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("Banners vanish", severity="Level 2 · Urgent", reason="Bug")
    await world.until("2026-05-05T14:59:59+02:00")
    assert "Missed:" not in world.on_call.reads("#on-call")
    await world.until("2026-05-05T15:00+02:00")
    assert "Missed: first response by Tue 5 May, 09:00 (New York time)" in world.on_call.reads("#on-call")
    assert "First response: missed, was due Tue 5 May, 09:00 (New York time) (an aim)" in world.on_the_card(number)
    customer = world.customer.reads(world.card(number, world.customer))
    assert "breach" not in customer.lower()


async def test_ADV_6_an_answer_in_time_keeps_it(desk_world) -> None:
    world = await desk_world("advendio", at=THURSDAY)
    number = await world.open_case("Banners vanish", severity="Level 2 · Urgent", reason="Bug")
    await world.until("2026-05-04T10:00+02:00")
    await world.engineer.slash("#case-desk", f"/case reply {number} We can see it here as well.")
    assert "We can see it here as well." in world.customer.reads(world.card(number, world.customer))
    await world.until("2026-05-05T15:30+02:00")
    assert "First response: done Mon 4 May, 04:00 (New York time)" in world.on_the_card(number)
    assert "Missed:" not in world.on_call.reads("#on-call")
