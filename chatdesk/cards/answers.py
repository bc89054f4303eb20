"""What one person reads after they asked for something: done, or why not."""

from __future__ import annotations

from datetime import datetime

from chatdesk import i18n
from chatdesk.cards.loads import faulty_card
from chatdesk.cards.model import Button, Card, Facts, Line, Paragraph, Small, Tone
from chatdesk.cards.phrases import (
    level_name,
    number_and_title,
    other_case,
    reopens_until,
    severity_name,
    severity_words,
)
from chatdesk.cards.promises import clock_start, promise_facts
from chatdesk.cards.voice import Voice, compose, manner, strong, voice_of
from chatdesk.core import commands as c
from chatdesk.core.case import Status
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Done, Outcome
from chatdesk.core.view import CaseView, Reader

# Refusals because the case has ended: whoever reads one is shown where to go on.
_ENDED = frozenset(
    {
        "case.already_closed",
        "case.already_withdrawn",
        "case.already_merged",
        "case.merged",
        "reopen.too_late",
        "reopen.not_here",
    }
)
# Of what was said, as much as a button can carry to its form in any script.
_MOST_WORDS = 800


def outcome_card(outcome: Outcome, command: c.Command, reader: Reader, view: CaseView | None = None) -> Card:
    """The answer to `command`, for the one who gave it. `view` is the case as it stands now, where there is one."""
    if isinstance(outcome, Refused):
        return refusal_card(outcome, reader, view)
    if isinstance(command, c.Open) and view is not None:
        return opening_card(view, reader)
    return _done_card(outcome, command, reader, view)


def opening_card(view: CaseView, reader: Reader) -> Card:
    """The first answer: the number, what is promised by when, and when the clock starts."""
    voice, case = voice_of(reader), view.case
    facts = list(promise_facts(voice, case, view.policy))
    if view.policy.severities:
        facts.insert(0, voice.fact("severity", severity_words(voice, view.policy, case)))
    return compose(
        number_and_title(voice, view),
        [
            Paragraph(voice.say("opened.customer" if reader.is_customer else "opened.ours", number=case.number)),
            Facts(tuple(facts)),
            Small(clock_start(voice, case, view.policy, view.now)),
            Small(_next_after_opening(voice, reader)),
        ],
        tone=Tone.GOOD,
    )


def refusal_card(refused: Refused, reader: Reader, view: CaseView | None = None, said: str = "") -> Card:
    """Why not, and what to do instead. Nothing was changed. `said` are the words that nobody else has read."""
    if refused.reason == "load.faulty":
        return faulty_card(refused, reader)
    voice = voice_of(reader)
    key = f"refused.{refused.reason}"
    if reader.is_customer and i18n.has(f"{key}_customer"):
        key = f"{key}_customer"
    blanks = _refusal_blanks(voice, refused, view)
    line = voice.say(key, **blanks) if i18n.has(key) else voice.say("refused.otherwise", reason=refused.reason)
    buttons = _instead(voice, reader, refused, view, said)
    takes_along = Small(voice.say("refused.not_passed_on")) if said and buttons else None
    return compose((), [Paragraph(line), takes_along], tone=Tone.WARNING, buttons=buttons)


def trouble_card(reader: Reader, reference: str) -> Card:
    """Something went wrong on our side. `reference` is what our people find it by."""
    voice = voice_of(reader)
    return compose((), [Paragraph(voice.say("trouble.text", reference=(strong(reference),)))], tone=Tone.WARNING)


def working_card(reader: Reader) -> Card:
    """The answer takes longer than it should and will follow."""
    return compose((), [Paragraph(voice_of(reader).say("working.text"))])


def _next_after_opening(voice: Voice, reader: Reader) -> Line:
    if not reader.is_customer:
        return voice.say("opened.next_ours")
    return voice.say(manner(reader, "opened.next_customer"), button=voice.plain("button.add_reply"))


def _done_card(done: Done, command: c.Command, reader: Reader, view: CaseView | None) -> Card:
    voice = voice_of(reader)
    name = type(command).__name__
    if isinstance(command, c.SetSeverity) and "SeverityProposed" in done.happened:
        name = "SetSeverity_proposed"
    line = voice.say(f"done.{name}", number=done.number, **_done_blanks(voice, command, view))
    return compose((), [Paragraph(line), _clocks_go_on(voice, command, view)], tone=Tone.GOOD)


