"""The one door: nothing else changes a case.

A request, its effect, what must be told and its receipt are one transaction.
"""

from chatdesk.desk.desk import Conflict, Desk
from chatdesk.desk.migrating import Moved, MovedClock
from chatdesk.desk.requests import not_found
from chatdesk.desk.sweep import Failure, Woken
from chatdesk.desk.verify import Verified
from chatdesk.store.engine import DatabaseTrouble

__all__ = ["Conflict", "DatabaseTrouble", "Desk", "Failure", "Moved", "MovedClock", "Verified", "Woken", "not_found"]
