"""C2 ATOM: a correction within a day, one by an agreed date, and a request for change step by step."""

from __future__ import annotations

from datetime import timedelta

from chatdesk.demo.stories.acts import mentions, opens, passes, presses, types, waits_for
from chatdesk.demo.stories.story import CUSTOMERS, DESK, At, Step, Story, in_hours

_WITHIN_HOURS = in_hours(timedelta(hours=1))

_HIGH = Story(
    key="c2-high",
    policy="c2-atom",
    title="A high defect, corrected within a day",
    begins=_WITHIN_HOURS,
    steps=(
        Step(
            does="Ruth Adler reports a defect that does serious harm.",
            look="The correction is due one business day from now, and so before the first contact, which may take "
            "two: the source says so, and so it stands.",
            clauses=("C2-8", "C2-3"),
            at=At("ruth", CUSTOMERS),
            acts=(opens("ruth", "The line stands", severity="2"),),
        ),
        Step(
            does="Dana Reyes answers the customer.",
            look="On the engineers' card the first response is done; the correction still runs.",
            clauses=("C2-3",),
            at=At("dana", DESK, in_case=True),
            acts=(types("dana", DESK, "/case reply {case} We see the fault and look for a part."),),
        ),
        Step(
            does="Time passes until a quarter of the business day is left.",
            look="A warning: by when {case} has to be corrected. Nights and weekends did not count.",
            clauses=("C2-1", "C2-8"),
            at=At("malik", "#on-call"),
            acts=(waits_for("warning: resolution of {case}"),),
        ),
        Step(
            does="Dana resolves it and says where the correction was done.",
            look="The card keeps the site of the correction: remote.",
            clauses=("C2-5",),
            at=At("dana", DESK, in_case=True),
            acts=(presses("dana", DESK, "Resolve", text="The controller has new firmware.", site="remote"),),
        ),
        Step(
            does="Ruth approves the fix.",
            look="{case} is closed.",
            clauses=("C2-8",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(presses("ruth", CUSTOMERS, "Approve the fix"),),
        ),
    ),
)

_MEDIUM = Story(
    key="c2-medium",
    policy="c2-atom",
    title="A medium defect and a date that both agree on",
    begins=_WITHIN_HOURS,
    steps=(
        Step(
            does="Ruth Adler reports a small defect that gets in the way a little.",
            look="Three business days, unless both sides agree on another date.",
            clauses=("C2-9",),
            at=At("ruth", CUSTOMERS),
            acts=(opens("ruth", "The line stutters", severity="3"),),
        ),
        Step(
            does="Dana Reyes proposes a date two weeks from now.",
            look="The proposal stands in the case's thread. Until it is accepted the three days hold.",
            clauses=("C2-9",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(types("dana", DESK, "/case date {case} {in_two_weeks} 15:00"),),
        ),
        Step(
            does="Ruth accepts.",
            look="Agreed: from now on the correction is due on that date.",
            clauses=("C2-9",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(presses("ruth", CUSTOMERS, "Accept"),),
        ),
        Step(
            does="A week passes, more than the three business days.",
            look="Nothing was missed: the agreed date has taken their place.",
            clauses=("C2-9",),
            at=At("dana", DESK, in_case=True),
            acts=(passes(days=7),),
        ),
        Step(
            does="Dana corrects it at the customer's office, and Ruth approves.",
            look="{case} is closed, a week before the agreed date.",
            clauses=("C2-5", "C2-9"),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(
                presses("dana", DESK, "Resolve", text="The cable is new.", site="office"),
                presses("ruth", CUSTOMERS, "Approve the fix"),
            ),
        ),
    ),
)

_CHANGE = Story(
    key="c2-change",
    policy="c2-atom",
    title="A request for change, no step skipped",
    begins=_WITHIN_HOURS,
    steps=(
        Step(
            does="Ruth Adler asks for a report of all tunnels.",
            look="A request for change: it is analysed first, and no time is promised for that.",
            clauses=("C2-12", "C2-13"),
            at=At("ruth", CUSTOMERS),
            acts=(opens("ruth", "A report of all tunnels", severity="3", reason="change_request"),),
        ),
        Step(
            does="Dana Reyes writes back how she has understood it, after trying to promise a date at once.",
            look="The date was refused: it is not its turn. The needs stand in the case's thread.",
            clauses=("C2-13", "C2-15"),
            at=At("dana", DESK, in_case=True),
            acts=(
                types("dana", DESK, "/case schedule {case} {in_two_weeks}"),
                types("dana", DESK, "/case needs {case} A report of all tunnels, by day."),
            ),
        ),
        Step(
            does="Dana proposes by what both would see that it is fulfilled.",
            look="Ruth, the authorised contact, is asked. Nobody else's yes would count.",
            clauses=("C2-14",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(types("dana", DESK, "/case criterion {case} It opens within two seconds."),),
        ),
        Step(
            does="Ruth approves the criterion.",
            look="Only now may it be evaluated.",
            clauses=("C2-14",),
            at=At("dana", DESK, in_case=True),
            acts=(presses("ruth", CUSTOMERS, "Approve the criterion"),),
        ),
        Step(
            does="Dana evaluates the effort and tells when it is delivered.",
            look="The effort is on record, and the customer reads the date of delivery.",
            clauses=("C2-15",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(
                types("dana", DESK, "/case evaluate {case} Three days of work."),
                types("dana", DESK, "/case schedule {case} {in_two_weeks} 12:00"),
            ),
        ),
        Step(
            does="Ruth looks where her request is, and asks a question in its thread.",
            look="What /case show tells her. Her question stands in the thread, for the engineers too.",
            clauses=("C2-16",),
            at=At("ruth", CUSTOMERS),
            acts=(
                mentions("ruth", CUSTOMERS, "reply Will it show closed tunnels too?"),
                types("ruth", CUSTOMERS, "/case show {case}"),
            ),
        ),
        Step(
            does="A week later it is there, and Ruth approves it.",
            look="The request is delivered, before its date.",
            clauses=("C2-15",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(
                passes(days=7),
                types("dana", DESK, "/case resolve {case} It is in your menu, closed tunnels too."),
                presses("ruth", CUSTOMERS, "Approve the fix"),
            ),
        ),
    ),
)

C2_ATOM = (_HIGH, _MEDIUM, _CHANGE)
