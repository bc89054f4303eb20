"""What was said in a case's thread is edited or deleted where it stands. Nobody is answered: the copies say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chatdesk.adapters.talk.hearing import Hearing, Said
from chatdesk.core.commands import ChangeWords, DeleteWords
from chatdesk.core.inbound import Inbound
from chatdesk.core.places import Identity, MessageRef
from chatdesk.desk import Desk


class Carrying:
    """`new_id` makes ids of texts."""

    def __init__(self, desk: Desk, hearing: Hearing, new_id: Callable[[], str]) -> None:
        self._desk = desk
        self._hearing = hearing
        self._new_id = new_id

    def changed(self, said: Said, now: datetime) -> None:
        """The message as it stands since `said_at`. One that became empty was emptied, not deleted."""
        words = self._hearing.words_to_carry(said)
        if words is None or not (words or said.files):
            return
        self._desk.handle(
            Inbound(
                id=said.id,
                identity=said.identity,
                command=ChangeWords(changed_at=said.said_at),
                texts={self._new_id(): words},
                place=said.place,
                message=said.message,
                files=said.files,
            ),
            now,
        )

    def deleted(self, request: str, identity: Identity, message: MessageRef, at: datetime, now: datetime) -> None:
        """`identity` wrote it; who deleted it at `at` no platform says."""
        command = DeleteWords(deleted_at=at)
        self._desk.handle(Inbound(id=request, identity=identity, command=command, message=message), now)
