"""The program dies at the points it has, is started again, and nothing is lost or told twice unannounced."""

from __future__ import annotations

import pytest

from chatdesk.store.tables import metadata
from tests.faults import seen as book
from tests.faults.kill.run import Much, run_stories
from tests.faults.kill.stories import STORIES

SHORT = [story.name for story in STORIES if story.is_short]
# A form that commits, messages that are sent and edited, and what time alone does.
PARTS = dict(zip(("commits", "delivers", "ticks"), ([name] for name in SHORT), strict=True))
# A story that shrinks must not go unseen.
FEWEST_POINTS = 2000

# Tables that no story writes, each with what writes it instead.
ELSEWHERE = {
    "organisation": "the directory, at a start",
    "people": "the directory, at a start",
    "identities": "the directory, at a start",
    "role_members": "the directory, at a start",
    "channels": "the directory, at a start",
    "tenants": "the directory, at a start",
    "policies": "the policy files, at a start",
    "job_runs": "what runs once a day",
    "accounts": "Microsoft Teams",
    "conversations": "Microsoft Teams",
    "releases": "an announced release, which belongs to no case",
    "closed_accounts": "a platform's account that is closed; no story yet",
    "renumbered_channels": "a channel that gets another id; no story yet",
    "directory_changes": "an administrator's words; no story yet",
    "holds": "an administrator's hold; no story yet",
    "early_words": "an edit that comes before its message; no story yet",
    "rewrites": "an edit in a carried thread; no story yet",
    "shadow_messages": "shadow mode; no story yet",
}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", PARTS)
async def test_wherever_the_program_dies_nothing_is_lost_and_nothing_told_twice_unannounced(
    part: str,
) -> None:
    """At each name of a point once a story, and in each state that the outside can be in."""
    died = 0
    async for result in run_stories(Much.PART, PARTS[part]):
        assert not result.bad, result.told()
        assert result.killed == [result.points[number - 1] for number in result.wanted], "it died elsewhere"
        assert set(result.killed) == set(result.points), "a kind of point was left out"
        died += len(result.killed)
    assert died > 0


@pytest.mark.timeout(300)
async def test_the_whole_run_died_at_every_point_that_the_stories_have_today() -> None:
    """That run takes minutes (`python -m tests.faults.kill`); what it visited is written down with its result."""
    visited = book.load(book.KILLED).get("SQLite", {})
    # Those that were not run in full are named on the page, so that nobody takes them for done.
    unvisited = [story.name for story in STORIES if story.name not in visited]
    assert all(name in book.PAGE.read_text(encoding="utf-8") for name in unvisited)
    written, points = set(), 0
    async for result in run_stories(Much.NONE):
        points += len(result.points)
        written |= {word for name in result.points if _writes(name) for word in name.split()[2:]}
        whole = visited.get(result.story)
        if whole is None:
            continue
        more = set(result.points) - set(whole["names"])
        assert not more and len(result.points) <= whole["points"], (
            f"{result.story} has {len(result.points)} points, {whole['points']} were visited, of these none: {more};"
            " run `python -m tests.faults.kill`"
        )
        assert whole["killed"] == whole["different"]
        assert whole["lost"] == whole["twice"] == 0
    assert points >= FEWEST_POINTS
    tables = {table.name for table in metadata.sorted_tables}
    assert not tables - written - ELSEWHERE.keys(), "no story writes these: play one that does, or say who does"


def _writes(name: str) -> bool:
    return name.split()[1] in ("INSERT", "UPDATE", "DELETE")
