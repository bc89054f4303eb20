"""CIPPlanner: on to level 2 after 24 hours, an alarm if nobody takes it there, and a catastrophe."""

from __future__ import annotations

from datetime import timedelta

from chatdesk.demo.stories.acts import opens, presses, types, waits_for
from chatdesk.demo.stories.story import CHATDESK, CUSTOMERS, DESK, ON_CALL, At, Step, Story, in_hours

_HANDOFF = Story(
    key="cip-handoff",
    policy="cipplanner",
    title="24 hours, then the next level",
    begins=in_hours(timedelta(hours=1)),
    steps=(
        Step(
            does="Ruth Adler opens an ordinary case.",
            look="Its number comes at once; an answer is aimed for on the same working day, an update every 24 hours.",
            clauses=("CIP-8", "CIP-4", "CIP-5"),
            at=At("ruth", CUSTOMERS),
            acts=(opens("ruth", "The plan does not load", severity="2"),),
        ),
        Step(
            does="24 hours pass by the clock on the wall, without a solution.",
            look="By itself and once: {case} goes to level 2, the senior product engineers. Priya is told.",
            clauses=("CIP-11",),
            at=At("priya", CHATDESK),
            acts=(waits_for("{case} goes to the next level"),),
        ),
        Step(
            does="Nobody at level 2 takes it for a business hour.",
            look="An alarm on call: nobody has taken {case} yet.",
            clauses=("CIP-12",),
            at=At("malik", ON_CALL),
            acts=(waits_for("alarm if {case} has no owner"),),
        ),
        Step(
            does="Priya Raman takes it and tells the customer what she found.",
            look="An update that the customer reads starts the next 24 hours.",
            clauses=("CIP-12", "CIP-5"),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(
                types("priya", DESK, "/case ack {case}"),
                types("priya", DESK, "/case reply {case} The cache is stale; a patch is on its way."),
            ),
        ),
        Step(
            does="She delivers the patch, and Ruth approves.",
            look="{case} is closed. For the fix itself the source promises no time.",
            clauses=("CIP-13",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(
                types("priya", DESK, "/case resolve {case} The patch is installed."),
                presses("ruth", CUSTOMERS, "Approve the fix"),
            ),
        ),
    ),
)

_CATASTROPHE = Story(
    key="cip-catastrophe",
    policy="cipplanner",
    title="A catastrophe",
    begins=in_hours(timedelta(hours=1)),
    steps=(
        Step(
            does="Ruth Adler reports a catastrophe.",
            look="Level 3 at once: every development group gets a direct message.",
            clauses=("CIP-14",),
            at=At("samuel", CHATDESK),
            acts=(opens("ruth", "Everything is gone", severity="1"),),
        ),
        Step(
            does="Samuel Brandt, development lead, takes it.",
            look="The engineers' card: level 3, and who has it.",
            clauses=("CIP-14",),
            at=At("samuel", DESK, in_case=True),
            acts=(types("samuel", DESK, "/case ack {case}"),),
        ),
        Step(
            does="Only one view was empty, so Samuel sets it down to ordinary.",
            look="The customer reads the new severity; the case stays where it is worked on.",
            clauses=("CIP-14",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(types("samuel", DESK, "/case severity {case} ordinary"),),
        ),
        Step(
            does="Samuel corrects it, and Ruth approves.",
            look="{case} is closed.",
            clauses=("CIP-13",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(
                types("samuel", DESK, "/case resolve {case} The view is back."),
                presses("ruth", CUSTOMERS, "Approve the fix"),
            ),
        ),
    ),
)

CIPPLANNER = (_HANDOFF, _CATASTROPHE)
