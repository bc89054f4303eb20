"""Which form asks for what a verb lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from chatdesk.adapters.talk.build_ending import awaits_criterion
from chatdesk.cards import forms, step_forms
from chatdesk.cards.model import Form, FormPart, TextField
from chatdesk.core import commands as c
from chatdesk.core.decide import refusal_of_state
from chatdesk.core.errors import Refused
from chatdesk.core.policy import Policy
from chatdesk.core.view import CaseView, CustomerView, Reader

# Which field of a form holds what a wish was found to lack, where it is called otherwise.
_FIELDS = {
    "person": "owner",
    "reason": "text",
    "other_case": "other",
    "effort": "text",
    "moment": "since",
}

_ON_A_CASE: Mapping[str, Callable[[CaseView, Reader], Form]] = {
    "assign": forms.assign_form,
    "reply": forms.reply_form,
    "note": forms.note_form,
    "wait": forms.wait_form,
    "handoff": forms.handoff_form,
    "escalate": forms.escalate_form,
    "ask": forms.ask_form,
    "deescalate": forms.deescalate_form,
    "workaround": forms.workaround_form,
    "resolve": forms.resolve_form,
    "reject": forms.reject_form,
    "reopen": forms.reopen_form,
    "link": forms.link_form,
    "merge": forms.merge_form,
    "date": step_forms.date_form,
    "schedule": step_forms.schedule_form,
    "needs": step_forms.needs_form,
    "criterion": step_forms.criterion_form,
    "evaluate": step_forms.evaluate_form,
    "problem": step_forms.problem_form,
    "authorise": step_forms.authorise_form,
    "dismiss": step_forms.dismiss_form,
    "outage": step_forms.outage_form,
    "rate": step_forms.rate_form,
    "external": step_forms.external_form,
    "load_decline": step_forms.load_decline_form,
}

_GIVES: Mapping[str, type[c.Command]] = {
    "assign": c.Assign,
    "reply": c.Reply,
    "note": c.Note,
    "severity": c.SetSeverity,
    "wait": c.WaitOn,
    "handoff": c.HandOff,
    "escalate": c.Escalate,
    "ask": c.Ask,
    "deescalate": c.DeEscalate,
    "workaround": c.OfferWorkaround,
    "resolve": c.Resolve,
    "reject": c.Reject,
    "reopen": c.Reopen,
    "link": c.LinkTo,
    "merge": c.MergeInto,
    "date": c.OfferTerm,
    "schedule": c.ScheduleChange,
    "needs": c.WriteNeeds,
    "criterion": c.AddCriterion,
    "evaluate": c.EvaluateChange,
    "authorise": c.AuthoriseReport,
    "dismiss": c.DeclineReport,
    "outage": c.MarkOutage,
    "rate": c.Rate,
    "external": c.NameElsewhere,
    "load_decline": c.DeclineLoad,
}


def case_form(verb: str, view: CaseView, reader: Reader, values: Mapping[str, str]) -> Form:
    """The form of a verb that acts on a case, with the words that `values` bring. KeyError for a verb without one."""
    if verb == "severity":
        return forms.severity_form(view, reader, values)
    form = _ON_A_CASE[verb](view, reader)
    return replace(form, parts=tuple(_filled(part, values) for part in form.parts))


def why_no_form(verb: str, view: CaseView) -> str | None:
    """Where the policy leaves nothing to choose, the phrase that says so."""
    if verb == "severity" and not view.policy.severities:
        return "talk.no_severities"
    deeper = [level for level in view.policy.support_levels if level.number > (view.case.support_level or 0)]
    return "talk.no_deeper_level" if verb == "handoff" and not deeper else None


def why_not_now(verb: str, view: CaseView) -> Refused | None:
    """Why what the form asks for would be refused whatever is written, so that nobody writes in vain."""
    if verb == "problem" or (verb == "reject" and awaits_criterion(view)):
        return None
    refused = refusal_of_state(_GIVES[verb], view.case)
    escalation = view.case.escalation
    if refused is None and verb == "deescalate" and (escalation is None or not escalation.is_active):
        return Refused("escalation.none")
    return refused


def opening_form(
    policy: Policy,
    reader: Reader,
    values: Mapping[str, str],
    args: Mapping[str, str],
    customers: tuple[CustomerView, ...],
) -> Form:
    """The form that opens a case; one of ours chooses among `customers` where there are any."""
    return forms.open_form(policy, reader, values, args=tuple(sorted(args.items())), customers=customers)


def field_of(missing: str) -> str:
    """The key of the field that holds what is missing."""
    return _FIELDS.get(missing, missing)


def has_form(verb: str) -> bool:
    return verb in _ON_A_CASE or verb in ("admin", "load", "open", "release", "severity")


def _filled(part: FormPart, values: Mapping[str, str]) -> FormPart:
    return replace(part, initial=values[part.key]) if isinstance(part, TextField) and values.get(part.key) else part
