"""`chatdesk directory check` and `chatdesk directory export`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from chatdesk.core.directory import Directory
from chatdesk.directory import DirectoryError, read_directory
from chatdesk.directory.oddities import NO_POLICY, Oddity, of_policies, of_the_database, of_the_file
from chatdesk.directory.writing import written
from chatdesk.policy_files import WholeFile
from chatdesk.policy_files.document import Document, read_document

_FOUND = 1
_UNREADABLE = 2

directory_commands = typer.Typer(no_args_is_help=True, help="Who is who: directory.yml, and what the database holds.")


@directory_commands.command("check")
def check_command(
    file: Annotated[Path | None, typer.Argument(help="directory.yml; without it, CHATDESK_DIRECTORY.")] = None,
    database: Annotated[str, typer.Option("--database", metavar="URL", help="Also compare with this database.")] = "",
    policies: Annotated[
        Path | None, typer.Option("--policies", help="A folder of policies; without it, CHATDESK_POLICIES, or ours.")
    ] = None,
) -> None:
    """Say what is odd in a directory, line by line. Code 0: clean, 1: findings, 2: chatdesk does not start with it."""
    from chatdesk.settings import DirectorySettings, read_settings

    settings = read_settings(DirectorySettings)
    path = file or settings.directory
    if path is None:
        _refuse("name a directory.yml, or set CHATDESK_DIRECTORY")
    try:
        who = read_directory(path)
        document = read_document(path)
    except DirectoryError as error:
        _refuse("\n".join(str(finding) for finding in error.findings))
    found = [*of_the_file(who), *_of_policies(who, policies or settings.policies)]
    notes: list[str] = []
    if database:
        more, notes = _of_database(who, database)
        found += more
    for line in _lines(path, document, found, notes):
        typer.echo(line)
    if any(one.code == NO_POLICY for one in found):
        raise typer.Exit(_UNREADABLE)  # a start refuses the file
    if found or notes:
        raise typer.Exit(_FOUND)


@directory_commands.command("export")
def export_command(
    database: Annotated[str, typer.Option("--database", metavar="URL", help="Without it, CHATDESK_DATABASE_URL.")] = "",
) -> None:
    """Print who is who in the database as a directory.yml. Code 1 if it lacks what a file needs, 2 if there is none."""
    from chatdesk.settings import StoreSettings, read_settings

    url = database or read_settings(StoreSettings).database_url
    who, _ = _kept(url)
    if who is None:
        _refuse("nobody has said yet who is who: write to chatdesk in a direct message, or start it with a directory")
    text = written(who)
    typer.echo(text, nl=False)
    problems = _problems(text)
    for problem in problems:
        typer.echo(f"directory.yml{problem}", err=True)
    if problems:
        raise typer.Exit(_FOUND)


def _of_policies(who: Directory, folder: Path | None) -> Iterator[Oddity]:
    """Roles that a customer's policy names and nobody fills, tiers at which nobody is reached."""
    from chatdesk.app import wall_clock

    return of_policies(who, _policies(folder), wall_clock().date())


def _policies(folder: Path | None) -> dict[str, WholeFile]:
    from chatdesk.policy_files import PolicyError, read_whole, shipped_policies

    try:
        found = [read_whole(path) for path in (shipped_policies() if folder is None else sorted(folder.glob("*.yml")))]
    except PolicyError as error:
        _refuse(str(error))
    return {whole.policy.name: whole for whole in found}


def _of_database(who: Directory, url: str) -> tuple[list[Oddity], list[str]]:
    """The differences, and in whole sentences who changed in chat what the file overrules."""
    kept, changes = _kept(url)
    if kept is None:
        return [], [f"{_shown(url)}: nobody has said there yet who is who."]
    return list(of_the_database(who, kept)), changes


def _kept(url: str) -> tuple[Directory | None, list[str]]:
    from chatdesk.store import directory_changes, who_is_who
    from chatdesk.store.engine import DatabaseUnreachable, open_existing

    try:
        store = open_existing(url)
    except DatabaseUnreachable as error:
        _refuse(str(error))
    try:
        with store.reading() as tx:
            overruled = [one for one in directory_changes.made(tx) if one.is_overruled]
            return who_is_who.read(tx), [
                f"W-OVERRULED: the file wins over what {one.by_name or one.by.user} changed in chat on "
                f"{one.at:%Y-%m-%d %H:%M} UTC ({type(one.change).__name__})."
                for one in overruled
            ]
    finally:
        store.close()


def _lines(path: Path, document: Document, found: Iterable[Oddity], notes: Iterable[str]) -> Iterator[str]:
    oddities = sorted(found, key=lambda one: (document.line(one.where), one.code, one.odd))
    notes = list(notes)
    count = len(oddities) + len(notes)
    yield f"{path}: {f'{count} finding' + ('' if count == 1 else 's') if count else 'nothing odd'}"
    for one in oddities:
        yield f"{path}:{document.line(one.where)}: {one.code}: {one.odd}"
        yield f"    {one.advice}"
    yield from notes


def _problems(text: str) -> list[str]:
    """What keeps an exported file from being read again, by line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "directory.yml"
        path.write_text(text, encoding="utf-8")
        try:
            read_directory(path)
        except DirectoryError as error:
            return [f":{finding.line}: {finding.message}" for finding in error.findings]
    return []


def _shown(url: str) -> str:
    from chatdesk.store.engine import shown

    return shown(url)


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(_UNREADABLE)
