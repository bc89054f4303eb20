"""Which buttons a case's state allows a reader, the likeliest first. They carry no authority; the core decides."""

from __future__ import annotations

from collections.abc import Callable

from chatdesk.cards.model import Button
from chatdesk.cards.phrases import next_level, severity_name
from chatdesk.cards.step_buttons import customer_steps, our_steps
from chatdesk.cards.voice import Voice
from chatdesk.core.case import ClockState, Escalation, Status
from chatdesk.core.policy import Closing, Metric
from chatdesk.core.view import CaseView

# More than this on one card is a wall, not a choice.
_MOST = 8


def customer_buttons(voice: Voice, view: CaseView) -> tuple[Button, ...]:
    """What the requester's side can do now."""
    case, policy = view.case, view.policy
    button = _on(voice, view)
    match case.status:
        case Status.OPEN:
            buttons = customer_steps(voice, view)
            buttons.append(button("reply", opens_form=True, label=voice.plain("button.add_reply")))
            if policy.severities:
                label = "severity_say" if case.severity is None else "severity_change"
                buttons.append(button("severity", opens_form=True, label=voice.plain(f"button.{label}")))
            return (*buttons, button("withdraw", asks=True, is_danger=True))
        case Status.RESOLVED:
            return approval_buttons(voice, view)
        case Status.CLOSED if policy.reopens:
            return (button("reopen", opens_form=True),)
    return ()


def approval_buttons(voice: Voice, view: CaseView) -> tuple[Button, ...]:
    button = _on(voice, view)
    return (
        button("approve", is_primary=True),
        button("reject", opens_form=True),
        button("reply", opens_form=True, label=voice.plain("button.add_reply")),
    )


def engineer_buttons(voice: Voice, view: CaseView) -> tuple[Button, ...]:
    """What our people can do now, at most eight."""
    case, policy = view.case, view.policy
    button = _on(voice, view)
    match case.status:
        case Status.OPEN:
            return _first_primary(_open_buttons(voice, view)[:_MOST])
        case Status.RESOLVED:
            buttons = [button("reply", opens_form=True), button("reopen", opens_form=True)]
            if policy.closing is not Closing.CUSTOMER_APPROVAL:
                buttons.insert(0, button("close", asks=True))
            return tuple(buttons)
        case Status.CLOSED if policy.reopens:
            return (button("reopen", opens_form=True), button("show"))
    return (button("show"),)


def executive_buttons(voice: Voice, view: CaseView) -> tuple[Button, ...]:
    """What somebody can do whom an escalation reached."""
    button = _on(voice, view)
    escalation = view.case.escalation
    if not view.case.is_live or escalation is None or not escalation.is_active or escalation.tier == 0:
        return (button("show"),)
    asked = (button("ask", opens_form=True), button("deescalate", opens_form=True))
    return asked if escalation.taken_by else (button("take", is_primary=True), *asked)


def severity_answer_buttons(voice: Voice, view: CaseView) -> tuple[Button, ...]:
    """Yes or no to the severity a customer asked for."""
    proposal = view.case.severity_proposal
    if proposal is None:
        return ()
    button = _on(voice, view)
    asked = severity_name(voice, view.policy, proposal.severity)
    now = severity_name(voice, view.policy, view.case.severity)
    return (
        button(
            "severity_confirm",
            is_primary=True,
            label=voice.plain("button.severity_confirm", severity=asked),
            severity=str(proposal.severity),
        ),
        button("severity_keep", label=voice.plain("button.severity_keep", severity=now)),
    )


def severity_choice_buttons(voice: Voice, view: CaseView) -> tuple[Button, ...]:
    """One button for each severity of the policy."""
    button = _on(voice, view)
    return tuple(
        button("severity_set", label=step.label.in_language(voice.language), severity=str(step.number))
        for step in view.policy.severities
    )


def tier_answer_buttons(voice: Voice, view: CaseView) -> tuple[Button, ...]:
    """Yes or no to the tier that is proposed."""
    escalation = view.case.escalation
    if escalation is None or escalation.proposal is None:
        return ()
    button, tier = _on(voice, view), escalation.proposal.tier
    return (
        button("tier_accept", is_primary=True, label=voice.plain("button.tier_accept", tier=tier), tier=str(tier)),
        button("tier_decline", tier=str(tier)),
    )


def _open_buttons(voice: Voice, view: CaseView) -> list[Button]:
    case, policy = view.case, view.policy
    button = _on(voice, view)
    escalation = case.escalation if case.escalation and case.escalation.is_active else None
    buttons = [*tier_answer_buttons(voice, view), *severity_answer_buttons(voice, view), *our_steps(voice, view)]
    if case.acknowledged_at is None:
        buttons.append(button("ack"))
    elif _is_for_taking(escalation):
        buttons.append(button("take"))
    buttons.append(button("reply", opens_form=True))
    if case.waiting_on:
        buttons.append(button("resume"))
    if _is_owed(view, Metric.ANALYSIS):
        buttons.append(button("analysed"))
    buttons.append(button("resolve", opens_form=True))
    if case.workaround_at is None:
        buttons.append(button("workaround", opens_form=True))
    if case.severity_proposal is None and policy.severities:
        buttons.append(button("severity", opens_form=True))
    if escalation is not None and escalation.tier:
        buttons.append(button("deescalate", opens_form=True))
    elif policy.ladder.tiers and escalation is None:
        buttons.append(button("escalate", opens_form=True))
    if not case.waiting_on:
        buttons.append(button("wait", whom="customer"))
    level = next_level(case, policy)
    if level is not None:
        step = policy.support_level(level)
        label = voice.plain("button.handoff", level=step.label.in_language(voice.language) if step else str(level))
        buttons.append(button("handoff", label=label, to=str(level)))
    buttons.append(button("assign", opens_form=True))
    return buttons


def _is_for_taking(escalation: Escalation | None) -> bool:
    return escalation is not None and escalation.tier > 0 and escalation.taken_by is None


def _is_owed(view: CaseView, metric: Metric) -> bool:
    clock = view.case.clock(metric)
    return clock is not None and clock.state in (ClockState.RUNNING, ClockState.PAUSED)


def _first_primary(buttons: list[Button]) -> tuple[Button, ...]:
    first, *others = buttons
    return (_styled(first, "primary"), *(_styled(one, "plain") if one.style == "primary" else one for one in others))


def _styled(button: Button, style: str) -> Button:
    return Button(button.verb, button.label, button.args, style, button.confirm, button.opens_form)


def _on(voice: Voice, view: CaseView) -> Callable[..., Button]:
    def button(verb: str, **given: object) -> Button:
        return voice.button(verb, view.case.id, **given)  # type: ignore[arg-type]

    return button