def _done_blanks(voice: Voice, command: c.Command, view: CaseView | None) -> dict[str, i18n.Blank]:
    if view is None:
        return {"severity": "", "owner": "", "tier": "", "level": "", "other": voice.say("case.another")}
    case = view.case
    severity = command.severity if isinstance(command, c.SetSeverity) else case.severity
    other_id = command.other_id if isinstance(command, (c.LinkTo, c.MergeInto)) else None
    return {
        "severity": severity_name(voice, view.policy, severity),
        "owner": voice.person(view, case.owner_id),
        "tier": case.escalation.tier if case.escalation else 0,
        "level": level_name(voice, view.policy, case.support_level),
        "other": other_case(voice, view, other_id),
    }


def _clocks_go_on(voice: Voice, command: c.Command, view: CaseView | None) -> Small | None:
    """Rule D5: whoever sets a case to wait learns whether its clocks pause under this policy."""
    if not isinstance(command, c.WaitOn) or view is None:
        return None
    effect = "pause" if command.whom in view.policy.pauses_for else "run"
    return Small(voice.say(f"notice.wait.started.clocks_{effect}_ours"))


def _instead(voice: Voice, reader: Reader, refused: Refused, view: CaseView | None, said: str) -> tuple[Button, ...]:
    """Rule D7: what has ended is reopened while it can be; else it goes on in a new case that is linked to it.

    The button takes the words along into its form.
    """
    if refused.reason not in _ENDED or view is None:
        return ()
    words = said if len(said) <= _MOST_WORDS else said[: _MOST_WORDS - 1] + "…"
    case = view.case
    if case.status is Status.MERGED and case.merged_into is not None:
        if not words:
            return (voice.button("show", case.merged_into),)
        label = voice.plain("button.add_reply" if reader.is_customer else "button.reply")
        return (_taking("reply", label, ("case", case.merged_into), ("text", words)),)
    if _still_reopens(view):
        return (_taking("reopen", voice.plain("button.reopen"), ("case", case.id), ("text", words)),)
    return (_taking("open", voice.plain("button.open"), ("follows", case.id), ("description", words)),)


def _taking(verb: str, label: str, *args: tuple[str, str]) -> Button:
    return Button(verb, label, tuple((key, value) for key, value in args if value), opens_form=True)


def _still_reopens(view: CaseView) -> bool:
    until = reopens_until(view)
    return view.case.status is Status.CLOSED and view.policy.reopens and (until is None or view.now < until)


def _refusal_blanks(voice: Voice, refused: Refused, view: CaseView | None) -> dict[str, i18n.Blank]:
    """Every blank that a refusal may use. An id is told as a name, or not at all."""
    facts = dict(refused.facts)

    def person(key: str) -> i18n.Blank:
        person_id = facts.get(key)
        return voice.person(view, person_id) if view is not None else voice.who(None)

    def moment(key: str) -> i18n.Blank:
        return (voice.when(datetime.fromisoformat(facts[key])),) if facts.get(key) else ""

    severity = facts.get("severity") or ""
    policy = view.policy if view is not None else None
    if policy is not None and severity.isdigit():
        severity = severity_name(voice, policy, int(severity))
    level = facts.get("level") or ""
    if policy is not None and level.isdigit():
        level = level_name(voice, policy, int(level))
    whom = facts.get("whom")
    who = facts.get("who")
    step = facts.get("step")
    return {
        "step": voice.plain(f"change_step.{step}") if step else "",
        "number": facts.get("number") or (view.case.number if view is not None else ""),
        "ref": facts.get("ref") or "",
        "owner": person("owner"),
        "by": person("by"),
        "until": moment("until"),
        "severity": severity,
        "level": level,
        "tier": facts.get("tier") or "",
        "whom": voice.plain(f"waiting.{whom}") if whom and i18n.has(f"waiting.{whom}") else "",
        "who": voice.plain(f"who.{who}") if who and i18n.has(f"who.{who}") else "",
        "other": other_case(voice, view, facts.get("other")) if view is not None else voice.say("case.another"),
        "reason": facts.get("reason") or "",
        "choose": _choose_severity(voice, view),
    }


def _choose_severity(voice: Voice, view: CaseView | None) -> i18n.Blank:
    steps = view.policy.severities if view is not None else ()
    if not steps:
        return ""
    told = ", ".join(f"{step.number} ({step.label.in_language(voice.language)})" for step in steps)
    return voice.say("severity.choose", severities=told)
