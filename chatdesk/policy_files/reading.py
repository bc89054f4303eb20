"""Reading one policy file, and finding the files that are shipped."""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from chatdesk.core.policy import Policy
from chatdesk.policy_files.building import build_policy
from chatdesk.policy_files.checks import complaints
from chatdesk.policy_files.document import Document, read_document
from chatdesk.policy_files.findings import Finding, PolicyError, did_you_mean
from chatdesk.policy_files.schema import PolicyFile
from chatdesk.policy_files.values import LANGUAGE

_ENDING = ".yml"
_SAYS = {
    "string_type": "must be text; put it in quotes",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "list_type": "must be a list: one '- …' a line, or […]",
    "dict_type": "must be a block of keys",
    "model_type": "must be a block of keys",
    "string_pattern_mismatch": "is not written as it should be; a language is two small letters such as 'en'",
}


@dataclass(frozen=True)
class WholeFile:
    """A policy file as read: what it says in which line, its checked shape, and the policy it describes."""

    document: Document
    file: PolicyFile
    policy: Policy


def read_policy(path: Path) -> Policy:
    """The policy in a file, named like the file. PolicyError with everything that is wrong with it."""
    return read_whole(path).policy


def read_whole(path: Path) -> WholeFile:
    """The policy in a file, and the file. PolicyError with everything that is wrong with it."""
    document = read_document(path)
    file = _shaped(document)
    findings = [document.finding(where, message) for where, message in complaints(file)]
    if findings:
        raise PolicyError(findings)
    return WholeFile(document, file, build_policy(path.stem, file))


def find_policy(name_or_path: str, directory: Path | None = None) -> Path:
    """The file of a policy given by name (a file's name without its ending) or by path.

    Names are looked up in `directory`, without one among the shipped policies.
    FileNotFoundError says which names there are.
    """
    given = Path(name_or_path)
    if given.suffix in (_ENDING, ".yaml") or len(given.parts) > 1:
        if given.is_file():
            return given
        raise FileNotFoundError(f"there is no policy file '{name_or_path}'; check the path")
    folder = directory or _shipped_folder()
    files = {path.stem: path for path in _files(folder)}
    if name_or_path in files:
        return files[name_or_path]
    advice = did_you_mean(name_or_path, files)
    others = f" There are {', '.join(files)}." if advice.startswith("did you mean") else ""
    raise FileNotFoundError(f"unknown policy '{name_or_path}'; {advice}{others}")


def shipped_policies() -> list[Path]:
    """The files that come with chatdesk, by name."""
    return _files(_shipped_folder())


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_ENDING}"))


@lru_cache(maxsize=1)
def _shipped_folder() -> Path:
    """Inside the package when installed from a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "policies"
    return inside if inside.is_dir() else package.parent / "policies"


def _shaped(document: Document) -> PolicyFile:
    # Texts are checked against the policy's own language, unless that itself is wrong.
    language = str(document.data.get("language"))
    context = {"language": language if LANGUAGE.fullmatch(language) else None}
    try:
        return PolicyFile.model_validate(document.data, context=context)
    except ValidationError as error:
        raise PolicyError(_findings(document, error)) from error


def _findings(document: Document, error: ValidationError) -> Iterator[Finding]:
    for detail in error.errors(include_url=False):
        where = tuple(part for part in detail["loc"] if part != "[key]")
        finding = document.finding(where, _message(detail, where))
        yield finding if where else replace(finding, line=1)


def _message(detail: ErrorDetails, where: Sequence[str | int]) -> str:
    key = next((str(part) for part in reversed(where) if isinstance(part, str)), "the file")
    match detail["type"]:
        case "extra_forbidden":
            return f"unknown key '{where[-1]}'; {did_you_mean(where[-1], _keys_at(where[:-1]))}"
        case "missing":
            return f"'{where[-1]}:' is missing here; add it"
        case "value_error":
            return str(detail["ctx"]["error"])
        case "literal_error":
            return f"'{detail['input']}' is not known for '{key}'; use one of: {detail['ctx']['expected']}"
        case "too_short":
            return f"'{key}' needs at least {detail['ctx']['min_length']} entries"
        case kind:
            return f"'{key}' {_SAYS.get(kind, detail['msg'])}"


def _keys_at(where: Sequence[str | int]) -> list[str]:
    """The keys the schema knows in the block at `where`."""
    kind: Any = PolicyFile
    for part in where:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = {field.alias or name: field for name, field in kind.model_fields.items()}
            kind = _without_none(fields[str(part)].annotation)
        elif get_origin(kind) in (list, dict):
            kind = get_args(kind)[-1]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [field.alias or name for name, field in kind.model_fields.items()]
    return []


def _without_none(annotation: Any) -> Any:
    if isinstance(annotation, types.UnionType):
        return next(one for one in get_args(annotation) if one is not types.NoneType)
    return annotation
