"""Catamarun: a P1 that nobody takes, up to the vice presidents and home again."""

from __future__ import annotations

from chatdesk.demo.stories.acts import opens, presses, waits_for
from chatdesk.demo.stories.story import CHATDESK, CUSTOMERS, DESK, DIRECTORS, ON_CALL, VPS, At, Step, Story, at_once

_NOBODY_TAKES_IT = Story(
    key="catamarun-p1",
    policy="catamarun",
    title="A P1 that nobody takes",
    begins=at_once,
    steps=(
        Step(
            does="Ruth Adler of Harbor Grid opens a case: they cannot work, and there is no way round it.",
            look="Her card says by when somebody is on it: within the hour, at any time of day.",
            clauses=("CAT-2", "CAT-5"),
            at=At("ruth", CUSTOMERS),
            acts=(opens("ruth", "VPN is down", question_operation="unusable", question_workaround="No", severity="1"),),
        ),
        Step(
            does="Nobody takes {case}. Time passes until a quarter of the hour is left.",
            look="The engineer on call is warned before it is too late.",
            clauses=("CAT-5",),
            at=At("malik", ON_CALL),
            acts=(waits_for("warning: acknowledgement of {case}"),),
        ),
        Step(
            does="The hour passes, and still nobody has {case}.",
            look="A missed acknowledgement raises tier 1: on call, account representative, systems engineer. "
            "The customer reads it too.",
            clauses=("CAT-7", "CAT-12"),
            at=At("malik", ON_CALL),
            acts=(waits_for("acknowledgement of {case} is due"),),
        ),
        Step(
            does="Four more hours without an answer.",
            look="Tier 2 in the directors' channel. Nobody of ours works on a linked bug, and it says so.",
            clauses=("CAT-12", "CAT-13"),
            at=At("grace", DIRECTORS),
            acts=(waits_for("tier 2 of {case}"),),
        ),
        Step(
            does="And four more, late in the evening.",
            look="Tier 3: the vice presidents. From now on {case} is the Director of Services' own.",
            clauses=("CAT-13", "CAT-15"),
            at=At("victor", VPS),
            acts=(waits_for("tier 3 of {case}"),),
        ),
        Step(
            does="Grace Lindqvist, Director of Services, presses “I have it” in her direct message.",
            look="Everybody who was told hears that she has it; the card names her as owner.",
            clauses=("CAT-15",),
            at=At("dana", DESK, in_case=True),
            acts=(presses("grace", CHATDESK, "I have it"),),
        ),
        Step(
            does="Dana Reyes finds a way round and de-escalates {case}, with a reason.",
            look="The directors and vice presidents read that it is over, and why.",
            clauses=("CAT-14",),
            at=At("grace", DIRECTORS),
            acts=(presses("dana", DESK, "De-escalate", text="The backup line carries them."),),
        ),
        Step(
            does="Dana resolves {case}: the concentrator was replaced.",
            look="The customer reads what was done, with two buttons: does it work, or not?",
            clauses=("CAT-7",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(presses("dana", DESK, "Resolve", text="The concentrator was replaced."),),
        ),
        Step(
            does="Ruth approves the fix.",
            look="The case is closed, and its card tells the whole of it.",
            clauses=("CAT-17",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(presses("ruth", CUSTOMERS, "Approve the fix"),),
        ),
    ),
)

CATAMARUN = (_NOBODY_TAKES_IT,)
