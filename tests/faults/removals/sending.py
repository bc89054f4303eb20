"""What keeps a message from being lost or said twice on its way out."""

from tests.faults.removal import Removal

REMOVALS = [
    Removal(
        name="sending.no-hidden-repeats",
        protects="one call of ours is one request to Slack: the SDK's own repetition would post twice",
        file="chatdesk/adapters/slack/client.py",
        old="super().__init__(token=token, base_url=base_url, retry_handlers=[])",
        new="super().__init__(token=token, base_url=base_url)",
        test="tests/adapters/test_slack_send.py::test_what_nobody_knows_is_uncertain_and_never_repeated[drop_after_commit]",
    ),
    Removal(
        name="sending.key-in-metadata",
        protects="a post whose answer was lost is found again by the opaque key in its metadata",
        file="chatdesk/adapters/slack/send.py",
        old='metadata={"event_type": _EVENT_TYPE, "event_payload": {"k": key}},',
        new="metadata=None,",
        test="tests/adapters/test_slack_send.py::test_a_post_whose_answer_was_lost_is_found_by_its_key",
    ),
    Removal(
        name="sending.retry-after",
        protects="Slack's Retry-After decides when a message is tried again",
        file="chatdesk/adapters/slack/calls.py",
        old='value = headers.get("retry-after")',
        new='value = headers.get("not-there")',
        test="tests/adapters/test_slack_send.py::test_too_many_posts_wait_as_long_as_slack_says",
    ),
    Removal(
        name="sending.nothing-unfurls",
        protects="no link in what we post makes Slack fetch a page or call a name",
        file="chatdesk/adapters/slack/send.py",
        old="                    unfurl_links=False,\n",
        new="                    unfurl_links=True,\n",
        test="tests/adapters/test_slack_send.py::test_nothing_unfurls_and_no_name_is_linked",
    ),
]
