"""ADvendio: a first contact within two business days, over a public holiday."""

from __future__ import annotations

from datetime import time

from chatdesk.demo.stories.acts import opens, presses, types, waits_for
from chatdesk.demo.stories.story import CUSTOMERS, DESK, ON_CALL, At, Step, Story, before_a_holiday

_HOLIDAY = Story(
    key="advendio-holiday",
    policy="advendio",
    title="A first contact over a public holiday",
    begins=before_a_holiday(time(15)),
    steps=(
        Step(
            does="On the eve of a public holiday in Germany, at 15:00 in Berlin, Ruth Adler reports a bug as Urgent.",
            look="A first contact is aimed for within two business days; the holiday and the weekend are none.",
            clauses=("ADV-5", "ADV-6", "ADV-8"),
            at=At("ruth", CUSTOMERS),
            acts=(opens("ruth", "Banners vanish", severity="2", reason="bug"),),
        ),
        Step(
            does="Dana Reyes asks how that time comes about.",
            look="The days that were skipped, by name, and which sentence of the source each time comes from.",
            clauses=("ADV-8",),
            at=At("dana", DESK),
            acts=(types("dana", DESK, "/case explain {case}"),),
        ),
        Step(
            does="Time passes until a quarter of the two days is left.",
            look="A reminder on call. It is an aim, so nobody writes of a breach.",
            clauses=("ADV-6",),
            at=At("malik", ON_CALL),
            acts=(waits_for("warning: first response of {case}"),),
        ),
        Step(
            does="Dana answers in time.",
            look="The first contact is made: the engineers' card says when.",
            clauses=("ADV-6",),
            at=At("dana", DESK, in_case=True),
            acts=(types("dana", DESK, "/case reply {case} We can see it here as well."),),
        ),
        Step(
            does="She corrects it, and Ruth approves.",
            look="{case} is closed.",
            clauses=("ADV-6",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(
                types("dana", DESK, "/case resolve {case} The banners are back."),
                presses("ruth", CUSTOMERS, "Approve the fix"),
            ),
        ),
    ),
)

ADVENDIO = (_HOLIDAY,)
