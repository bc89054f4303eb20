"""The live picture of a case: safe for its customer, complete for us."""

from __future__ import annotations

from collections.abc import Iterator

from chatdesk import i18n
from chatdesk.cards.buttons import customer_buttons, engineer_buttons, executive_buttons
from chatdesk.cards.clocks import assumption_note, clock_lines
from chatdesk.cards.files import files_list, where_files_are
from chatdesk.cards.model import (
    Block,
    Bullets,
    Card,
    Divider,
    Fact,
    Facts,
    Inline,
    Line,
    Paragraph,
    Quote,
    Small,
    Tone,
    Words,
)
from chatdesk.cards.phrases import (
    level_name,
    number_and_title,
    other_case,
    reopens_until,
    requester_words,
    role_name,
    severity_name,
    severity_words,
)
from chatdesk.cards.promises import clock_start, is_promise, promise_facts
from chatdesk.cards.records import customer_records, manuals_note, our_records
from chatdesk.cards.voice import Voice, compose, manner, voice_of
from chatdesk.core.attached import AttachedFile
from chatdesk.core.case import Case, Escalation, Resolution, Status
from chatdesk.core.people import Standing
from chatdesk.core.policy import Closing, Policy
from chatdesk.core.view import CaseView, Reader


def case_card(view: CaseView, reader: Reader) -> Card:
    """The case as it stands, for one reader: the customer's safe picture, or everything with what can be done."""
    return customer_card(view, reader) if reader.is_customer else full_card(view, reader)


def customer_card(view: CaseView, reader: Reader) -> Card:
    voice, case = voice_of(reader), view.case
    facts = [voice.fact("status", status_words(voice, view, for_customer=True)), *_severity_fact(voice, view)]
    if case.owner_id and case.status is Status.OPEN:
        facts.append(voice.fact("with", voice.person(view, case.owner_id)))
    facts += customer_records(voice, view)
    facts += promise_facts(voice, case, view.policy)
    blocks: list[Block] = [Facts(tuple(facts))]
    if files := _reported_files(view):
        blocks.append(Small(voice.say("files.came", n=len(files))))
    if case.is_live:
        blocks.append(Small(clock_start(voice, case, view.policy, view.now)))
    blocks.append(Small(voice.say(_next_key(reader, case, view.policy), button=voice.plain("button.add_reply"))))
    blocks.append(Small(manuals_note(voice, view.policy) if case.is_live else ()))
    until = reopens_until(view)
    if until is not None:
        blocks.append(Small(voice.say("case.reopens_until", at=voice.when(until))))
    tone = Tone.GOOD if case.status in (Status.RESOLVED, Status.CLOSED) else Tone.CALM
    title = number_and_title(voice, view)
    return compose(title, blocks, tone=tone, buttons=customer_buttons(voice, view))


def full_card(view: CaseView, reader: Reader) -> Card:
    voice, case = voice_of(reader), view.case
    is_executive = reader.standing is Standing.EXECUTIVE
    buttons = executive_buttons(voice, view) if is_executive else engineer_buttons(voice, view)
    description = view.text(case.description_id)
    blocks: list[Block] = [
        Facts(tuple(_all_facts(voice, view))),
        Quote(description) if description else Paragraph(()),
        *_files_of_report(voice, view),
        Divider(),
        Bullets(clock_lines(voice, case, view.policy)),
        assumption_note(voice, case, view.policy),
    ]
    return compose(number_and_title(voice, view), blocks, tone=_tone(view), buttons=buttons)


def _files_of_report(voice: Voice, view: CaseView) -> list[Block]:
    """What came with the words that opened the case."""
    files = _reported_files(view)
    return [files_list(voice, files), where_files_are(voice, files)] if files else []


def _reported_files(view: CaseView) -> list[AttachedFile]:
    case = view.case
    return [*view.files.get(case.title_id, ()), *view.files.get(case.description_id or "", ())]


def status_words(voice: Voice, view: CaseView, *, for_customer: bool = False) -> Line:
    """Where the case stands, as its customer or as our people say it."""
    case = view.case
    if case.status is Status.MERGED:
        return voice.say("status.merged", other=other_case(voice, view, case.merged_into))
    side = "customer" if for_customer else "ours"
    return voice.say(f"status.{side}.{_moment_of_life(case, view.policy)}")


