"""What an operator asks when something seems wrong: everything is looked at, nothing is changed or posted."""

from chatdesk.doctor.examining import examine
from chatdesk.doctor.line import Line, Mark

__all__ = ["Line", "Mark", "examine"]
