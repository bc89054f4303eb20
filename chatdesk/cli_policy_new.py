"""`chatdesk policy new`: a first policy file from a handful of answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand

from chatdesk.core.business_hours import BusinessHours
from chatdesk.policy_check import check
from chatdesk.policy_files import PolicyError, read_whole, span_of
from chatdesk.policy_files.public_holidays import check_country
from chatdesk.policy_files.schema import json_schema
from chatdesk.policy_files.starting import SCHEMA_NAME, Start, Step, first_file
from chatdesk.policy_files.week import days_of, range_of, week_of

_ODD = 1
_REFUSED = 2
_ALL_DAY = {"mon-sun": (range_of("00:00-24:00"),)}
_SEVERITIES = "Down = Nobody can work; Degraded = Work goes on, with trouble; Question = Nothing is broken"
_REPLIES = "1 business hour; 4 business hours; 1 business day"
_FIXES = "8 business hours; 3 business days; 10 business days"


class Asking(TyperCommand):
    """A command that asks for what its options did not say."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except typer.Abort:
            typer.echo(
                "\nStopped before every question had its answer; nothing was written. "
                f"Without a terminal give the answers as options: {ctx.command_path} --help lists them.",
                err=True,
            )
            raise typer.Exit(_REFUSED) from None


def _asked(check_one: Callable[[str], object]) -> Callable[[str], str]:
    """An option whose answer is refused, and asked for again, with what `check_one` says of it."""

    def read(value: str) -> str:
        try:
            check_one(value)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
        return value.strip()

    return read


def _title(text: str) -> None:
    if not 0 < len(text.strip()) <= 75:
        raise ValueError("write 1 to 75 letters")


def _language(text: str) -> None:
    if text not in ("en", "es"):
        raise ValueError("write 'en' or 'es'")


def _zone(text: str) -> None:
    BusinessHours("new", text, week_of(_ALL_DAY))


def _week(text: str) -> None:
    _days_and_hours(text)


def _country(text: str) -> None:
    if text.strip() != "none":
        check_country(text.strip(), None)


def _severities(text: str) -> None:
    _steps(text)


def _spans(text: str) -> None:
    for one in text.split(";"):
        span_of(one.strip())


def new_policy(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; its name is the policy's name.")],
    title: Annotated[str, typer.Option(prompt="Title of the policy", callback=_asked(_title))],
    language: Annotated[str, typer.Option(prompt="Its language, en or es", callback=_asked(_language))] = "en",
    zone: Annotated[
        str, typer.Option(prompt="City whose clock counts, as an IANA zone", callback=_asked(_zone))
    ] = "Europe/Berlin",
    hours: Annotated[
        str, typer.Option(prompt="Opening days and hours", callback=_asked(_week))
    ] = "mon-fri 09:00-17:00",
    country: Annotated[
        str,
        typer.Option(prompt="Country whose public holidays are off (DE, CL, US …), or none", callback=_asked(_country)),
    ] = "DE",
    severities: Annotated[
        str, typer.Option(prompt="Severities, the worst first, each with when it applies", callback=_asked(_severities))
    ] = _SEVERITIES,
    reply: Annotated[
        str, typer.Option(prompt="First reply within, one time for each severity", callback=_asked(_spans))
    ] = _REPLIES,
    fix: Annotated[
        str, typer.Option(prompt="Resolved within, one time for each severity", callback=_asked(_spans))
    ] = _FIXES,
    name: Annotated[
        str, typer.Option(prompt="Your name, for what you let pass", callback=_asked(_title))
    ] = "the author",
) -> None:
    """Ask a handful of questions and write a policy file, commented and checked, with its schema beside it."""
    if path.suffix not in (".yml", ".yaml"):
        _refuse(f"'{path}' is no name of a policy file; end it with .yml")
    if path.exists():
        _refuse(f"'{path}' exists already; nothing was written")
    if not path.parent.is_dir():
        _refuse(f"there is no folder '{path.parent}'; nothing was written")
    today = date.today()  # noqa: DTZ011 (a waiver is dated by the calendar on the wall)
    days, opening = _days_and_hours(hours)
    start = Start(
        title=title,
        language=language,
        zone=zone,
        days=days,
        hours=opening,
        country=None if country == "none" else country,
        steps=_with_times(_steps(severities), reply, fix),
        name=name,
    )
    path.write_text(first_file(start, today), encoding="utf-8")
    beside = path.parent / SCHEMA_NAME
    beside.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    _told(path, beside, today)


def _told(path: Path, beside: Path, today: date) -> None:
    typer.echo(f"Wrote {path}, and {beside} for your editor.")
    try:
        left = [finding for finding in check(read_whole(path), today) if not finding.is_waived]
    except PolicyError as error:
        _refuse(str(error))
    if left:
        typer.echo("Still odd, by the answers given:")
        for finding in left:
            typer.echo(str(finding))
        raise typer.Exit(_ODD)
    typer.echo(
        f"Nothing is odd in it. See what it promises: chatdesk policy explain {path} --at 2026-03-06T14:20-05:00"
    )


def _days_and_hours(text: str) -> tuple[str, str]:
    """ "mon-fri 09:00-17:00" in its two parts."""
    days, _, opening = text.strip().rpartition(" ")
    if not days:
        raise ValueError(f"'{text}' is not both; write for example 'mon-fri 09:00-17:00'")
    days_of(days)
    range_of(opening)
    return days, opening


def _steps(text: str) -> list[tuple[str, str]]:
    """ "Down = Nobody can work; Slow = …" as labels and definitions."""
    pairs = [tuple(part.strip() for part in one.partition("=")) for one in text.split(";")]
    if len(pairs) < 2:
        raise ValueError("write at least two, with ';' between them, such as 'Down = Nobody can work; Slow = It works'")
    for label, _, definition in pairs:
        if not 0 < len(label) <= 75 or len(definition) > 600:
            raise ValueError(f"'{label}' has no name of 1 to 75 letters, or more than 600 letters that say when")
    return [(label, definition or label) for label, _, definition in pairs]


def _with_times(steps: list[tuple[str, str]], reply: str, fix: str) -> tuple[Step, ...]:
    replies, fixes = ([one.strip() for one in text.split(";")] for text in (reply, fix))
    for what, times in (("--reply", replies), ("--fix", fixes)):
        if len(times) != len(steps):
            _refuse(
                f"{what} gives {len(times)} times for {len(steps)} severities; give one for each, with ';' between them"
            )
    return tuple(
        Step(label, definition, its_reply, its_fix)
        for (label, definition), its_reply, its_fix in zip(steps, replies, fixes, strict=True)
    )


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(_REFUSED)
