"""What a form asks for, before any platform's JSON."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldOption:
    value: str
    label: str
    description: str | None = None


@dataclass(frozen=True)
class TextField:
    key: str
    label: str
    is_long: bool = False
    is_required: bool = True
    initial: str | None = None
    hint: str | None = None
    placeholder: str | None = None
    max_length: int = 3000


@dataclass(frozen=True)
class ChoiceField:
    """Pick one. `redraws` asks the platform to send the form's values at once when it changes."""

    key: str
    label: str
    options: tuple[FieldOption, ...]
    is_required: bool = True
    initial: str | None = None
    hint: str | None = None
    shows_all: bool = False
    redraws: bool = False


@dataclass(frozen=True)
class PersonField:
    key: str
    label: str
    is_required: bool = True


@dataclass(frozen=True)
class ChannelField:
    """Choose a channel that others can be in. Only where the platform lets people choose one."""

    key: str
    label: str
    is_required: bool = True
    initial: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class FileField:
    """Files, as many as `most`; nobody has to give one. `elsewhere` is said where a form takes none."""

    key: str
    label: str
    elsewhere: str
    hint: str | None = None
    kinds: tuple[str, ...] = ()
    most: int = 10
