"""Folds of which version of its policy a case is under."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.case import Case
from chatdesk.core.copies import replace
from chatdesk.core.evolve.folds import Folds


def _policy_changed(body: e.PolicyChanged, case: Case, event: e.Event) -> Case:
    return replace(case, policy_version=body.version)


FOLDS: Folds = {e.PolicyChanged: _policy_changed}
