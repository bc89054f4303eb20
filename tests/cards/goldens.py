"""Every card, notice and form as readable text. `python -m tests.cards.goldens` writes them anew; then read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from chatdesk.cards import answers, forms, lists
from chatdesk.cards.case import case_card
from chatdesk.cards.notices import KINDS, notice_card
from chatdesk.core.view import CaseView, Reader
from tests.cards import stories
from tests.cards.plain import plain_card, plain_form
from tests.cards.story import CUSTOMER, ENGINEER, EXECUTIVE, HARBOR, Story, reader_of, shipped

FOLDER = Path(__file__).parent / "golden"
LANGUAGES = ("en", "es")


def all_goldens() -> dict[str, str]:
    """What each file says, by its path in the folder."""
    found = {f"notices/{kind}.txt": _notices(kind) for kind in KINDS}
    found |= {f"cases/{name}.txt": _case(view) for name, view in _cases()}
    found |= {f"forms/{language}.txt": _forms(language) for language in LANGUAGES}
    found |= {f"answers/{language}.txt": _answers(language) for language in LANGUAGES}
    return found


def _notices(kind: str) -> str:
    parts = []
    for audience, told in stories.distinct(kind):
        for language in LANGUAGES:
            card = notice_card(told.view, told.notice, reader_of(told.notice.audience, language))
            parts.append(f"=== to {audience}, {language}\n{plain_card(card)}\n")
    return "\n".join(parts)


def _cases() -> Iterator[tuple[str, CaseView]]:
    yield "new", Story.open("c2-atom", "2026-03-06T10:00-05:00", severity=3).view()
    yield "new_outside_hours", Story.open("c2-atom", "2026-03-07T11:00-05:00", severity=3).view()
    yield "new_without_severity", Story.open("catamarun", "2026-03-06T10:00-05:00", via="mention").view()
    yield "severity_asked_for", stories.severity_asked_for().view()
    yield "waiting", stories.waiting().view()
    yield "escalated", stories.climbing_owned().view()
    yield "escalation_proposed", stories.only_proposed().view()
    yield "late", stories.updates_missed().view()
    yield "analysed", stories.analysed().view()
    yield "resolved", stories.resolved().view()
    yield "closed", stories.closed_by_us().view()
    yield "withdrawn", stories.withdrawn().view()
    yield "merged", stories.merged().view()
    yield "back_again", stories.worked_through().view()


def _case(view: CaseView) -> str:
    readers: list[tuple[str, Reader]] = []
    for language in LANGUAGES:
        readers += [("customer", CUSTOMER[language]), ("engineers", ENGINEER[language])]
    if view.case.escalation is not None and view.case.escalation.is_active:
        readers.append(("executive", EXECUTIVE["en"]))
    return "\n".join(
        f"=== for {name}, {reader.language}\n{plain_card(case_card(view, reader))}\n" for name, reader in readers
    )


def _forms(language: str) -> str:
    customer, ours = CUSTOMER[language], ENGINEER[language]
    new = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=3).view()
    deep = Story.open("codify", "2026-04-01T11:00-03:00").view()
    answered = {"title": "VPN down", "question.operation": "down", "question.workaround": "no"}
    drawn = [
        forms.open_form(new.policy, customer),
        forms.open_form(new.policy, customer, answered),
        forms.open_form(deep.policy, ours, customers=[HARBOR]),
        forms.severity_form(new, customer),
        forms.severity_form(Story.open("catamarun", "2026-03-06T10:00-05:00").view(), ours),
        forms.reply_form(new, customer),
        forms.reply_form(new, ours),
        forms.note_form(new, ours),
        forms.ask_form(new, ours),
        forms.assign_form(new, ours),
        forms.wait_form(new, ours),
        forms.workaround_form(new, ours),
        forms.resolve_form(new, ours),
        forms.reject_form(new, customer),
        forms.reopen_form(new, customer),
        forms.escalate_form(new, ours),
        forms.deescalate_form(new, ours),
        forms.handoff_form(deep, ours),
        forms.link_form(new, ours),
        forms.merge_form(new, ours),
        forms.loading_form(customer),
    ]
    return "\n\n".join(plain_form(form) for form in drawn) + "\n"


def _answers(language: str) -> str:
    customer, ours = CUSTOMER[language], ENGINEER[language]
    new = Story.open("catamarun", "2026-03-07T11:00-05:00", severity=2).view()
    deep = Story.open("codify", "2026-04-01T11:00-03:00").view()
    lines = tuple(f"line {number}" for number in range(1, 16))
    cards = [
        answers.opening_card(new, customer),
        answers.opening_card(new, ours),
        answers.trouble_card(customer, "7f3a"),
        answers.working_card(customer),
        lists.list_card([new, deep], ours),
        lists.list_card([new], customer, total=9),
        lists.list_card([], customer),
        lists.help_card(customer, "@chatdesk", in_thread=True, prefix=HARBOR.prefix),
        lists.help_card(ours, "/case", in_thread=True),
        lists.hours_card(shipped("codify"), customer, deep.now),
        lists.hours_card(shipped("catamarun"), customer, new.now),
        lists.home_card([new], [deep], ours),
        lists.home_card([], [], customer),
        lists.explain_card("HARBOR-1", lines, ours),
    ]
    return "\n\n".join(plain_card(card) for card in cards) + "\n"


if __name__ == "__main__":
    for name, text in all_goldens().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
