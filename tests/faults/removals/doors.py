"""What keeps every door open to those who may use it, and one request from being two."""

from tests.faults.removal import Edit, Removal

_STANDING = "tests/scenarios/rules/test_standing_messages.py"
_ONE_CASE = "tests/scenarios/rules/test_one_message_one_case.py"
_BEHALF = "tests/scenarios/rules/test_on_behalf.py"

REMOVALS = [
    Removal(
        name="doors.who-clicked",
        protects="whose somebody is who clicks or sends a form says user.team_id, never the workspace it came through",
        file="chatdesk/adapters/slack/parse.py",
        old='return Identity(PLATFORM, str(user.get("team_id") or ""), str(user.get("id") or ""))',
        new='return Identity(PLATFORM, str((body.get("team") or {}).get("id") or ""), str(user.get("id") or ""))',
        test=f"{_STANDING}::test_somebody_of_another_organisation_does_everything_with_its_buttons[slack]",
    ),
    Removal(
        name="doors.who-reacted",
        protects="a reaction names no team, so whose the person is is asked of Slack and not guessed",
        file="chatdesk/adapters/slack/events.py",
        old='        identity = await self._people.author(str(event["user"]), None)\n        wish = Wish(key',
        new='        identity = await self._people.author(str(event["user"]), installed.team)\n        wish = Wish(key',
        test=f"{_ONE_CASE}::test_a_ticket_by_a_foreign_customer_on_a_reply_on_an_old_message_and_on_ours[slack]",
    ),
    Removal(
        name="doors.words-that-work",
        protects="people of another organisation, and whoever is in a thread, are never told to type a slash command",
        file="chatdesk/adapters/slack/events.py",
        old='called="" if event.get("channel_type") == "im" else f"@{installed.bot_name}",',
        new='called="/case",',
        test="tests/scenarios/rules/test_help.py"
        "::test_a_foreign_customer_is_never_told_of_a_command_that_slack_refuses_them[slack]",
    ),
    Removal(
        name="doors.mention-and-message",
        protects="a mention in a case's thread arrives as words in it too, and is taken as the mention alone",
        file="chatdesk/adapters/slack/events.py",
        old="            if is_twin or _thread_of(event) is None:",
        new="            if _thread_of(event) is None:",
        test=f"{_ONE_CASE}::test_a_command_in_a_thread_is_carried_out_once_and_is_no_reply[slack]",
    ),
    Removal(
        name="doors.delivered-again",
        protects="an event that is delivered again is known by its message, not by a header, and opens no second case",
        file="chatdesk/desk/requests.py",
        old="    if not receipts.claim(tx, inbound.id, now):\n        return receipts.first_outcome(tx, inbound.id)\n",
        new="    receipts.claim(tx, inbound.id, now)\n",
        also=(Edit("chatdesk/adapters/talk/once.py", "        if key in self._seen:\n", "        if False:\n"),),
        test=f"{_ONE_CASE}::test_a_mention_that_slack_delivers_twice_over_is_one_case[slack]",
    ),
    Removal(
        name="doors.one-message-one-case",
        protects="two doors on one message make one case, and the second says which",
        file="chatdesk/adapters/talk/from_message.py",
        old="    if FROM_MESSAGE not in wish.values or wish.place is None:\n",
        new="    if True:\n",
        test=f"{_ONE_CASE}::test_a_form_that_was_open_while_another_door_was_taken_opens_no_second_case[slack]",
    ),
    Removal(
        name="doors.response-url",
        protects="who asks where chatdesk is not a member is answered all the same",
        file="chatdesk/adapters/slack/listeners.py",
        old="        await ack(**_ephemeral(answer))\n",
        new="        await ack()\n",
        test="tests/scenarios/rules/test_people_at_the_doors.py"
        "::test_a_case_from_a_channel_that_nobody_named_is_shown_where_its_customer_reads[slack]",
    ),
    Removal(
        name="doors.unnamed-channels",
        protects="a case is never shown in a channel that the directory does not name: others may read there",
        file="chatdesk/desk/opening.py",
        old="conversations.is_private(tx, said_in)",
        new="not customers.is_listed(tx, said_in)",
        test="tests/scenarios/rules/test_people_at_the_doors.py"
        "::test_a_case_from_a_channel_that_nobody_named_is_shown_where_its_customer_reads[slack]",
    ),
    Removal(
        name="doors.standing-lost-answer",
        protects="the standing message whose answer was lost is looked up, never posted a second time",
        file="chatdesk/store/standing.py",
        old="is_uncertain = row.message is None and (row.is_uncertain or row.token is not None)",
        new="is_uncertain = False",
        test="tests/delivery/test_standing_messages.py::test_a_lost_answer_makes_no_second_message",
    ),
    Removal(
        name="doors.standing-deleted",
        protects="a standing message that somebody deletes comes back",
        file="chatdesk/adapters/slack/front.py",
        old="        ignoring_self_events_enabled=False,\n",
        new="",
        test=f"{_STANDING}::test_one_that_somebody_deletes_comes_back[slack]",
    ),
    Removal(
        name="doors.standing-deleted-meanwhile",
        protects="a standing message that somebody deletes while it is edited comes back",
        file="chatdesk/store/standing.py",
        old="case((_T.due_at == _instant(AT_ONCE), None), else_=_instant(now))",
        new="_instant(now)",
        test="tests/delivery/test_standing_messages.py::test_one_that_is_deleted_while_it_is_edited_is_posted_anew",
    ),
    Removal(
        name="doors.standing-meanwhile",
        protects="what our people decide while the standing message is sent is not lost",
        file="chatdesk/store/standing.py",
        old="due = case((_T.due_at == _instant(AT_ONCE), _instant(AT_ONCE)), else_=_instant(due_at))",
        new="due = due_at",
        test="tests/delivery/test_standing_messages.py::test_what_comes_up_while_it_is_sent_is_looked_at_afterwards",
    ),
    Removal(
        name="doors.behalf-elsewhere",
        protects="one customer's case is not opened under the eyes of another",
        file="chatdesk/desk/opening.py",
        old='            return Refused("requester.elsewhere")',
        new="            pass",
        test=f"{_BEHALF}::test_in_another_customer_s_channel_it_is_refused_since_they_would_read_it[slack]",
    ),
    Removal(
        name="doors.behalf-colleagues",
        protects="a customer who names somebody of another organisation is answered as for nobody at all",
        file="chatdesk/adapters/talk/behalf.py",
        old="    return named.id if _is_colleague(reads, person, named.id) else None",
        new="    return named.id",
        test=f"{_BEHALF}::test_to_a_customer_people_of_others_ours_and_nobody_are_the_same[slack]",
    ),
    Removal(
        name="doors.invite-the-asker",
        protects="whoever asks in a channel that we are not in reads once, in their language, how to let us in",
        file="chatdesk/adapters/slack/tell.py",
        old="        return reader.person_id is not None and self._presence.tells(spot.channel, spot.user)\n",
        new="        return False\n",
        test="tests/adapters/test_slack_uninvited.py::test_who_asks_there_learns_once_how_to_let_us_in",
    ),
    Removal(
        name="doors.button-is-the-file-s",
        protects="where directory.yml says what stands in a customer's channel, nobody says otherwise in chat",
        file="chatdesk/store/standing.py",
        old="    if found.has_one is not None:\n",
        new="    if False:\n",
        test="tests/scenarios/rules/test_admin_help.py"
        "::test_the_file_wins_where_it_says_what_stands_in_a_customer_s_channel[slack-True]",
    ),
    Removal(
        name="doors.help-for-administrators",
        protects="the words of administrators are named in help to administrators only",
        file="chatdesk/cards/lists.py",
        old="    if is_admin:\n",
        new="    if True:\n",
        test="tests/scenarios/rules/test_admin_help.py"
        "::test_help_names_admin_to_administrators_and_to_nobody_else[slack]",
    ),
]
