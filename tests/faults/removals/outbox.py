"""What keeps messages in their order, few, and neither lost nor said twice without saying so."""

from tests.faults.removal import Edit, Removal

_SEND = "tests/adapters/test_slack_send.py"
_SOURCE = "tests/adapters/test_slack_source.py"
_DELIVERY = "tests/delivery/test_delivery.py"
_OUTBOX = "tests/store/test_outbox.py"
_SLACK = "chatdesk/adapters/slack/"
_LANES = "chatdesk/store/lanes.py"

REMOVALS = [
    Removal(
        name="outbox.edits-are-coalesced",
        protects="a card is edited once for all that happens within two seconds: Slack takes fifty edits a minute",
        file="chatdesk/store/anchors.py",
        old="EDIT_PAUSE = timedelta(seconds=2)\n",
        new="EDIT_PAUSE = timedelta(0)\n",
        test=f"{_DELIVERY}::test_several_changes_within_two_seconds_are_one_edit",
    ),
    Removal(
        name="outbox.one-in-flight",
        protects="a thread has one message on its way at a time, so what is said second never stands first",
        file=_LANES,
        old="        .having(blocking == 0)\n",
        new="",
        also=(Edit(_LANES, "[lane for lane in lanes if lane not in busy]", "list(lanes)"),),
        test=f"{_OUTBOX}::test_one_message_is_in_flight_for_a_destination[sqlite]",
    ),
    Removal(
        name="outbox.threads-in-order",
        protects="a thread tells its story in order, however urgent its end is",
        file=_LANES,
        old="    overtakes = case((in_thread, 0), (deliveries.c.is_urgent, 0), else_=1)\n",
        new="    overtakes = case((deliveries.c.is_urgent, 0), else_=1)\n",
        test=f"{_OUTBOX}::test_a_thread_tells_its_story_in_order_however_urgent[sqlite]",
    ),
    Removal(
        name="outbox.urgent-destinations-first",
        protects="who must act is told before anybody who only reads",
        file=_LANES,
        old="        .order_by(urgency.desc(), func.min(deliveries.c.id))\n",
        new="        .order_by(func.min(deliveries.c.id))\n",
        test=f"{_OUTBOX}::test_destinations_with_something_urgent_are_served_first[sqlite]",
    ),
    Removal(
        name="outbox.threads-wait-for-their-card",
        protects="nothing is said in a thread before its card stands",
        file=_LANES,
        old="            or_(destinations.c.place_id.is_(None), places.c.anchor_state == POSTED),\n",
        new="",
        test=f"{_OUTBOX}::test_notices_for_a_thread_wait_until_its_card_stands[sqlite]",
    ),
    Removal(
        name="outbox.not-knowing-concludes-nothing",
        protects="while Slack does not say whether a message stands, none is posted in its place",
        file=f"{_SLACK}send.py",
        old="        answer = await call(method, may_repeat=True)\n        return answer.data",
        new="        try:\n            answer = await call(method, may_repeat=True)\n        except CallFailed:\n"
        '            return {"messages": []}\n        return answer.data',
        test=f"{_SEND}::test_a_search_that_slack_does_not_answer_concludes_nothing",
    ),
    Removal(
        name="outbox.our-own-metadata",
        protects="a message of somebody else with our key is not taken for ours",
        file=f"{_SLACK}send.py",
        old='    if metadata.get("event_type") != _EVENT_TYPE or not message.get("bot_id"):\n',
        new="    if False:\n",
        test=f"{_SEND}::test_somebody_else_s_metadata_is_not_ours",
    ),
    Removal(
        name="outbox.opaque-keys",
        protects="who reads the metadata of a message learns nothing of its case",
        file=f"{_SLACK}send.py",
        old='"event_payload": {"k": key}},',
        new='"event_payload": {"k": key, "about": card.text[:80]}},',
        test="tests/adapters/test_slack_metadata.py::test_the_metadata_of_our_messages_names_nothing_of_their_case",
    ),
    Removal(
        name="outbox.posts-are-not-repeated",
        protects="what would be seen twice is never called as if repeating it did no harm",
        file=f"{_SLACK}asking.py",
        old="view=skeleton), may_repeat=False)",
        new="view=skeleton), may_repeat=True)",
        test=f"{_SOURCE}::test_what_would_be_seen_twice_is_never_called_as_if_it_could_be_repeated",
    ),
    Removal(
        name="outbox.faults-of-slack",
        protects="after a fault of Slack's a post is looked up, and only what may be done twice is tried again",
        file=f"{_SLACK}calls.py",
        old="    unknown = Meaning.RETRY if may_repeat else Meaning.UNCERTAIN\n",
        new="    unknown = Meaning.RETRY\n",
        test=f"{_SEND}::test_what_nobody_knows_is_uncertain_and_never_repeated[http_500]",
    ),
    Removal(
        name="outbox.answers-do-not-unfurl",
        protects="no answer to one person makes Slack fetch a page or call a name",
        file=f"{_SLACK}tell.py",
        old=", unfurl_links=False, unfurl_media=False, link_names=False",
        new="",
        test=f"{_SOURCE}::test_nothing_we_post_unfurls_or_turns_names_into_mentions",
    ),
    Removal(
        name="outbox.failures-are-understood",
        protects="no call to Slack goes past what understands its failure",
        file=f"{_SLACK}messages.py",
        old="            answer = await call(\n                self._client.conversations_replies(\n"
        "                    channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=2\n"
        "                ),\n                may_repeat=True,\n            )\n",
        new="            answer = await self._client.conversations_replies(\n"
        "                channel=channel, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=2\n            )\n",
        test=f"{_SOURCE}::test_every_call_goes_where_its_failure_is_understood",
    ),
    Removal(
        name="outbox.lag-is-seen",
        protects="operators see how late messages are before anybody complains",
        file="chatdesk/metrics.py",
        old="    oldest = (now - counts.oldest_waiting_at).total_seconds() if counts.oldest_waiting_at else 0.0\n",
        new="    oldest = 0.0\n",
        test="tests/app/test_lag.py::test_how_long_a_message_has_waited_that_slack_puts_off_is_seen",
    ),
    Removal(
        name="outbox.sent-after-success",
        protects="a message counts as sent once Slack took it, never before",
        file="chatdesk/delivery/notice_lane.py",
        old="            return await self._failed(batch, failed, now)\n        except",
        new="            return await self._sent(batch, MessageRef(batch.destination.place, '0'), None, now)\n        except",
        test="tests/app/test_lag.py::test_how_long_a_message_has_waited_that_slack_puts_off_is_seen",
    ),
    Removal(
        name="outbox.deleted-cards-come-back",
        protects="a card that somebody deletes comes back, and its thread with it",
        file="chatdesk/delivery/card_lane.py",
        old="            if failed.kind == DEAD and failed.code in MESSAGE_GONE:\n",
        new="            if False:\n",
        test=f"{_DELIVERY}::test_a_deleted_card_is_posted_anew_and_its_thread_moves_there",
    ),
]