def escalation_words(voice: Voice, view: CaseView, escalation: Escalation) -> Line:
    """The escalation in one line for our own people: tier, who was told, what comes next."""
    if escalation.tier == 0 and escalation.proposal is not None:
        proposal = escalation.proposal
        return voice.say("escalation.proposed", tier=proposal.tier, at=voice.when(proposal.expires_at))
    raised = escalation.raised[-1] if escalation.raised else None
    parts: list[Line] = [voice.say("escalation.tier", tier=escalation.tier, of=_top(view))]
    if raised is not None:
        told = [voice.person(view, one) for one in raised.told]
        once_released = view.pings_held_at is not None and raised.at >= view.pings_held_at
        parts.append(voice.say("escalation.reached" if once_released else "escalation.since", at=voice.when(raised.at)))
        if told:
            name = "escalation.told_once_released" if once_released else "escalation.told"
            parts.append(voice.say(name, people=voice.listed(told)))
        if raised.skipped_roles:
            roles = voice.listed([role_name(voice, view.policy, role) for role in raised.skipped_roles])
            parts.append(voice.say("escalation.skipped", roles=roles))
    if escalation.taken_by:
        parts.append(voice.say("escalation.taken", by=voice.person(view, escalation.taken_by)))
    if escalation.proposal is not None:
        proposal = escalation.proposal
        parts.append(voice.say("escalation.proposed", tier=proposal.tier, at=voice.when(proposal.expires_at)))
    elif escalation.next_at is not None:
        parts.append(voice.say("escalation.next", tier=escalation.tier + 1, at=voice.when(escalation.next_at)))
    return _sentences(parts)


def _all_facts(voice: Voice, view: CaseView) -> Iterator[Fact]:
    case, policy = view.case, view.policy
    yield voice.fact("status", status_words(voice, view))
    yield from _severity_fact(voice, view)
    owner = voice.person(view, case.owner_id) if case.owner_id else voice.say("person.nobody")
    yield voice.fact("owner", owner)
    yield voice.fact("requester", requester_words(voice, view))
    yield voice.fact("opened", voice.say("case.opened", at=voice.when(case.opened_at), via=_via(voice, case.via)))
    kinds = [voice.plain(f"kind.{case.kind}")]
    reason = policy.reason(case.reason)
    if reason is not None:
        kinds.insert(0, reason.label.in_language(voice.language))
    yield voice.fact("kind", " · ".join(dict.fromkeys(kinds)))
    plan = next((plan for plan in policy.plans if plan.key == case.plan), None)
    if plan is not None:
        yield voice.fact("plan", plan.label.in_language(voice.language))
    if reason is not None and reason.team is not None:
        yield voice.fact("team", role_name(voice, policy, reason.team))
    if case.support_level is not None:
        yield voice.fact("level", level_name(voice, policy, case.support_level))
    if case.escalation is not None and case.escalation.is_active:
        yield voice.fact("escalation", escalation_words(voice, view, case.escalation))
    yield from our_records(voice, view)
    if case.links:
        yield voice.fact("links", voice.listed([other_case(voice, view, link.case_id) for link in case.links]))


def _severity_fact(voice: Voice, view: CaseView) -> list[Fact]:
    case, policy = view.case, view.policy
    if not policy.severities:
        return []
    name = severity_words(voice, policy, case)
    if case.severity_proposal is not None:
        asked = severity_name(voice, policy, case.severity_proposal.severity)
        line = voice.say("severity.proposed", severity=name, asked=asked)
    elif case.is_live and case.severity is not None and not case.severity_is_confirmed:
        line = voice.say("severity.unconfirmed", severity=name)
    else:
        line = i18n.as_line(name)
    return [voice.fact("severity", line)]


def _moment_of_life(case: Case, policy: Policy) -> str:
    """The catalogue's word for where a case stands. A fix that the customer must approve is theirs to deploy first."""
    match case.status:
        case Status.OPEN if case.waiting_on:
            return f"waiting_{case.waiting_on}"
        case Status.OPEN if not case.is_authorised:
            return "unauthorised"
        case Status.OPEN:
            return "owned" if case.owner_id else "new"
        case Status.RESOLVED:
            if case.resolution is Resolution.WORKAROUND:
                return "worked_around"
            return "available" if policy.closing is Closing.CUSTOMER_APPROVAL else "resolved"
        case status:
            return str(status)


def _next_key(reader: Reader, case: Case, policy: Policy) -> str:
    """What comes next for the customer; three moments ask them to write."""
    moment = _moment_of_life(case, policy)
    key = f"case.next.customer.{moment}"
    return manner(reader, key) if moment in ("new", "owned", "waiting_customer") else key


def _tone(view: CaseView) -> Tone:
    """BAD while attention is raised or a promise is broken, WARNING while something may become so."""
    case = view.case
    if case.status in (Status.RESOLVED, Status.CLOSED):
        return Tone.GOOD
    if not case.is_live:
        return Tone.CALM
    escalation = case.escalation if case.escalation and case.escalation.is_active else None
    if escalation is not None and escalation.tier > 0:
        return Tone.BAD
    if any(clock.is_breached and is_promise(view.policy, clock) for clock in case.running_clocks):
        return Tone.BAD
    is_near = any(clock.is_breached or clock.warned_at for clock in case.running_clocks)
    return Tone.WARNING if is_near or escalation is not None else Tone.CALM


def _top(view: CaseView) -> int:
    climbed = view.case.escalation.tier if view.case.escalation else 0
    return max(climbed, view.policy.ladder.top_for(view.case.severity))


def _via(voice: Voice, via: str) -> str:
    key = f"via.{via}"
    return voice.plain(key) if i18n.has(key) else via


def _sentences(parts: list[Line]) -> Line:
    line: list[Inline] = []
    for part in parts:
        if line:
            line.append(Words(" "))
        line.extend(part)
    return i18n.joined(line)
