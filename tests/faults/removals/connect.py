"""Shared channels and double deliveries: who people are is never guessed, and what comes twice counts once."""

from tests.faults.removal import Edit, Removal

_EVENTS = "chatdesk/adapters/slack/events.py"
_OPENING = "tests/adapters/test_slack_opening.py"
_CONNECT = "tests/adapters/test_slack_connect.py"

REMOVALS = [
    Removal(
        name="connect.mention-is-a-door",
        protects="people of other organisations, who have no slash commands, open cases by mention",
        file=_EVENTS,
        old='is_mention = event.get("type") == "app_mention"',
        new="is_mention = False",
        test=f"{_OPENING}::test_a_foreign_customer_opens_by_mention_and_says_how_bad_by_button",
        red_by="IndexError",
    ),
    Removal(
        name="connect.who-clicked",
        protects="whose a click is says the person's own team, never the installation's",
        file="chatdesk/adapters/slack/parse.py",
        old='return Identity(PLATFORM, str(user.get("team_id") or ""), str(user.get("id") or ""))',
        new='return Identity(PLATFORM, str((body.get("team") or {}).get("id") or ""), str(user.get("id") or ""))',
        test=f"{_OPENING}::test_a_foreign_customer_opens_by_mention_and_says_how_bad_by_button",
    ),
    Removal(
        name="connect.who-spoke",
        protects="whose words an event carries says the author's own team, never the host's",
        file="chatdesk/adapters/slack/people.py",
        old="            return Identity(PLATFORM, claimed_team, user)\n",
        new='            return Identity(PLATFORM, "T0NORTHWIND", user)\n',
        test=f"{_OPENING}::test_a_foreign_customer_opens_by_mention_and_says_how_bad_by_button",
        red_by="IndexError",
    ),
    Removal(
        name="connect.who-reacted",
        protects="an event that names no team is looked up, so foreign people are not missing",
        file="chatdesk/adapters/slack/people.py",
        old='        return Identity(PLATFORM, profile.team if profile else "", user)\n',
        new='        return Identity(PLATFORM, "", user)\n',
        test=f"{_OPENING}::test_a_ticket_on_a_message_opens_one_case_for_its_author",
    ),
    Removal(
        name="connect.mention-and-message",
        protects="a mention that Slack sends as a mention and as a message is heard once",
        file=_EVENTS,
        old="            if is_twin or _thread_of(event) is None:\n",
        new="            if _thread_of(event) is None:\n",
        also=(
            # Both carry the same channel and ts, by which the second is known too.
            Edit(
                _EVENTS,
                '"said", str(event["channel"]), str(event["ts"]))',
                '"said", str(event["type"]), str(event["ts"]))',
            ),
        ),
        test=f"{_CONNECT}::test_a_mention_that_comes_as_a_message_too_counts_once",
    ),
    Removal(
        name="connect.repeated-elsewhere",
        protects="an event that is repeated to another process has one effect",
        file="chatdesk/desk/requests.py",
        old="    if not receipts.claim(tx, inbound.id, now):\n        return receipts.first_outcome(tx, inbound.id)\n",
        new="    receipts.claim(tx, inbound.id, now)\n",
        test="tests/adapters/test_slack_bad_input.py::test_an_event_repeated_to_another_process_is_still_one_case",
    ),
    Removal(
        name="connect.renamed-command",
        protects="a command that somebody's manifest calls by another name is answered kindly",
        file="chatdesk/adapters/slack/listeners.py",
        old="        app.command(_ANY)(self.command)\n",
        new="",
        test="tests/adapters/test_slack_front_door.py::test_a_command_and_a_shortcut_that_are_not_ours_are_answered_kindly",
    ),
]
