"""Files that people share: small bytes in memory, and how they look in Slack's JSON."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .workspace import Workspace

JSON = dict[str, Any]

MAX_BYTES = 2_000_000
MAX_IN_A_MESSAGE = 10
_TYPES = {
    "txt": ("text", "text/plain", "Plain Text"),
    "log": ("text", "text/plain", "Plain Text"),
    "csv": ("csv", "text/csv", "CSV"),
    "png": ("png", "image/png", "PNG"),
    "jpg": ("jpg", "image/jpeg", "JPEG"),
    "pdf": ("pdf", "application/pdf", "PDF"),
}


@dataclass(frozen=True)
class SharedFile:
    id: str
    name: str
    user: str
    content: bytes
    created_at: datetime

    @property
    def type(self) -> tuple[str, str, str]:
        """Slack's filetype, the MIME type and what people call it."""
        return _TYPES.get(self.name.rpartition(".")[2].lower(), ("binary", "application/octet-stream", "Binary"))

    @property
    def path(self) -> str:
        """Where it is found below the playground's address; its name is there for people only."""
        return f"{self.user}/{self.id}/{re.sub('[^A-Za-z0-9._-]', '_', self.name)}"


class Shelf:
    """`base_url` is where the playground listens."""

    def __init__(self) -> None:
        self.base_url = ""
        self.files: dict[str, SharedFile] = {}
        self._numbers = itertools.count(1)

    def add(self, user: str, name: str, content: bytes, now: datetime) -> SharedFile:
        file = SharedFile(f"F{next(self._numbers):08d}", name, user, content, now)
        self.files[file.id] = file
        return file


def file_json(workspace: Workspace, file: SharedFile) -> JSON:
    """A file as `files.info` shows it."""
    filetype, mimetype, pretty = file.type
    base, created = workspace.shelf.base_url, int(file.created_at.timestamp())
    return {
        "id": file.id,
        "created": created,
        "timestamp": created,
        "name": file.name,
        "title": file.name,
        "mimetype": mimetype,
        "filetype": filetype,
        "pretty_type": pretty,
        "user": file.user,
        "user_team": workspace.people[file.user].team_id,
        "editable": False,
        "size": len(file.content),
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": True,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{base}/files-pri/{file.path}",
        "url_private_download": f"{base}/files-pri/{file.path}?download",
        "permalink": f"{base}/files/{file.path}",
        "file_access": "visible",
    }


def shown_in_message(workspace: Workspace, file: SharedFile) -> JSON:
    """A file as a message carries it: of one from a foreign organisation no more than that it must be asked for."""
    if not workspace.is_foreign(file.user):
        return file_json(workspace, file)
    created = int(file.created_at.timestamp())
    return {
        "id": file.id,
        "created": created,
        "timestamp": created,
        "user": file.user,
        "mode": "file_access",
        "file_access": "check_file_info",
    }
