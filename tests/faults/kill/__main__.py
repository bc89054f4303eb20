"""`python -m tests.faults.kill`: dies at every point there is, and writes it into docs/faults.md.

Takes some minutes. With names of stories, dies only in those.
"""

from __future__ import annotations

import asyncio
import sys

from tests.faults import seen as book
from tests.faults.kill.run import Much, run_stories
from tests.faults.removals import removals


async def main(names: list[str]) -> int:
    is_good = True
    async for result in run_stories(Much.ALL, names):
        told = result.figures()
        shown = ", ".join(f"{name} {value}" for name, value in told.items() if name != "names")
        print(f"{result.story}: {shown}; {result.seconds:.0f} s", flush=True)
        if result.bad or len(result.killed) != len(result.wanted):
            is_good = False
            print(result.told() or "it did not die where it should have", flush=True)
        else:
            book.record_kill("SQLite", result.story, told)
    book.write_page(removals())
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
