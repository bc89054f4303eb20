"""What becomes of events that an app does not take: repeated, given up, limited, cut off."""

from __future__ import annotations

from slack_bolt import BoltResponse

from tests.playground.bolt_app import World

NOWHERE = "http://127.0.0.1:9/none"


async def test_with_delayed_events_one_is_repeated_hourly_for_a_day(world: World) -> None:
    world.playground.outbound.flow.has_delayed_events = True
    url, world.playground.request_url = world.playground.request_url, NOWHERE
    await world.person("ana").say("#team", "hi")
    await world.playground.settle()
    for step in ({"minutes": 1}, {"minutes": 5}, *({"hours": 1},) * 30):
        world.clock.move(**step)
        await world.playground.outbound.send_due_retries()
    nums = [delivery.retry_num for delivery in world.playground.journal.deliveries("message")]
    assert nums == list(range(27))  # the first, three more, and 23 hours that fit into the day after six minutes
    assert world.playground.outbound.retries == []
    world.playground.request_url = url


async def test_a_delayed_event_arrives_once_the_app_is_back(world: World) -> None:
    heard = world.hear_everything()
    world.playground.outbound.flow.has_delayed_events = True
    url, world.playground.request_url = world.playground.request_url, NOWHERE
    await world.person("ana").say("#team", "hi")
    await world.playground.settle()
    for step in ({"minutes": 1}, {"minutes": 5}, {"hours": 1}):
        world.clock.move(**step)
        await world.playground.outbound.send_due_retries()
    world.playground.request_url = url
    world.clock.move(hours=1)
    await world.playground.outbound.send_due_retries()
    assert [event["text"] for event in heard] == ["hi"]


async def test_without_delayed_events_what_is_older_than_two_hours_is_lost(world: World) -> None:
    heard = world.hear_everything()
    url, world.playground.request_url = world.playground.request_url, NOWHERE
    await world.person("ana").say("#team", "hi")
    await world.playground.settle()
    world.playground.request_url = url
    world.clock.move(hours=2, seconds=1)
    await world.playground.outbound.send_due_retries()
    assert heard == []
    assert world.playground.outbound.retries == []


async def test_beyond_the_hourly_limit_events_are_lost_and_the_app_is_told_once_a_minute(world: World) -> None:
    heard = world.hear_everything()
    world.playground.outbound.flow.events_an_hour = 2
    for text in ("one", "two", "three", "four"):
        await world.person("ana").say("#team", text)
    assert [event["text"] for event in heard] == ["one", "two"]
    (told,) = world.playground.journal.deliveries("app_rate_limited")
    assert told.content["minute_rate_limited"] == int(world.clock.now().timestamp())
    world.clock.move(hours=1)
    await world.person("ana").say("#team", "five")
    assert heard[-1]["text"] == "five"


async def test_an_app_that_takes_hardly_any_of_a_thousand_events_is_sent_no_more(world: World) -> None:
    @world.bolt.middleware
    async def fail() -> BoltResponse:
        return BoltResponse(status=500, headers={"X-Slack-No-Retry": "1"})

    flow = world.playground.outbound.flow
    for _ in range(998):
        flow.count_attempt(is_ok=False)
    for _ in range(2):
        await world.person("ana").say("#team", "hi")
        await world.playground.settle()
    assert flow.is_disabled
    sent = len(world.playground.journal.deliveries())
    await world.person("ana").say("#team", "unheard")
    assert len(world.playground.journal.deliveries()) == sent
