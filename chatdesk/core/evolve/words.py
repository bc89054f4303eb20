"""Folds of words that change: the case itself stays as it is, so no clock can start or stop by an edit."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.case import Case
from chatdesk.core.evolve.folds import Folds


def _changed(body: e.WordsChanged, case: Case, event: e.Event) -> Case:
    return case


def _deleted(body: e.WordsDeleted, case: Case, event: e.Event) -> Case:
    return case


FOLDS: Folds = {e.WordsChanged: _changed, e.WordsDeleted: _deleted}
