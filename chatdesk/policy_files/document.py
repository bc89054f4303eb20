"""YAML as plain values, with the line that each of them stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from chatdesk.policy_files.findings import Finding, PolicyError

Where = tuple[str | int, ...]

# Aliases of aliases multiply: ten short lines can stand for millions of values.
_MOST_VALUES = 200_000
_MERGE = "tag:yaml.org,2002:merge"


@dataclass
class Document:
    """A file's content. Everything but whole numbers, fractions, true, false and null is text."""

    path: Path
    data: dict[Any, Any]
    lines: dict[Where, int] = field(default_factory=dict)

    def line(self, where: Sequence[str | int]) -> int:
        """The line of the value at `where`, or of the nearest value around it that stands in the file."""
        for length in range(len(where), 0, -1):
            line = self.lines.get(tuple(where[:length]))
            if line is not None:
                return line
        return 1

    def finding(self, where: Sequence[str | int], message: str) -> Finding:
        return Finding(self.path, self.line(where), message)


def read_document(
    path: Path,
    shape: str = "a policy is a block of keys such as 'title:' and 'targets:'",
    start: str = "start from one of the shipped policies",
) -> Document:
    """Read one YAML 1.2 mapping. PolicyError for a file that cannot be read, is broken, empty or no mapping.

    `shape` says what the file should be where it is no mapping, `start` what to do where it is empty.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _refused(path, 1, f"is not UTF-8 text ({error.reason}); save it as UTF-8") from error
    except OSError as error:
        raise _refused(path, 1, f"cannot be read: {error.strerror or error}") from error
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise _refused(path, *_broken(error)) from error
    except YAMLError as error:
        raise _refused(path, 1, f"is not valid YAML: {str(error).splitlines()[0]}") from error
    except RecursionError as error:
        raise _refused(path, 1, "brackets or blocks stand too deep inside each other; write them flatter") from error
    if root is None:
        raise _refused(path, 1, f"the file is empty; {start}")
    if not isinstance(root, MappingNode):
        raise _refused(path, _line(root), shape)
    return _Reading(path).document(root)


class _Reading:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[Where, int] = {}
        self.findings: list[Finding] = []
        self._inside: list[Node] = []
        self._values = 0

    def document(self, root: MappingNode) -> Document:
        data = self._mapping(root, ())
        if self.findings:
            raise PolicyError(self.findings)
        return Document(self.path, data, self.lines)

    def _value(self, node: Node, where: Where) -> Any:
        if any(node is outer for outer in self._inside):
            self._complain(_line(node), "holds itself through an alias ('*…'); write it out")
            return None
        self._values += 1
        if self._values > _MOST_VALUES:
            raise _refused(self.path, _line(node), f"the file holds more than {_MOST_VALUES} values; make it smaller")
        self._inside.append(node)
        value = self._read(node, where)
        self._inside.pop()
        return value

    def _read(self, node: Node, where: Where) -> Any:
        if isinstance(node, MappingNode):
            return self._mapping(node, where)
        if isinstance(node, SequenceNode):
            values = []
            for number, item in enumerate(node.value):
                self.lines[*where, number] = _line(item)
                values.append(self._value(item, (*where, number)))
            return values
        return self._scalar(node)

    def _mapping(self, node: MappingNode, where: Where) -> dict[Any, Any]:
        values: dict[Any, Any] = {}
        first_lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = _line(key_node)
            if not isinstance(key_node, ScalarNode) or key_node.tag == _MERGE:
                self._complain(line, "keys are single words or numbers; write the block out in full")
                continue
            key = self._scalar(key_node)
            # 1 and "1" would both be the first severity.
            if str(key) in first_lines:
                self._complain(line, f"'{key}' stands twice, first in line {first_lines[str(key)]}; keep one of them")
                continue
            first_lines[str(key)] = line
            self.lines[*where, key] = line
            values[key] = self._value(value_node, (*where, key))
        return values

    def _scalar(self, node: Node) -> Any:
        text = str(node.value)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            self._complain(_line(node), "holds half a character ('\\ud800' to '\\udfff'); write the whole one")
            return None
        match str(node.tag).rpartition(":")[2]:
            case "int":
                try:
                    return int(text.replace("_", ""), 10)
                except ValueError:
                    return text
            case "float":
                try:
                    return float(text)
                except ValueError:
                    return text
            case "bool":
                return text.lower() == "true"
            case "null":
                return None
            case _:
                return text

    def _complain(self, line: int, message: str) -> None:
        self.findings.append(Finding(self.path, line, message))


def _broken(error: MarkedYAMLError) -> tuple[int, str]:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else 1
    problem = error.problem or error.context or "cannot be read"
    if "\\t" in problem:
        return line, "a tab stands where spaces belong; indent with spaces only"
    if "mapping values are not allowed" in problem:
        return line, "a ':' stands where none can; check the indentation, and put text that holds ': ' in quotes"
    advice = "check quotes, brackets and indentation here and just above"
    return line, f"is not valid YAML: {problem}; {advice}"


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _refused(path: Path, line: int, message: str) -> PolicyError:
    return PolicyError([Finding(path, line, message)])
