"""`python -m chatdesk.playground`: a small workspace without an app; its page installs one."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from . import NO_APP, Channel, Person, Playground, Seed, Team

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
    people = (
        Person("U0ANA", "ana", "Ana Torres", HOME, "Support engineer", "Europe/Madrid", "es-ES"),
        Person("U0BEN", "ben", "Ben Okafor", HOME, "Director", "America/New_York"),
        Person("U0CLEO", "cleo", "Cleo Marsh", GUESTS, "Guest of Aspen", "Europe/London", is_guest=True),
        Person("U0DAN", "dan", "Dan Holm", FOREIGN, "Operations at Birch", "Europe/Stockholm"),
    )
    channels = (
        Channel("C0TEAM", "team", ("U0ANA", "U0BEN"), "Where the engineers talk"),
        Channel("C0ASPEN", "aspen", ("U0ANA", "U0CLEO"), "Aspen's channel"),
        Channel("C0BIRCH", "birch", ("U0ANA", "U0DAN"), "Shared with Birch", shared_with=(FOREIGN,)),
    )
    return Seed(Team(HOME, "Home", "home"), people, channels, (Team(FOREIGN, "Birch", "birch"),), NO_APP)


async def serve(port: int) -> None:
    clock = MovableClock()
    playground = Playground(
        seed(), bot_token="", signing_secret="", request_url=None, now=clock.now, time_control=clock, port=port
    )
    async with playground:
        for place in list(playground.workspace.conversations.values()):
            await playground.acts.say("U0ANA", place.id, f"Hello, this is #{place.name}.")
        sys.stdout.write(f"{playground.base_url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main(arguments: list[str]) -> None:
    """[PORT]"""
    try:
        asyncio.run(serve(int(arguments[0]) if arguments else 8800))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main(sys.argv[1:])
