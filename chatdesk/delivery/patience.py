"""How long delivery waits before it tries, looks up or gives up. None of these is anybody's promise."""

from __future__ import annotations

from datetime import datetime, timedelta

# A platform that has not answered by then counts as not having answered at all.
LONGEST_CALL = timedelta(seconds=30)
# A claim must outlive the slowest call to a platform.
LEASE = timedelta(minutes=2)
# A lost answer may belong to a message that is only just being written.
BEFORE_LOOKING = timedelta(seconds=2)
# A message of which nothing can be learnt for this long is sent once more: twice is better than never.
UNTIL_REPEATED = timedelta(seconds=60)
# What failed for a whole day is told to people instead.
UNTIL_GIVEN_UP = timedelta(hours=24)
# Whoever a pager should wake sleeps on: a pager that does not answer for this long is told of.
UNTIL_PAGER_IS_LATE = timedelta(minutes=2)
# A card that cannot be drawn is tried this often before its place is given up.
MOST_DRAWINGS = 5
# A message whose buttons lead nowhere any more is edited this often before it is left as it is.
MOST_REDRAWINGS = 10
# A copy of words that were edited or deleted is edited this often, which is most of a day, before it is left.
MOST_REWRITINGS = 250

_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=5)
_LONGEST_URGENT_WAIT = timedelta(seconds=30)
_DRAWING_WAIT = timedelta(minutes=1)


def retry_at(now: datetime, attempts: int, asked: float | None, *, is_urgent: bool = False) -> datetime:
    """When to try again after `attempts` tries: what the platform asked for, else twice as long each time, capped."""
    if asked is not None:
        return now + timedelta(seconds=max(asked, 0))
    longest = _LONGEST_URGENT_WAIT if is_urgent else _LONGEST_WAIT
    # The exponent is capped too, so that a thousandth try overflows nothing.
    wait: timedelta = min(_FIRST_WAIT * 2 ** min(max(attempts, 1) - 1, 16), longest)
    return now + wait


def look_again_at(now: datetime, since: datetime, asked: float | None, *, is_urgent: bool = False) -> datetime:
    """When to look a message up again: the longer it is unknown, the more rarely, but an urgent one twice a minute."""
    if asked is not None:
        return now + timedelta(seconds=max(asked, 0))
    longest = _LONGEST_URGENT_WAIT if is_urgent else _LONGEST_WAIT
    return now + min(max(now - since, BEFORE_LOOKING), longest)


def repeat_at(now: datetime, since: datetime) -> datetime:
    """When to post a card once more that was posted as a repeat, if nobody knows of that one either."""
    return now + min(max(now - since, UNTIL_REPEATED), _LONGEST_WAIT)


def draw_again_at(now: datetime, attempts: int) -> datetime:
    return now + _DRAWING_WAIT * attempts
