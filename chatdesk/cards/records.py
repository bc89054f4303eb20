"""What a case has on record beside its clocks: agreements, a change request's steps, outages, coverage, corrections."""

from __future__ import annotations

from collections.abc import Iterator

from chatdesk.cards.loads import load_words, shown_digest
from chatdesk.cards.model import Fact, Hyperlink, Line, Quoted, Words
from chatdesk.cards.phrases import term_words
from chatdesk.cards.voice import Voice
from chatdesk.core.agreement import Term
from chatdesk.core.change import Change
from chatdesk.core.policy import Choice, Policy
from chatdesk.core.uptime import Outage
from chatdesk.core.view import CaseView


def customer_records(voice: Voice, view: CaseView, *, for_customer: bool = True) -> Iterator[Fact]:
    """What the customer may follow: the steps of their request, and what is offered or agreed."""
    case = view.case
    if not case.is_authorised and case.is_live:
        yield voice.fact("report", voice.plain("report.waits" if for_customer else "report.waits_ours"))
    if case.change is not None:
        yield voice.fact("change", _change_words(voice, case.change))
    if case.load is not None:
        yield voice.fact("load", load_words(voice, case.load))
    yield from _terms(voice, view)


def our_records(voice: Voice, view: CaseView) -> Iterator[Fact]:
    case, policy = view.case, view.policy
    if not case.is_covered:
        yield voice.fact("contract", voice.plain("contract.ended"))
    yield from customer_records(voice, view, for_customer=False)
    if case.load is not None:
        yield voice.fact("digest", shown_digest(case.load.digest))
    if case.external_id is not None:
        yield voice.fact("external", (Quoted(case.external_id),))
    if case.outages:
        yield voice.fact("outages", voice.listed([_outage_words(voice, outage) for outage in case.outages]))
    means = _label(voice, policy.correction_means, case.correction_means)
    site = _label(voice, policy.correction_sites, case.correction_site)
    if means or site:
        yield voice.fact("correction", " · ".join(word for word in (means, site) if word))
    if case.rating is not None:
        yield voice.fact("rating", voice.plain(f"rating.{case.rating.score}"))


def manuals_note(voice: Voice, policy: Policy) -> Line:
    """Help and manuals, as links where the policy says where they are (CIP-1)."""
    if not policy.manuals:
        return ()
    named: list[Line] = []
    for manual in policy.manuals:
        label = manual.label.in_language(voice.language)
        named.append((Hyperlink(label, manual.url),) if manual.url else (Words(label),))
    key = "manuals.linked" if all(manual.url for manual in policy.manuals) else "manuals.ask"
    return voice.say(key, manuals=voice.listed(named))


def _terms(voice: Voice, view: CaseView) -> Iterator[Fact]:
    case = view.case
    if case.agreed is not None and not case.has_ended:
        yield voice.fact("agreed", term_words(voice, case.agreed.term))
    if case.offer is not None:
        by = voice.person(view, case.offer.by)
        yield voice.fact("offer", voice.say("term.offered_by", term=term_words(voice, case.offer.term), by=by))


def _change_words(voice: Voice, change: Change) -> Line:
    step = voice.plain(f"change_step.{change.step}")
    if change.deliver_at is None and change.release is None:
        return voice.say("change.at_step", step=step)
    return voice.say("change.delivery", step=step, term=term_words(voice, Term(change.deliver_at, change.release)))


def _outage_words(voice: Voice, outage: Outage) -> Line:
    name = "lasts" if outage.ended_at is None else "was"
    end = voice.when(outage.ended_at) if outage.ended_at else ""
    kind = voice.plain(f"outage.{outage.kind}")
    return voice.say(f"outage.{name}", kind=kind, start=voice.when(outage.started_at), end=end)


def _label(voice: Voice, choices: tuple[Choice, ...], value: str | None) -> str:
    chosen = next((choice for choice in choices if choice.value == value), None)
    return chosen.label.in_language(voice.language) if chosen else ""
