"""C2-11: a new version is told to each customer, and to each case that waits for it."""

from __future__ import annotations

from tests.scenarios.steps import in_our_thread, in_their_thread, on_our_card, on_their_card
from tests.story import Story

FRIDAY = "2026-03-06T16:00-05:00"


async def agree_on_release(world: Story, number: str, release: str) -> None:
    """We offer a release for the correction, and the customer accepts it."""
    await world.engineer.slash("#case-desk", f"/case date {number} release {release}")
    offer = world.customer.finds(f"release {release}", "#harbor-support")
    await world.customer.click("Accept", offer)


async def announce(world: Story, what: str) -> None:
    """What would be told is shown first; then we say yes."""
    await world.engineer.slash("#case-desk", f"/case release {what}")
    await world.engineer.click("Tell 2 customers", world.engineer.finds("This tells all 2 customers:", "#case-desk"))


def in_the_channel(world: Story, where: str, reader: str = "customer") -> str:
    """What stands in a channel itself, no threads."""
    who = getattr(world, reader)
    return "\n\n".join(who.text_of(message) for message in who.messages(where))


async def test_C2_11_a_release_is_told_in_the_waiting_case_and_to_every_other_customer_once(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("A typing error in the manual", severity="4 · Low")
    await agree_on_release(world, number, "4.2")
    await announce(world, "4.2 on 2026-05-01: It brings dark mode.")
    told = in_their_thread(world, number)
    assert told.count("Release 4.2, which your case waits for, is planned for Fri 1 May, 17:00 (New York time)") == 1
    assert "It brings dark mode." in told
    assert "Our release 4.2" not in in_the_channel(world, "#harbor-support")
    # Bluepeak has no case at all, and hears of it in its channel.
    theirs = in_the_channel(world, "#bluepeak-support", "foreign_customer")
    assert theirs.count("Our release 4.2 is planned for Fri 1 May") == 1
    assert "It brings dark mode." in theirs
    assert "Release 4.2 is noted. Every customer is told" in world.engineer.reads("#case-desk")
    assert "Release 4.2 is planned for" in in_our_thread(world, number)


async def test_C2_11_C2_9_the_correction_is_due_with_the_release_and_the_case_s_card_says_so(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("A typing error in the manual", severity="4 · Low")
    await agree_on_release(world, number, "4.2")
    await announce(world, "4.2 on 2026-05-01")
    assert "Resolution: due Fri 1 May, 17:00 (New York time)" in "\n".join(on_our_card(world, number))
    await world.until("2026-04-30T12:00-04:00")
    await announce(world, "4.2")
    assert "Release 4.2, which your case waits for, is out." in in_their_thread(world, number)
    assert "Our release 4.2 is out." in in_the_channel(world, "#bluepeak-support", "foreign_customer")


async def test_C2_11_each_customer_reads_it_in_its_own_language(desk_world) -> None:
    # A customer's language is also its standing message's, which is edited where it stands.
    world = await desk_world("c2-atom", at="2026-04-01T11:00-04:00", shows_standing=True)
    await world.app.run(world.app.desk.set_customer_policy, "harbor", "c2-atom", "es")
    await announce(world, "4.2 on 2026-05-04")
    assert "Nuestra versión 4.2 está planificada para el lunes 4 de mayo." in in_the_channel(world, "#harbor-support")
    assert "Our release 4.2 is planned for Mon 4 May." in in_the_channel(world, "#bluepeak-support", "foreign_customer")


async def test_C2_11_release_alone_lists_releases_and_who_waits_and_its_button_announces_one(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("A typing error in the manual", severity="4 · Low")
    await agree_on_release(world, number, "4.2")
    await world.engineer.slash("#case-desk", "/case release")
    listed = world.engineer.finds("Releases", "#case-desk")
    assert f"4.2, not announced yet. Waiting for it: {number}." in world.engineer.text_of(listed)
    await world.engineer.click("Announce a release", listed)
    await world.engineer.submit({"release": "4.2", "day": "1 May 2026", "text": "It brings dark mode."})
    await world.engineer.slash("#case-desk", "/case release")
    newest = world.engineer.text_of(world.engineer.finds("Releases", "#case-desk"))
    assert f"4.2, planned for Fri 1 May. Waiting for it: {number}." in newest
    assert "It brings dark mode." in in_their_thread(world, number)


async def test_C2_11_a_customer_cannot_announce_one_or_see_who_waits(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await world.customer.slash("#harbor-support", "/case release")
    await world.customer.slash("#harbor-support", "/case release 4.2 on 2026-05-01")
    told = world.customer.reads("#harbor-support")
    assert "Releases" not in told
    assert "Our release 4.2" not in told
    assert "Our release 4.2" not in in_the_channel(world, "#bluepeak-support", "foreign_customer")


async def test_C2_11_a_day_that_cannot_be_read_announces_nothing(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await world.engineer.slash("#case-desk", "/case release 4.2 on Blursday")
    assert "I could not read that day." in world.engineer.reads("#case-desk")
    assert "Our release 4.2" not in in_the_channel(world, "#bluepeak-support", "foreign_customer")


async def test_C2_11_C2_15_a_change_request_on_the_roadmap_with_a_release_hears_of_it(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    number = await world.open_case("A report of all tunnels", reason="Request for change")
    for step in ("needs {} By day", "criterion {} It opens at once"):
        await world.engineer.slash("#case-desk", f"/case {step.format(number)}")
    await world.customer.slash("#harbor-support", f"/case approve {number}")
    await world.engineer.slash("#case-desk", f"/case evaluate {number} Three days")
    await world.engineer.slash("#case-desk", f"/case schedule {number} release 4.2")
    assert "Resolution: with release 4.2" in on_our_card(world, number)
    assert "Fix: with release 4.2" in on_their_card(world, number)
    await announce(world, "4.2 on 2026-05-01")
    told = in_their_thread(world, number)
    assert told.count("Release 4.2, which your case waits for, is planned for Fri 1 May, 17:00 (New York time)") == 1
    assert "Resolution: due Fri 1 May, 17:00 (New York time)" in on_our_card(world, number)
    assert "Our release 4.2" not in in_the_channel(world, "#harbor-support")


async def test_C2_11_C2_9_a_release_that_was_announced_before_it_was_agreed_on_gives_its_day_at_once(
    desk_world,
) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await announce(world, "4.2 on 2026-05-01")
    number = await world.open_case("A typing error in the manual", severity="4 · Low")
    await agree_on_release(world, number, "4.2")
    assert "Resolution: due Fri 1 May, 17:00 (New York time)" in on_our_card(world, number)
    told = in_their_thread(world, number)
    assert told.count("Release 4.2, which your case waits for, is planned for Fri 1 May, 17:00 (New York time)") == 1


async def test_C2_11_C2_15_a_change_request_scheduled_with_an_announced_release_has_its_day_at_once(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await announce(world, "4.2 on 2026-05-01")
    number = await world.open_case("A report of all tunnels", reason="Request for change")
    for step in ("needs {} By day", "criterion {} It opens at once"):
        await world.engineer.slash("#case-desk", f"/case {step.format(number)}")
    await world.customer.slash("#harbor-support", f"/case approve {number}")
    await world.engineer.slash("#case-desk", f"/case evaluate {number} Three days")
    await world.engineer.slash("#case-desk", f"/case schedule {number} release 4.2")
    assert "Resolution: due Fri 1 May, 17:00 (New York time)" in on_our_card(world, number)


async def test_C2_11_nobody_is_told_before_what_they_would_read_was_seen_and_it_can_be_changed(desk_world) -> None:
    world = await desk_world("c2-atom", at=FRIDAY)
    await world.engineer.slash("#case-desk", "/case release 4.2 on 2026-05-01: It brings dark mode.")
    asked = world.engineer.finds("This tells all 2 customers:", "#case-desk")
    assert "Our release 4.2 is planned for Fri 1 May." in world.engineer.text_of(asked)
    assert "It brings dark mode." in world.engineer.text_of(asked)
    assert "4.2" not in in_the_channel(world, "#bluepeak-support", "foreign_customer")
    await world.engineer.click("Change it first", asked)
    await world.engineer.submit({"day": "2026-05-08"})
    theirs = in_the_channel(world, "#bluepeak-support", "foreign_customer")
    assert "Our release 4.2 is planned for Fri 8 May." in theirs
    assert "It brings dark mode." in theirs
