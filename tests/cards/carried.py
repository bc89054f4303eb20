"""Words that are carried to the other side with files, edited and deleted since; and what administrators are told."""

from __future__ import annotations

from dataclasses import replace

from chatdesk.cards import admin, admin_help, lists
from chatdesk.cards.model import Card
from chatdesk.cards.notices import notice_card
from chatdesk.core import commands as c
from chatdesk.core.attached import AttachedFile
from chatdesk.core.notice import AudienceKind
from chatdesk.core.people import CLOCK
from chatdesk.core.view import Reader
from tests.cards.story import DANA, RUTH, Story, Told, at

SCREEN = AttachedFile("screen.png", "slack", "png", 91_400, "https://northwind.example/files/screen.png")
LOG = AttachedFile("client log.txt", "slack", "text")


def carried_cards(ours: Reader) -> list[Card]:
    """As the engineers read a customer's words: with files, edited, files alone (eleven), edited and deleted."""
    story, text_id = _said("The log of one client.")
    plain = _told(story, "reply.from_customer", ours, {text_id: (SCREEN, LOG)})
    was = story.text("The log of one client.")
    story.texts[text_id] = "The logs of two clients."
    story.give(c.ChangeWords(actor=RUTH, text_id=text_id, was_id=was, changed_at=at("2026-03-06T10:40-05:00")))
    edited = _told(story, "reply.from_customer", ours, {text_id: (SCREEN, LOG)})
    del story.texts[text_id]
    story.give(c.DeleteWords(actor=CLOCK, text_id=text_id, deleted_at=at("2026-03-06T10:50-05:00")))
    deleted = _told(story, "reply.from_customer", ours, {})
    silent, silent_id = _said("")
    eleven = tuple(replace(SCREEN, name=f"screen {number}.png") for number in range(1, 12))
    return [plain, edited, deleted, _told(silent, "reply.from_customer", ours, {silent_id: eleven})]


def admin_cards(ours: Reader) -> list[Card]:
    """Help with the lines of administrators, and all that they can do."""
    bare = admin.Desk(None, False, "/case", True)
    return [lists.help_card(ours, "/case", is_admin=True), admin_help.admin_help_card(bare, ours)]


def _said(words: str) -> tuple[Story, str]:
    story = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=2)
    story.give(c.Acknowledge(actor=DANA), "2026-03-06T10:20-05:00")
    story.reply(RUTH, words, "2026-03-06T10:30-05:00")
    return story, next(key for key, kept in story.texts.items() if kept == words)


def _told(story: Story, kind: str, reader: Reader, files: dict[str, tuple[AttachedFile, ...]]) -> Card:
    told: Told = next(
        one for one in story.told if one.notice.kind == kind and one.notice.audience.kind is AudienceKind.VIEW
    )
    return notice_card(replace(story.view(), files=files), told.notice, reader)
