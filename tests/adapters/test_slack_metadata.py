"""What everybody in a channel can read beside our messages: an opaque key, and nothing of the case."""

from __future__ import annotations

import re

from tests.world import World


async def test_the_metadata_of_our_messages_names_nothing_of_their_case(world: World) -> None:
    number = await world.open_case("VPN down", severity="P1 · Major impact")
    await world.engineer.slash("#case-desk", f"/case note {number} their firewall is a mess")
    await world.engineer.slash("#case-desk", f"/case reply {number} we see it")
    await world.pass_("3h")
    posted = [call for call in world.playground.journal.calls("chat.postMessage") if call.args.get("metadata")]
    assert len(posted) > 5
    for call in posted:
        told = call.args["metadata"]
        assert set(told) == {"event_type", "event_payload"}, told
        assert told["event_type"] == "chatdesk_msg"
        assert set(told["event_payload"]) == {"k"}, told
        assert re.fullmatch(r"[0-9a-f]{32}", told["event_payload"]["k"]), told
