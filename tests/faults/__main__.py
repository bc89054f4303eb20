"""`python -m tests.faults [NAME…]`: takes protections out, sees their tests turn red, writes docs/faults.md.

Without a name: what was not seen red yet as it stands today. `--all`: everything. `--page`: only the page.
A name may be the beginning of several, followed by `*`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path

from tests.faults import seen as book
from tests.faults.copy import copy_tree
from tests.faults.removal import DoesNotApply, Removal, test_source, without
from tests.faults.removals import removals
from tests.faults.running import Run, Seen, run_tests, see


def main() -> int:
    asked = _arguments()
    every = removals()
    book.forget(book.load().keys() - {each.name for each in every})
    if asked.page:
        book.write_page(every)
        return 0
    wanted = _wanted(every, asked.names, is_everything=asked.all)
    if not wanted:
        print("nothing to do: everything asked for was seen red as it stands")
    batches = [batch for start in range(asked.jobs) if (batch := wanted[start :: asked.jobs])]
    with ThreadPoolExecutor(max_workers=max(len(batches), 1)) as pool:
        troubles = sum(pool.map(_run_batch, batches))
    book.write_page(every)
    return 1 if troubles else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", help="removals; a pattern with * names several")
    parser.add_argument("--all", action="store_true", help="those too that were seen before")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--page", action="store_true", help="write docs/faults.md and run nothing")
    return parser.parse_args()


def _wanted(every: list[Removal], names: list[str], *, is_everything: bool) -> list[Removal]:
    if names:
        unknown = [name for name in names if not any(fnmatch(each.name, name) for each in every)]
        if unknown:
            sys.exit(f"there is no removal {', '.join(unknown)}; see tests/faults/removals/")
        return [each for each in every if any(fnmatch(each.name, name) for name in names)]
    known = book.load()
    return [each for each in every if is_everything or not _is_seen(each, known)]


def _is_seen(removal: Removal, known: dict[str, object]) -> bool:
    try:
        return book.is_seen(removal, known)
    except DoesNotApply:
        return False


def _run_batch(batch: list[Removal]) -> int:
    """How many did not turn red as they should."""
    if not batch:
        return 0
    with tempfile.TemporaryDirectory(prefix="chatdesk-faults-") as folder:
        copy = copy_tree(Path(folder))
        # Red says nothing about a test that is red anyway.
        whole = run_tests(copy, *sorted({removal.test for removal in batch}))
        return sum(not _run_one(removal, whole, copy) for removal in batch)


def _run_one(removal: Removal, whole: Run, copy: Path) -> bool:
    try:
        without(removal, copy)
        test_source(removal, copy)
        if not whole.is_green_at(removal.test):
            whole = run_tests(copy, removal.test)
        seen = see(removal, copy) if whole.is_green_at(removal.test) else Seen(trouble=f"not green:\n{whole.written}")
    except DoesNotApply as error:
        seen = Seen(trouble=str(error))
    if seen.trouble:
        print(f"NOT RED  {removal.name}: {seen.trouble}", flush=True)
        return False
    book.record(removal, seen.line)
    print(f"red      {removal.name}: {seen.line}", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
