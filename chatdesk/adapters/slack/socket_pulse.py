"""Is a Socket Mode connection alive? Judged by what was heard on it, at moments that are passed in."""

from __future__ import annotations

from dataclasses import dataclass

PING_SECONDS = 10.0
# Three pings without any answer. Slack's own servers ping too, so a line that lives is never that quiet.
SILENCE_SECONDS = 30.0
# What we post in a channel comes back to us as an event, within a second or two.
ECHO_SECONDS = 60.0


@dataclass
class Pulse:
    """Moments are seconds of one clock that never goes back. `life_seconds` is how long Slack said that the
    connection lives. `expects_echo`: nobody else is given a share of the events, and an event about a message
    of our own did come once."""

    opened_at: float
    life_seconds: float
    heard_at: float = 0.0
    given_at: float = 0.0
    posted_at: float | None = None
    expects_echo: bool = False

    def __post_init__(self) -> None:
        self.heard_at = self.given_at = self.opened_at

    def hear(self, now: float) -> None:
        """A frame came, of whatever kind."""
        self.heard_at = now

    def be_given(self, now: float) -> None:
        """An envelope came."""
        self.heard_at = self.given_at = now
        self.posted_at = None

    def post(self, began_at: float) -> None:
        """We posted into a channel, with a call begun then: an event of it comes, unless it came before the answer."""
        if self.posted_at is None and self.given_at <= began_at:
            self.posted_at = began_at

    def trouble(self, now: float) -> str | None:
        """Why this connection is not to be trusted any more; None while it lives."""
        if now - self.heard_at >= SILENCE_SECONDS:
            return "silent"
        # Pongs may come from a proxy or a balancer while nothing behind it is delivered any more. A quiet
        # workspace is no sign of that; a message of our own that never comes back is one.
        if self.expects_echo and self.posted_at is not None and now - self.posted_at >= ECHO_SECONDS:
            return "deaf"
        return "old" if now - self.opened_at >= self.life_seconds else None
