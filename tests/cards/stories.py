"""Lives of cases in which every kind of notice is told at least once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from chatdesk.core import commands as c
from chatdesk.core.case import Resolution, Status, WaitingOn
from chatdesk.core.notice import ENGINEERS_VIEW, AudienceKind, Notice, channel
from chatdesk.core.people import CLOCK
from tests.cards.stories_of_steps import STORIES_OF_STEPS
from tests.cards.story import DANA, MALIK, RUTH, Story, Told, at


def worked_through() -> Story:
    """A case that came in without a severity and is talked about until it is closed, and comes back."""
    story = Story.open("catamarun", "2026-03-06T10:00-05:00", via="mention")
    story.give(c.SetSeverity(actor=RUTH, severity=2), "2026-03-06T10:05-05:00")
    story.give(c.Acknowledge(actor=DANA), "2026-03-06T10:20-05:00")
    story.give(
        c.Note(actor=DANA, text_id=story.text("Looks like the concentrator in rack 4.")), "2026-03-06T10:25-05:00"
    )
    story.reply(DANA, "We see the tunnels dropping. Can you send the log of one client?", "2026-03-06T10:30-05:00")
    story.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-06T10:31-05:00")
    story.reply(RUTH, "Here it is. It got worse: nobody can work now.", "2026-03-06T10:50-05:00")
    story.give(c.Resume(actor=DANA))
    story.give(c.SetSeverity(actor=RUTH, severity=1), "2026-03-06T10:52-05:00")
    story.give(c.DeclineSeverity(actor=DANA), "2026-03-06T12:30-05:00")
    story.give(c.WaitOn(actor=DANA, whom=WaitingOn.VENDOR), "2026-03-06T12:31-05:00")
    story.give(c.Assign(actor=MALIK, owner_id="malik"), "2026-03-06T12:40-05:00")
    story.give(c.Assign(actor=MALIK, owner_id="dana"), "2026-03-06T12:45-05:00")
    story.give(c.Escalate(actor=DANA, reason_id=story.text("Their board meets tonight.")), "2026-03-06T13:00-05:00")
    story.give(c.TakeEscalation(actor=MALIK), "2026-03-06T13:10-05:00")
    story.give(c.Ask(actor=MALIK, text_id=story.text("Did the firmware change last night?")), "2026-03-06T13:12-05:00")
    story.give(
        c.OfferWorkaround(actor=DANA, text_id=story.text("Use the second gateway: vpn2.")), "2026-03-06T14:00-05:00"
    )
    story.give(c.DeEscalate(actor=DANA, reason_id=story.text("They can work again.")), "2026-03-06T14:10-05:00")
    story.give(
        c.Resolve(actor=DANA, resolution=Resolution.WORKAROUND, text_id=story.text("All clients use vpn2 now.")),
        "2026-03-06T15:00-05:00",
    )
    story.give(c.Reject(actor=RUTH, text_id=story.text("The Boston office still drops.")), "2026-03-06T15:30-05:00")
    story.give(
        c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id=story.text("Firmware rolled back everywhere.")),
        "2026-03-06T16:00-05:00",
    )
    story.until("2026-03-10T16:30-04:00")
    story.give(c.Approve(actor=RUTH), "2026-03-10T17:00-04:00")
    story.give(c.Reopen(actor=RUTH, text_id=story.text("It is back since this morning.")), "2026-03-11T09:00-04:00")
    story.give(c.LinkTo(actor=DANA, other_id="case-2", other_customer_id="harbor"), "2026-03-11T09:10-04:00")
    return story


def opened_on_behalf() -> Story:
    return Story.open("catamarun", "2026-03-06T10:00-05:00", severity=2, via="phone", actor=DANA)


def severity_asked_for() -> Story:
    story = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=2)
    story.give(c.Acknowledge(actor=DANA), "2026-03-06T10:20-05:00")
    return story.give(c.SetSeverity(actor=RUTH, severity=1), "2026-03-06T10:52-05:00")


def waiting() -> Story:
    story = Story.open("c2-atom", "2026-03-06T10:00-05:00", severity=3)
    story.reply(DANA, "Can you send the log?", "2026-03-06T10:30-05:00")
    return story.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER), "2026-03-06T10:31-05:00")


def resolved() -> Story:
    story = Story.open("codify", "2026-04-01T11:00-03:00", title="No se guardan los registros")
    fixed = c.Resolve(
        actor=DANA, resolution=Resolution.PERMANENT, text_id=story.text("Se corrigió el índice."), means="database"
    )
    return story.give(fixed, "2026-04-01T13:00-03:00")


def only_proposed() -> Story:
    story = Story.open("catamarun", "2026-03-06T14:20-05:00", severity=3)
    story.give(c.Acknowledge(actor=DANA), "2026-03-06T15:00-05:00")
    return story.until("2026-03-13T14:30-04:00")


def climbing() -> Story:
    """The worst severity and nobody answers: all three tiers."""
    return Story.open("catamarun", "2026-03-06T14:20-05:00", severity=1).until("2026-03-07T03:00-05:00")


def climbing_owned() -> Story:
    """Owned and answered, but not fixed in time."""
    story = Story.open("catamarun", "2026-03-06T14:20-05:00", severity=1)
    story.give(c.Acknowledge(actor=DANA), "2026-03-06T14:30-05:00")
    story.reply(DANA, "We are looking at it.", "2026-03-06T14:40-05:00")
    return story.until("2026-03-06T18:25-05:00")


def proposed() -> Story:
    """A milder case: the tier is only proposed, declined, and told in the end."""
    story = Story.open("catamarun", "2026-03-06T14:20-05:00", severity=3)
    story.give(c.Acknowledge(actor=DANA), "2026-03-06T15:00-05:00")
    story.until("2026-03-13T14:30-04:00")
    story.give(c.DeclineTier(actor=DANA, tier=1), "2026-03-13T14:40-04:00")
    return story.until("2026-03-20T17:00-04:00")


def updates_missed() -> Story:
    """Aims of our own hours, a recurring update, and a handoff by time."""
    return Story.open("cipplanner", "2026-03-05T10:00-08:00", severity=2).until("2026-03-09T12:00-07:00")


def analysed() -> Story:
    story = Story.open("codify", "2026-04-02T15:00-03:00")
    story.give(c.Acknowledge(actor=DANA), "2026-04-02T15:10-03:00")
    story.until("2026-04-06T11:00-04:00")
    story.give(
        c.FinishAnalysis(actor=DANA, text_id=story.text("Reproduced: the import locks the table.")),
        "2026-04-06T11:30-04:00",
    )
    story.give(c.HandOff(actor=DANA, to_level=3, note_id=story.text("Needs a change of the index.")))
    return story


def down() -> Story:
    """An outage that goes straight to the deepest level."""
    return Story.open("codify", "2026-04-01T11:00-03:00", answers=(("unavailable", "whole"),))


def answered_late() -> Story:
    """An answer that was in time and arrived late."""
    story = Story.open("c2-atom", "2026-03-06T16:00-05:00", severity=2)
    story.until("2026-03-10T16:30-04:00")
    story.reply(DANA, "We have the cause.", "2026-03-10T16:31-04:00")
    late = c.Reply(actor=DANA, text_id=story.text("First look: it is the export."), said_at=story.case.opened_at)  # type: ignore[union-attr]
    return story.give(late, "2026-03-10T16:40-04:00")


def server_was_down() -> Story:
    """Nobody ticked for days: the missed cycles of one clock fold into one notice."""
    story = Story.open("cipplanner", "2026-03-05T10:00-08:00", severity=2)
    story.now = at("2026-03-10T12:00-07:00")
    return story.give(c.Tick())


def late_by_change() -> Story:
    """Nobody had acknowledged when the severity rose, so the new one is late at once."""
    story = Story.open("c2-atom", "2026-03-06T10:00-05:00", severity=3)
    return story.give(c.SetSeverity(actor=DANA, severity=2), "2026-03-10T11:00-04:00")


def breach_taken_back() -> Story:
    story = Story.open("c2-atom", "2026-03-06T16:00-05:00", severity=2)
    story.until("2026-03-10T16:30-04:00")
    said = Story.open("c2-atom", "2026-03-10T15:59-04:00").now
    return story.give(c.Reply(actor=DANA, text_id=story.text("We have the cause."), said_at=said))


def withdrawn() -> Story:
    story = Story.open("advendio", "2026-04-30T15:00+02:00", severity=3, reason="bug")
    return story.give(c.Withdraw(actor=RUTH, text_id=story.text("It was our own proxy.")), "2026-04-30T15:30+02:00")


def merged() -> Story:
    story = Story.open("advendio", "2026-04-30T15:00+02:00", severity=3, reason="bug")
    command = c.MergeInto(actor=DANA, other_id="case-2", other_customer_id="harbor", other_status=Status.OPEN)
    return story.give(command, "2026-04-30T15:30+02:00")


def closed_by_us() -> Story:
    story = Story.open("advendio", "2026-04-30T15:00+02:00", severity=4, reason="bug")
    fixed = c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id=story.text("Set the zone in the profile."))
    story.give(fixed, "2026-04-30T16:00+02:00")
    return story.give(c.Close(actor=DANA), "2026-05-04T10:00+02:00")


def undelivered() -> Story:
    """What the outbox tells when a message reaches nobody."""
    story = Story.open("catamarun", "2026-03-06T14:20-05:00", severity=1)
    facts = (("audience", "channel"), ("error", "is_archived"), ("kind", "tier.raised"), ("to", "director"))
    for audience in (ENGINEERS_VIEW, channel("on_call")):
        story.told.append(Told(Notice("undeliverable", audience, story.now, 1, facts), story.view()))
    return story


def nobody_woken() -> Story:
    """What the outbox tells when a pager refuses, and when it does not answer."""
    story = Story.open("catamarun", "2026-03-06T14:20-05:00", severity=1)
    facts = (("audience", "pager"), ("kind", "tier.raised"), ("pager", "pagerduty ON_CALL"), ("to", "on_call"))
    for kind, error in (("undeliverable", "key_refused"), ("pager.late", "unreachable")):
        for audience in (ENGINEERS_VIEW, channel("on_call")):
            notice = Notice(kind, audience, story.now, 1, (("error", error), *facts))
            story.told.append(Told(notice, story.view()))
    return story


def moved_to_a_new_version(stricter: bool = True) -> Story:
    """An open case under a changed policy: an hour to acknowledge becomes half an hour, or only a title changes."""
    story = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=1)
    old = story.policy
    span = replace(old.targets[0].within, seconds=old.targets[0].within.seconds // 2)
    targets = (replace(old.targets[0], within=span), *old.targets[1:]) if stricter else old.targets
    new = replace(old, version="next", targets=targets)
    story.give(c.Migrate(actor=CLOCK, to=new), "2026-03-06T10:05-05:00")
    return story


def moved_without_a_change() -> Story:
    return moved_to_a_new_version(stricter=False)


def people_left() -> Story:
    """The one who asked leaves the channel, the one who owns it leaves us, and outsiders come in."""
    story = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=2)
    story.give(c.Acknowledge(actor=DANA), "2026-03-06T10:20-05:00")
    story.give(c.LoseRequester(actor=CLOCK, person_id="ruth", because="left_channel"), "2026-03-06T10:30-05:00")
    story.give(c.LoseRequester(actor=CLOCK, person_id="ruth", because="account_closed"), "2026-03-06T10:31-05:00")
    story.give(c.NoteOutsiders(actor=CLOCK, tells_on_call=True), "2026-03-06T10:40-05:00")
    return story.give(c.LoseOwner(actor=CLOCK, person_id="dana"), "2026-03-06T10:45-05:00")


STORIES = (
    opened_on_behalf,
    people_left,
    moved_to_a_new_version,
    moved_without_a_change,
    worked_through,
    climbing,
    climbing_owned,
    proposed,
    updates_missed,
    analysed,
    down,
    answered_late,
    server_was_down,
    late_by_change,
    breach_taken_back,
    withdrawn,
    merged,
    closed_by_us,
    undelivered,
    nobody_woken,
    *STORIES_OF_STEPS,
)


# Facts that choose between phrases, beside the audience; the rest only fill blanks.
_CHOOSE_WORDS = (
    "because", "resolution", "whom", "confirmed", "missed", "is_house", "relation", "late_by_change", "side", "out",
    "outage", "release", "score", "due.acknowledgement", "pager",
)  # fmt: skip


@cache
def all_told() -> tuple[Told, ...]:
    return tuple(told for make in STORIES for told in make().told)


def distinct(kind: str) -> Iterator[tuple[str, Told]]:
    """The notices of a kind that differ in what is said: by audience and by the facts that choose the words."""
    seen: set[tuple[object, ...]] = set()
    for told in all_told():
        notice = told.notice
        if notice.kind != kind:
            continue
        kind_of = notice.audience.kind
        audience = notice.audience.name if kind_of is AudienceKind.VIEW else str(kind_of)
        chosen: tuple[object, ...] = (audience, *(notice.fact(key) for key in _CHOOSE_WORDS))
        if audience == "engineers" and kind in ("clock.warned", "clock.breached"):
            chosen += (notice.fact("metric"),)
        if chosen not in seen:
            seen.add(chosen)
            yield audience, told
