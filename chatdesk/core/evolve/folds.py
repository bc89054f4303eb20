"""The shape of a fold: one event's body, into the case before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chatdesk.core.case import Case
from chatdesk.core.events import Event, Happening

Folds = Mapping[type[Happening], Callable[[Any, Case, Event], Case]]
