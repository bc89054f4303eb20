"""`chatdesk policy simulate`: what a policy would have done with cases."""

from __future__ import annotations

import csv
import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import track

from chatdesk.core.policy import Policy
from chatdesk.policy_files import PolicyError, find_policy, read_policy
from chatdesk.simulation import (
    CannotOpen,
    Course,
    CoursesError,
    Figures,
    Played,
    Worst,
    play_all,
    random_courses,
    read_courses,
)
from chatdesk.simulation.labels import plural
from chatdesk.simulation.plain import CLOCK_COLUMNS, clock_rows, plain_case, plain_figures

_REFUSED = 2
_FIRST_YEAR, _LAST_YEAR = 1971, 2189


def simulate_policy(
    policy_name: Annotated[str, typer.Argument(metavar="POLICY", help="A shipped policy's name, or a path.")],
    cases: Annotated[Path | None, typer.Option("--cases", help="A CSV file of cases (docs/policies.md).")] = None,
    random: Annotated[int | None, typer.Option("--random", min=1, help="Make up so many cases instead.")] = None,
    since: Annotated[str, typer.Option("--from", help="The first day on which cases are opened.")] = "",
    to: Annotated[str, typer.Option("--to", help="The last day; then the clocks stop.")] = "",
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes up the same cases.")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder for report.html, compliance.svg and promises.csv.")
    ] = None,
    pictures: Annotated[int, typer.Option("--timelines", min=0, help="Draw at most so many cases.")] = 60,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, with every case, as JSON.")] = False,
) -> None:
    """Play cases through a policy: what is warned, missed and escalated, and who is told."""
    policy = _policy(policy_name)
    first_at, end_at = _days(policy, since, to)
    if (cases is None) == (random is None):
        _refuse("say either --cases FILE or --random N")
    courses: Iterable[Course]
    if cases is not None:
        courses, left_out = _chosen(cases, policy, first_at, end_at)
        count, made = len(courses), f"cases of {cases.name}"
    elif first_at is None or end_at is None:
        _refuse("--random needs --from and --to, such as --from 2026-01-01 --to 2026-03-31")
    else:
        count, made, left_out = random or 0, f"cases made up from seed {seed}", 0
        courses = random_courses(policy, count, first_at, end_at, seed)
    about = _about(policy, count, made, first_at, end_at, left_out)
    if out is not None:
        _make_folder(out)
    figures, worst, each = Figures(policy, end_at), Worst(pictures), []
    # Playing makes values and no cycles; looking for some among what was loaded takes a twentieth of the time.
    gc.freeze()
    gc.set_threshold(100_000)
    try:
        with ExitStack() as closing:
            rows = _rows_file(out, closing) if out is not None else None
            for played in _tracked(play_all(courses, policy, end_at), count):
                figures.add(played)
                worst.add(played)
                if rows is not None:
                    rows.writerows(clock_rows(played, end_at))
                if as_json:
                    each.append(plain_case(played, end_at))
    except CannotOpen as error:
        _refuse(str(error))
    if out is not None:
        _draw(out, figures, worst, about)
    if as_json:
        typer.echo(json.dumps({**plain_figures(figures), "each": each}, ensure_ascii=False, indent=2))
        return
    from chatdesk.simulation.table import print_figures

    print_figures(figures, about)
    if out is not None:
        typer.echo(f"Wrote {out / 'report.html'}, compliance.svg and promises.csv.")


def _chosen(path: Path, policy: Policy, first_at: datetime | None, end_at: datetime | None) -> tuple[list[Course], int]:
    try:
        courses = read_courses(path, policy)
    except CoursesError as error:
        _refuse(str(error))
    chosen = [
        course
        for course in courses
        if (first_at is None or course.opened_at >= first_at) and (end_at is None or course.opened_at < end_at)
    ]
    if not chosen:
        _refuse(f"{path}: no case was opened in these days; the first was {courses[0].opened_at:%Y-%m-%d}")
    return chosen, len(courses) - len(chosen)


def _tracked(played: Iterator[Played], count: int) -> Iterator[Played]:
    console = Console(stderr=True)
    yield from track(
        played, "Playing cases", total=count, console=console, transient=True, disable=not console.is_terminal
    )


def _days(policy: Policy, since: str, to: str) -> tuple[datetime | None, datetime | None]:
    """The first day's beginning and the last day's end, by the clock of the policy's main hours (UTC)."""
    zone = ZoneInfo(policy.hours(policy.main_hours).zone)
    first, last = _day("--from", since), _day("--to", to)
    if first is not None and last is not None and last < first:
        _refuse(f"--to {last} is before --from {first}; swap them")
    first_at = datetime.combine(first, time(), zone).astimezone(UTC) if first else None
    end_at = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC) if last else None
    return first_at, end_at


def _day(option: str, text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        _refuse(f"{option} '{text}' is no day; write it like 2026-03-31")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        _refuse(f"{option} '{text}' is outside the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return day


def _about(
    policy: Policy, count: int, made: str, first_at: datetime | None, end_at: datetime | None, left_out: int
) -> str:
    zone = ZoneInfo(policy.hours(policy.main_hours).zone)
    since = f", from {first_at.astimezone(zone):%Y-%m-%d}" if first_at else ""
    to = f"{'' if since else ','} to {end_at.astimezone(zone) - timedelta(seconds=1):%Y-%m-%d}" if end_at else ""
    rest = f"; {plural(left_out, 'case')} opened on other days left out" if left_out else ""
    return f"{count:,} {made if count > 1 else made.replace('cases', 'case', 1)}{since}{to} ({zone.key}){rest}"


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _refuse(f"--out {out}: {error.strerror}; name a folder that can be written")


def _rows_file(out: Path, closing: ExitStack) -> csv.DictWriter[Any]:
    try:
        file = closing.enter_context((out / "promises.csv").open("w", encoding="utf-8", newline=""))
    except OSError as error:
        _refuse(f"--out {out}: {error.strerror}; name a folder that can be written")
    rows = csv.DictWriter(file, CLOCK_COLUMNS)
    rows.writeheader()
    return rows


def _draw(out: Path, figures: Figures, worst: Worst, about: str) -> None:
    from chatdesk.simulation.compliance import compliance_picture
    from chatdesk.simulation.page import report_page

    (out / "compliance.svg").write_text(compliance_picture(figures) + "\n", encoding="utf-8")
    page = report_page(figures, worst.in_order(), worst.left_out, about)
    (out / "report.html").write_text(page, encoding="utf-8")


def _policy(name: str) -> Policy:
    try:
        return read_policy(find_policy(name))
    except (FileNotFoundError, PolicyError) as error:
        _refuse(str(error))


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(_REFUSED)
