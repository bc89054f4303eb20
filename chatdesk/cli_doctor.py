"""`chatdesk doctor`: everything is looked at, each finding with what to do; nothing is changed or posted."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from chatdesk.doctor import Line

_FOUND = 1
_CANNOT = 2


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, one object a line.")] = False,
) -> None:
    """Look at settings, database, directory, platforms and outbox, and say what to do.

    Code 0: all well, 1: something to do, 2: the settings do not let chatdesk run. Changes and posts nothing.
    """
    from chatdesk.app import wall_clock
    from chatdesk.doctor import Mark, examine

    lines, was_whole = asyncio.run(examine(wall_clock))
    for told in (
        [json.dumps(asdict(line), ensure_ascii=False) for line in lines] if as_json else _told(lines, was_whole)
    ):
        typer.echo(told)
    if not was_whole:
        raise typer.Exit(_CANNOT)
    if any(line.mark is Mark.WRONG for line in lines):
        raise typer.Exit(_FOUND)


def _told(lines: list[Line], was_whole: bool) -> Iterator[str]:
    from chatdesk.doctor import Mark

    signs = {Mark.WELL: "✓", Mark.WRONG: "✗", Mark.OPEN: "–"}
    order = list(dict.fromkeys(line.area for line in lines))
    for area, of_area in groupby(sorted(lines, key=lambda line: order.index(line.area)), lambda line: line.area):
        yield area
        for line in of_area:
            yield f"  {signs[line.mark]} {line.what}"
            if line.to_do:
                yield f"    {line.to_do}"
    count = Counter(line.mark for line in lines)
    wrong = count[Mark.WRONG]
    to_do = "Nothing" if not wrong else "1 thing" if wrong == 1 else f"{wrong} things"
    yield f"{to_do} to do; {count[Mark.WELL]} well."
    if not was_whole:
        yield "The rest was not looked at: first the settings must let chatdesk run."
