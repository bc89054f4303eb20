"""What keeps a connection to Slack alive, and what came over it safe."""

from tests.faults.removal import Edit, Removal

_TESTS = "tests/app/test_socket_mode.py::"
_MODE = "chatdesk/adapters/slack/socket_mode.py"
_LINE = "chatdesk/adapters/slack/socket_line.py"
_PULSE = "chatdesk/adapters/slack/socket_pulse.py"

REMOVALS = [
    Removal(
        name="socket.other-token",
        protects="an app-level token that Slack refuses does not silence a bot whose own token is good",
        file="chatdesk/adapters/slack/client.py",
        old='access = None if api_url.endswith("/apps.connections.open") else self.access',
        new="access = self.access",
        test="tests/app/test_socket_mode.py::test_an_app_level_token_that_is_revoked_keeps_nothing_from_being_said",
    ),
    Removal(
        name="socket.silent-death",
        protects="a connection that nothing comes over any more is replaced, and what was said meanwhile arrives",
        file=_PULSE,
        old="if now - self.heard_at >= SILENCE_SECONDS:",
        new="if False:",
        test=f"{_TESTS}test_a_link_that_dies_silently_is_replaced_and_nothing_is_lost",
    ),
    Removal(
        name="socket.pings",
        protects="a connection over which nobody says anything is told from a dead one: we ping, and an answer counts",
        file=_MODE,
        old="                await self._line.ping()",
        new="                pass",
        test=f"{_TESTS}test_a_quiet_link_that_answers_is_left_alone",
    ),
    Removal(
        name="socket.deaf",
        protects="a connection whose pings are answered but that brings nothing is found out",
        file=_PULSE,
        old="if self.expects_echo and self.posted_at is not None and now - self.posted_at >= ECHO_SECONDS:",
        new="if False:",
        test=f"{_TESTS}test_a_link_that_answers_pings_but_brings_nothing_is_found_out_by_our_own_message",
    ),
    Removal(
        name="socket.effect-before-acknowledgement",
        protects="nothing is acknowledged before its effect is committed, so a crash in between loses nothing",
        file=_LINE,
        old="            done = await run_async_bolt_app(self._app, asked)\n",
        new="            await self.send_socket_mode_response(SocketModeResponse(asked.envelope_id))\n"
        "            done = await run_async_bolt_app(self._app, asked)\n",
        test=f"{_TESTS}test_the_effect_is_committed_before_it_is_acknowledged",
    ),
    Removal(
        name="socket.reconnects",
        protects="a connection that is lost is made anew by itself",
        file=_MODE,
        old="            if now >= self._next_try_at:\n",
        new="            if not self._opened:\n",
        test=f"{_TESTS}test_while_nothing_can_be_opened_it_is_not_ready_and_says_why",
    ),
    Removal(
        name="socket.new-before-old",
        protects="when Slack asks for a new connection nothing falls between the two",
        file=_MODE,
        old="            line = await self._open()\n        except CallFailed as failed:\n            self._failures",
        new="            await (self._line.close() if self._line else asyncio.sleep(0))\n"
        "            line = await self._open()\n        except CallFailed as failed:\n            self._failures",
        test=f"{_TESTS}test_the_new_link_is_open_before_the_old_one_goes[warning]",
    ),
    Removal(
        name="socket.asked-to-leave",
        protects="Slack's word that a connection is about to end is heeded before it ends",
        file=_LINE,
        old="        if self.parting:\n            return self.parting\n",
        new="",
        test=f"{_TESTS}test_the_new_link_is_open_before_the_old_one_goes[refresh_requested]",
    ),
    Removal(
        name="socket.repeated-envelopes",
        protects="an envelope that Slack sends again has no second effect",
        file="chatdesk/store/receipts.py",
        old='    return insert_new(tx, receipts, [{"id": inbound_id, "created_at": now}]) == 1',
        new='    insert_new(tx, receipts, [{"id": inbound_id, "created_at": now}])\n    return True',
        also=(Edit("chatdesk/adapters/talk/once.py", "        if key in self._seen:\n", "        if False:\n"),),
        test=f"{_TESTS}test_what_is_sent_twice_over_the_socket_happens_once",
    ),
    Removal(
        name="socket.stop-drains",
        protects="a stop lets what people pressed last be answered",
        file=_MODE,
        old="        await asyncio.gather(*(line.drain(_DRAIN_SECONDS) for line in lines))\n",
        new="",
        test=f"{_TESTS}test_a_stop_lets_what_is_in_hand_be_acknowledged_and_takes_nothing_more",
    ),
    Removal(
        name="socket.one-database",
        protects="a second database on the same app is refused: Slack would deal out between them what people do",
        file=_MODE,
        old="            if not others or self._has_peers:\n",
        new="            if True:\n",
        test=f"{_TESTS}test_a_second_database_on_the_same_app_is_refused",
    ),
    Removal(
        name="socket.readiness",
        protects="a process that Slack does not reach says so to whoever watches it",
        file="chatdesk/fronts.py",
        old="        if state.is_connected or (state.opened and state.seconds < _SOCKET_MAY_BE_DOWN_SECONDS):\n",
        new="        if True:\n",
        test=f"{_TESTS}test_while_nothing_can_be_opened_it_is_not_ready_and_says_why",
    ),
    Removal(
        name="socket.waits-longer",
        protects="connections that are refused are not asked for again at once, which Slack would answer with a ban",
        file=_MODE,
        old="            self._next_try_at = self._elapsed() + wait\n",
        new="            self._next_try_at = self._elapsed()\n",
        test=f"{_TESTS}test_after_a_failure_it_waits_longer_and_longer_before_it_tries_again",
    ),
]
