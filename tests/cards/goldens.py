"""Every card, notice and form as readable text. `python -m tests.cards.goldens` writes them anew; then read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from chatdesk.cards import answers, forms, history, hours, lists, news, releases, standing, step_forms
from chatdesk.cards.case import case_card
from chatdesk.cards.model import Card, Form
from chatdesk.cards.notices import KINDS, notice_card
from chatdesk.core.bulk_load import BulkLoad, check
from chatdesk.core.notice import AudienceKind, Notice, channel, everybody_at
from chatdesk.core.view import CaseView, NewsView, Reader, ReleaseView
from chatdesk.desk.loading import faulty
from tests.cards import stories
from tests.cards.carried import admin_cards, carried_cards
from tests.cards.plain import plain_card, plain_form
from tests.cards.story import CUSTOMER, ENGINEER, EXECUTIVE, HARBOR, Story, reader_of, shipped

FOLDER = Path(__file__).parent / "golden"
LANGUAGES = ("en", "es")


def all_goldens() -> dict[str, str]:
    """What each file says, by its path in the folder."""
    found = {f"notices/{kind}.txt": _texts(notice_cards(kind)) for kind in KINDS}
    found |= {f"cases/{name}.txt": _texts(case_cards(view)) for name, view in cases()}
    found |= {f"forms/{language}.txt": _form_texts(language) for language in LANGUAGES}
    found |= {f"answers/{language}.txt": _answer_texts(language) for language in LANGUAGES}
    return found


def notice_cards(kind: str, hears_all: bool = True) -> Iterator[tuple[str, str, Card]]:
    """Every notice of a kind: to whom, in which language, the card."""
    for audience, told in stories.distinct(kind):
        for language in LANGUAGES:
            reader = reader_of(told.notice.audience, language)
            # In a chat with us alone we hear everything anyway.
            is_alone = told.notice.audience.kind is AudienceKind.PERSON
            card = notice_card(told.view, told.notice, replace(reader, hears_all=hears_all or is_alone))
            yield f"to {audience}", language, card


def _texts(cards: Iterable[tuple[str, str, Card]]) -> str:
    return "\n".join(f"=== {name}, {language}\n{plain_card(card)}\n" for name, language, card in cards)


def cases() -> Iterator[tuple[str, CaseView]]:
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


def case_cards(view: CaseView, hears_all: bool = True) -> Iterator[tuple[str, str, Card]]:
    """A case as each reader sees it."""
    readers: list[tuple[str, Reader]] = []
    for language in LANGUAGES:
        readers += [("customer", CUSTOMER[language]), ("engineers", ENGINEER[language])]
    if view.case.escalation is not None and view.case.escalation.is_active:
        readers.append(("executive", EXECUTIVE["en"]))
    for name, reader in readers:
        yield f"for {name}", reader.language, case_card(view, replace(reader, hears_all=hears_all))


def _form_texts(language: str) -> str:
    return "\n\n".join(plain_form(form) for form in drawn_forms(language)) + "\n"


def drawn_forms(language: str, hears_all: bool = True) -> list[Form]:
    customer, ours = (replace(each[language], hears_all=hears_all) for each in (CUSTOMER, ENGINEER))
    new = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=3).view()
    deep = Story.open("codify", "2026-04-01T11:00-03:00").view()
    answered = {"title": "VPN down", "question.operation": "down", "question.workaround": "no"}
    return [
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
        forms.open_form(deep.policy, customer, {"title": "Units of May", "reason": "bulk_load"}),
        step_forms.load_decline_form(deep, ours),
        step_forms.external_form(deep, ours),
        releases.release_form(ours),
    ]


def _answer_texts(language: str) -> str:
    return "\n\n".join(plain_card(card) for card in answer_cards(language)) + "\n"


def answer_cards(language: str, hears_all: bool = True) -> list[Card]:
    customer, ours = (replace(each[language], hears_all=hears_all) for each in (CUSTOMER, ENGINEER))
    new = Story.open("catamarun", "2026-03-07T11:00-05:00", severity=2).view()
    deep = Story.open("codify", "2026-04-01T11:00-03:00").view()
    lines = tuple(f"line {number}" for number in range(1, 16))
    return [
        answers.opening_card(new, customer),
        answers.opening_card(new, ours),
        answers.trouble_card(customer, "7f3a"),
        answers.working_card(customer),
        lists.list_card([new, deep], ours),
        lists.list_card([new], customer, total=9),
        lists.list_card([], customer),
        lists.help_card(customer, "@chatdesk", in_thread=True, prefix=HARBOR.prefix),
        lists.help_card(ours, "/case", in_thread=True),
        hours.hours_card(shipped("codify"), customer, deep.now),
        hours.hours_card(shipped("catamarun"), customer, new.now),
        lists.home_card([new], [deep], ours),
        lists.home_card([], [], customer),
        standing.standing_card(customer),
        standing.withdrawn_card(customer),
        lists.explain_card("HARBOR-1", lines, ours),
        *_cards_of_records(customer, ours),
        lists.welcome_card(customer, "@chatdesk"),
        lists.welcome_card(ours, "@chatdesk"),
        *carried_cards(ours),
        *admin_cards(ours),
    ]


def _cards_of_records(customer: Reader, ours: Reader) -> list[Card]:
    """Releases, news of no case, a history, a long list, and rows that are wrong."""
    solved = stories.closed_by_us().view()
    other = stories.withdrawn().view()
    may = date(2026, 5, 1)
    known = (
        ReleaseView("5.0", waiting=("HARBOR-4",)),
        ReleaseView("4.2", may, False, solved.now, ("HARBOR-1", "HARBOR-2")),
        ReleaseView("4.1", None, True, solved.now),
    )
    told = NewsView(HARBOR, "4.2", "It brings dark mode.")
    planned = Notice("release.news", everybody_at(HARBOR.id), solved.now, 1, (("due_on", "2026-05-01"),))
    lost = Notice("undeliverable", channel("on_call"), solved.now, 1, (("error", "no_shared_channel"),))
    wrong = check("Código;Nombre;Correo del jefe;Vigente desde;Talla\nA1", _rows_of_codify())
    worse = check("Código;Nombre;Vigente desde\nA1;;x\nA1;Norte;2026-05-01;\n", _rows_of_codify())
    past = {"total": 12, "page": 1, "size": 10, "whose": HARBOR.name, "args": {"customer": HARBOR.id}}
    return [
        releases.releases_card(known, ours),
        releases.releases_card((), ours),
        news.news_card(told, planned, customer),
        news.news_card(NewsView(HARBOR, "4.2", None), replace(planned, facts=()), customer),
        news.news_card(told, lost, ours),
        history.history_card([solved, other], {solved.case.id: "Set the zone."}, customer, **past),
        history.history_card([], {}, ours, total=0, page=1, size=10, whose=None, args={}),
        lists.paged_list_card([solved], ours, 31, 2, "all"),
        answers.refusal_card(faulty(wrong, _rows_of_codify()), customer),
        answers.refusal_card(faulty(worse, _rows_of_codify()), customer),
    ]


def _rows_of_codify() -> BulkLoad:
    reason = shipped("codify").reason("bulk_load")
    assert reason
    assert reason.bulk_load
    return reason.bulk_load


if __name__ == "__main__":
    for name, text in all_goldens().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
