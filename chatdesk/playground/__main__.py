"""`python -m chatdesk.playground`: a small workspace without an app, for working on the page."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from . import App, Channel, Person, Playground, Seed, Shortcut, SlashCommand, Team

HOME, GUESTS, FOREIGN = "T0HOME", "T0HOME", "T0BIRCH"


class MovableClock:
    """A clock that runs with the wall and can be moved forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def steps(self) -> list[tuple[str, str]]:
        return [("15m", "+15 min"), ("1h", "+1 h")]

    async def step(self, key: str) -> str:
        steps = {"15m": timedelta(minutes=15), "1h": timedelta(hours=1)}
        if key not in steps:
            raise ValueError(f"there is no step {key}")
        self._ahead += steps[key]
        return f"It is {self.now():%H:%M} UTC."

    def next_moment(self) -> tuple[datetime, str] | None:
        return None


def seed() -> Seed:
    app = App(
        name="helper",
        real_name="Helper",
        commands=(SlashCommand("/help", "Asks for help", "[topic]"),),
        shortcuts=(Shortcut("note", "Make a note"),),
    )
    people = (
        Person("U0ANA", "ana", "Ana Torres", HOME, "Support engineer", "Europe/Madrid", "es-ES"),
        Person("U0BEN", "ben", "Ben Okafor", HOME, "Director", "America/New_York"),
        Person("U0CLEO", "cleo", "Cleo Marsh", GUESTS, "Guest of Aspen", "Europe/London", is_guest=True),
        Person("U0DAN", "dan", "Dan Holm", FOREIGN, "Operations at Birch", "Europe/Stockholm"),
    )
    bot = app.bot_user_id
    channels = (
        Channel("C0TEAM", "team", ("U0ANA", "U0BEN", bot), "Where the engineers talk"),
        Channel("C0ASPEN", "aspen", ("U0ANA", "U0CLEO", bot), "Aspen's channel"),
        Channel("C0BIRCH", "birch", ("U0ANA", "U0DAN", bot), "Shared with Birch", shared_with=(FOREIGN,)),
    )
    return Seed(Team(HOME, "Home", "home"), people, channels, (Team(FOREIGN, "Birch", "birch"),), app)


async def serve(port: int, request_url: str | None) -> None:
    clock = MovableClock()
    playground = Playground(
        seed(),
        bot_token="xoxb-playground",
        signing_secret="playground",
        request_url=request_url,
        now=clock.now,
        time_control=clock,
        port=port,
    )
    async with playground:
        for place in list(playground.workspace.conversations.values()):
            await playground.acts.say("U0ANA", place.id, f"Hello, this is #{place.name}.")
        sys.stdout.write(f"{playground.base_url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main(arguments: list[str]) -> None:
    """[PORT [REQUEST_URL]]"""
    try:
        port = int(arguments[0]) if arguments else 8800
        asyncio.run(serve(port, arguments[1] if len(arguments) > 1 else None))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main(sys.argv[1:])
