"""`chatdesk policy check` and `chatdesk policy clauses`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from chatdesk.core.directory import Directory
from chatdesk.policy_check import Finding, check
from chatdesk.policy_check.clauses import State, clauses_of, plain_clauses
from chatdesk.policy_files import PolicyError, WholeFile, find_policy, read_whole, shipped_policies

_FOUND = 1
_UNREADABLE = 2

Name = Annotated[str, typer.Argument(metavar="POLICY", help="A shipped policy's name, or a path.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of lines.")]


def check_policies(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[POLICY]...", help="Names of shipped policies, or paths; without any, all shipped."),
    ] = None,
    directory: Annotated[
        Path | None, typer.Option("--directory", help="directory.yml: also say whom nobody can reach.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what is odd in policies, line by line. Code 0: clean or waived, 1: findings, 2: unreadable."""
    people = _directory(directory) if directory else None
    paths = [_path(name) for name in names] if names else shipped_policies()
    results = [_checked(path, people) for path in paths]
    if as_json:
        typer.echo(json.dumps({"policies": [_plain(*result) for result in results]}, ensure_ascii=False, indent=2))
    else:
        for result in results:
            for line in _lines(*result):
                typer.echo(line)
    if any(error for _, _, error in results):
        raise typer.Exit(_UNREADABLE)
    if any(not finding.is_waived for _, findings, _ in results for finding in findings):
        raise typer.Exit(_FOUND)


def list_clauses(name: Name, as_json: AsJson = False) -> None:
    """List every clause of a policy: where it stands in the file, and whether a scenario plays it."""
    whole = read_or_refuse(name)
    clauses = clauses_of(whole)
    if as_json:
        told = {"policy": whole.policy.name, "clauses": plain_clauses(clauses)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not clauses:
        typer.echo(f"{whole.policy.name} lists no clauses; add them under 'clauses:'.")
        return
    for clause in clauses:
        typer.echo(f"{clause.id}: {clause.says}")
        for place, line in clause.places:
            typer.echo(f"    stands at {place}, line {line}")
        for scenario in clause.scenarios:
            typer.echo(f"    tested by {scenario}")
        if clause.state is not State.TESTED:
            typer.echo(f"    {clause.state.value}{f': {clause.why}' if clause.why else ''}")
    counts = [(state, sum(clause.state is state for clause in clauses)) for state in State]
    typer.echo(f"{len(clauses)} clauses: {', '.join(f'{number} {state.value}' for state, number in counts if number)}.")


def read_or_refuse(name: str) -> WholeFile:
    """A policy by name or path; the command ends with code 2 where there is none or it cannot be used."""
    try:
        return read_whole(_path(name))
    except PolicyError as error:
        _refuse(str(error))


def _checked(path: Path, directory: Directory | None) -> tuple[Path, list[Finding], PolicyError | None]:
    try:
        return path, check(read_whole(path), date.today(), directory), None  # noqa: DTZ011 (holidays are local dates)
    except PolicyError as error:
        return path, [], error


def _lines(path: Path, findings: list[Finding], error: PolicyError | None) -> Iterator[str]:
    if error is not None:
        yield f"{path.stem}: cannot be used"
        for wrong in error.findings:
            yield f"{_shown(path)}:{wrong.line}: {wrong.message}"
        return
    yield f"{path.stem}: {_count(findings)}"
    for found in findings:
        clauses = f" ({', '.join(found.clauses)})" if found.clauses else ""
        yield f"{_shown(path)}:{found.line}: {found.code} at {found.place}{clauses}"
        yield f"    {found.odd}"
        yield f"    {found.advice}"
        if found.waiver is not None:
            yield f"    Waived by {found.waiver.name} on {found.waiver.on}: {found.waiver.reason}"


def _count(findings: list[Finding]) -> str:
    if not findings:
        return "nothing odd"
    number = f"{len(findings)} finding{'' if len(findings) == 1 else 's'}"
    waived = sum(finding.is_waived for finding in findings)
    if waived == len(findings):
        return f"{number}, all waived" if waived > 1 else f"{number}, waived"
    return f"{number}, {waived} waived"


def _plain(path: Path, findings: list[Finding], error: PolicyError | None) -> dict[str, Any]:
    return {
        "policy": path.stem,
        "path": str(path),
        "is_readable": error is None,
        "errors": [{"line": wrong.line, "message": wrong.message} for wrong in error.findings] if error else [],
        "findings": [
            {
                "line": found.line,
                "code": found.code,
                "place": found.place,
                "clauses": list(found.clauses),
                "odd": found.odd,
                "advice": found.advice,
                "waived": found.waiver
                and {"name": found.waiver.name, "on": found.waiver.on.isoformat(), "reason": found.waiver.reason},
            }
            for found in findings
        ],
    }


def _shown(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _path(name: str) -> Path:
    try:
        return find_policy(name)
    except FileNotFoundError as error:
        _refuse(str(error))


def _directory(path: Path) -> Directory:
    from chatdesk.directory import DirectoryError, read_directory

    try:
        return read_directory(path)
    except DirectoryError as error:
        _refuse(str(error))


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(_UNREADABLE)
