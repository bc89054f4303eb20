"""Which form asks for what a verb lacks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chatdesk.cards import forms
from chatdesk.cards.model import Form
from chatdesk.core.policy import Policy
from chatdesk.core.view import CaseView, CustomerView, Reader

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
}


def case_form(verb: str, view: CaseView, reader: Reader, values: Mapping[str, str]) -> Form:
    """The form of a verb that acts on a case. KeyError for a verb without one."""
    if verb == "severity":
        return forms.severity_form(view, reader, values)
    return _ON_A_CASE[verb](view, reader)


def why_no_form(verb: str, view: CaseView) -> str | None:
    """Where the policy leaves nothing to choose, the phrase that says so."""
    if verb == "severity" and not view.policy.severities:
        return "talk.no_severities"
    deeper = [level for level in view.policy.support_levels if level.number > (view.case.support_level or 0)]
    return "talk.no_deeper_level" if verb == "handoff" and not deeper else None


def opening_form(
    policy: Policy,
    reader: Reader,
    values: Mapping[str, str],
    args: Mapping[str, str],
    customers: tuple[CustomerView, ...],
) -> Form:
    """The form that opens a case; one of ours chooses among `customers` where there are any."""
    return forms.open_form(policy, reader, values, args=tuple(sorted(args.items())), customers=customers)


def has_form(verb: str) -> bool:
    return verb in _ON_A_CASE or verb in ("open", "severity")
