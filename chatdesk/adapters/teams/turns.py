"""What Teams delivers, each kind once: read, heard or answered. One delivery may come several times."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime

from chatdesk.adapters.talk.door import Through
from chatdesk.adapters.talk.grammar import asks_for_form, read
from chatdesk.adapters.talk.hearing import Attached, Hearing, Said, takes_file
from chatdesk.adapters.talk.once import Work
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.requests import request_id
from chatdesk.adapters.talk.spoken import Spoken
from chatdesk.adapters.talk.talk import Answer
from chatdesk.adapters.talk.wish import Wish
from chatdesk.adapters.teams import answers, parse
from chatdesk.adapters.teams.calls import JSON
from chatdesk.adapters.teams.carried import Carried
from chatdesk.adapters.teams.clicks import Clicks, Pressed, taking_words_along
from chatdesk.adapters.teams.dialogs import Dialogs, Sheet
from chatdesk.adapters.teams.doors import Name, lets_in
from chatdesk.adapters.teams.ids import PLATFORM
from chatdesk.adapters.teams.invokes import Invokes
from chatdesk.adapters.teams.learning import Learning
from chatdesk.adapters.teams.people import People
from chatdesk.adapters.teams.pressed import pressed
from chatdesk.adapters.teams.tell import Tell
from chatdesk.adapters.teams.trouble import Trouble
from chatdesk.adapters.teams.turn import Turn, message_ref, part, said_at, text, turn_of
from chatdesk.adapters.teams.welcome import Welcome
from chatdesk.adapters.teams.wishes import Wishes
from chatdesk.core.attached import AttachedFile
from chatdesk.core.inbound import CaseRef

Files = tuple[AttachedFile, ...]


class Turns:
    """Raises what Teams shall deliver again; see `bot.Turns`."""

    def __init__(
        self,
        hearing: Hearing,
        wishes: Wishes,
        dialogs: Dialogs,
        clicks: Clicks,
        invokes: Invokes,
        welcome: Welcome,
        carried: Carried,
        people: People,
        learning: Learning,
        tell: Tell,
        trouble: Trouble,
        work: Work,
        run: Run,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._hearing = hearing
        self._wishes = wishes
        self._dialogs = dialogs
        self._clicks = clicks
        self._invokes = invokes
        self._welcome = welcome
        self._carried = carried
        self._people = people
        self._learning = learning
        self._tell = tell
        self._trouble = trouble
        self._work = work
        self._run = run
        self._now = now
        self._new_id = new_id
        self._words: Mapping[Name, Callable[[str, Spoken, Files, datetime, Turn], Coroutine[None, None, None]]] = {
            Name.MESSAGE: self._heard,
            Name.TARGETED_MESSAGE: self._typed,
        }
        self._values: Mapping[Name, Callable[[Name, str, Pressed, Turn], Coroutine[None, None, None]]] = {
            Name.VALUE_MESSAGE: self._pressed,
        }

    @property
    def names(self) -> frozenset[str]:
        """What is taken in at all."""
        return (
            frozenset(name.value for name in (*self._words, *self._values)) | self._carried.names | self._invokes.names
        )

    async def message(self, activity: JSON) -> None:
        """Heard is what is said to us: in our chat, with our name, or for our eyes alone. Nothing else."""
        turn = turn_of(activity)
        if turn.is_by_bot or not turn.conversation:
            return
        clicked = pressed(activity.get("value")) if not text(activity, "text").strip() else None
        is_to_us = turn.is_personal or turn.is_targeted or parse.mentions_bot(activity, turn.bot)
        if clicked is None and not is_to_us:
            return
        key = self._key(turn, "clicked" if clicked else "said", activity)
        try:
            if clicked is not None:
                name = Name.VALUE_MESSAGE
                await self._work.once(key, lambda: self._values[name](name, key, clicked, turn))
            else:
                await self._work.once(key, lambda: self._said(key, activity, turn))
        except Exception as error:  # noqa: BLE001 -- raised again for Teams, or reported to the person under a reference
            self._trouble.with_message(key, error, turn)
        else:
            self._trouble.is_over(key)

    async def reworded(self, activity: JSON) -> None:
        await self._carried.reworded(activity)

    async def invoke(self, activity: JSON) -> tuple[int, JSON | None]:
        turn = turn_of(activity)
        return await self._invokes.invoke(activity, self._key(turn, text(activity, "name") or "invoke", activity))

    async def changed(self, activity: JSON) -> None:
        await self._welcome.changed(activity)

    async def _said(self, key: str, activity: JSON, turn: Turn) -> None:
        turn = await self._people.recognised(turn)
        await self._learning.of(turn)
        mentions = await self._people.mentions(turn, parse.named_in(activity, turn.bot))
        spoken = parse.spoken(activity, mentions, turn.bot, turn.bot_name)
        at = said_at(activity, self._now())
        name = Name.TARGETED_MESSAGE if turn.is_targeted else Name.MESSAGE
        await self._words[name](key, spoken, parse.files_in(activity), at, turn)

    async def _heard(self, key: str, spoken: Spoken, files: Files, at: datetime, turn: Turn) -> None:
        message = message_ref(turn)
        if message is None:
            # Teams names every message; a case could not live under one that has no name.
            return
        await self._people.meet(turn)
        said = Said(
            id=key,
            identity=turn.identity,
            spoken=spoken,
            place=message.place,
            message=message,
            said_at=at,
            is_to_us=True,
            called=turn.called,
            attached=_rows_in(files, spoken),
            ground=await self._wishes.ground_of(spoken, turn),
            files=files,
        )
        answer = await self._run(self._hearing.hear, said, self._now())
        if answer is not None:
            self._show(replace(answer, card=taking_words_along(answer.card, spoken.text)), turn)

    async def _typed(self, key: str, spoken: Spoken, files: Files, at: datetime, turn: Turn) -> None:
        """A command that nobody else reads: it begins no thread, and what it lacks is asked in a form."""
        phrase = read(spoken.text)
        wish = Wish(
            id=key,
            identity=turn.identity,
            verb=phrase.verb.name if phrase.verb else "open",
            said_at=at,
            case=CaseRef(number=phrase.number) if phrase.number else None,
            words=phrase.words,
            leftover=phrase.leftover,
            mentioned=spoken.mentioned,
            others=phrase.others,
            place=turn.place,
            called=turn.called,
            files=files,
        )
        if phrase.verb is None and phrase.typed:
            self._show(await self._wishes.puzzled(wish, phrase, turn), turn)
        elif not lets_in(Name.TARGETED_MESSAGE, Through.TYPED, wish.verb):
            return
        elif phrase.verb is None or asks_for_form(phrase):
            self._show(await self._dialogs.ask(wish, turn), turn)
        else:
            self._show(await self._wishes.answer(wish, turn), turn)

    async def _pressed(self, name: Name, key: str, clicked: Pressed, turn: Turn) -> None:
        """A button of a client that knows no invokes: the answer is a message."""
        turn = await self._people.recognised(turn)
        await self._learning.of(turn)
        self._show(await self._clicks.outcome(name, clicked, turn, key), turn)

    def _show(self, outcome: Sheet | Answer, turn: Turn) -> None:
        if isinstance(outcome, Sheet):
            self._work.later(self._tell.activity(turn, answers.as_message(outcome), outcome.reader))
        elif not outcome.is_repeat:
            self._work.later(self._tell.privately(turn, outcome.card, outcome.reader))

    def _key(self, turn: Turn, kind: str, activity: JSON) -> str:
        """The same for a delivery and its repetitions. What Teams gave no id is never taken for a repetition."""
        value = part(activity, "value")
        return request_id(
            PLATFORM,
            turn.tenant,
            kind,
            turn.conversation,
            turn.activity or self._new_id(),
            text(activity, "replyToId"),
            text(part(value, "action"), "verb") or text(value, "commandId"),
            turn.identity.user or turn.address,
        )


def _rows_in(files: Files, spoken: Spoken) -> Attached | None:
    """Teams gives a bot files in personal chats only, and rows in a file are said to be unread rather than ignored."""
    is_asked = bool(files) and takes_file(spoken.text) and not read(spoken.text).words
    return Attached(problem="talk.file_not_here") if is_asked else None
