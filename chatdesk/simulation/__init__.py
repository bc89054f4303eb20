"""Playing cases through a policy before anybody is promised it: the same rules, no second implementation."""

from chatdesk.simulation.chance import random_courses
from chatdesk.simulation.course import Course, Wait
from chatdesk.simulation.figures import Fate, Figures, fate_of
from chatdesk.simulation.playing import CannotOpen, Played, play_all
from chatdesk.simulation.reading import COLUMNS, CoursesError, read_courses
from chatdesk.simulation.worst import Worst

__all__ = [
    "COLUMNS",
    "CannotOpen",
    "Course",
    "CoursesError",
    "Fate",
    "Figures",
    "Played",
    "Wait",
    "Worst",
    "fate_of",
    "play_all",
    "random_courses",
    "read_courses",
]
