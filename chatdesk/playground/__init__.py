"""A Slack workspace on the loopback that speaks Slack's protocol, and the page to use it with.

It knows nothing of the app behind it but what goes over HTTP, and so can judge it."""

from .control import Controls, Guide, TimeControl
from .outcome import Outcome
from .person import PersonDriver
from .rate_limits import RateLimits
from .reader import NotThere, Shown
from .reading import text_of
from .seed import NO_APP, App, Channel, Person, Seed, Shortcut, SlashCommand, Team
from .server import Playground

__all__ = [
    "NO_APP",
    "App",
    "Channel",
    "Controls",
    "Guide",
    "NotThere",
    "Outcome",
    "Person",
    "PersonDriver",
    "Playground",
    "RateLimits",
    "Seed",
    "Shortcut",
    "Shown",
    "SlashCommand",
    "Team",
    "TimeControl",
    "text_of",
]
