"""What a card lets a reader do, and what it says when the world has moved on since its notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chatdesk.cards import forms
from chatdesk.cards.answers import opening_card, outcome_card, refusal_card
from chatdesk.cards.bundle import bundle, marked_as_repeat
from chatdesk.cards.case import case_card
from chatdesk.cards.lists import explain_card, help_card, list_card
from chatdesk.cards.model import (
    Bullets,
    Card,
    ChoiceField,
    Confirm,
    Facts,
    Form,
    Paragraph,
    Quote,
    Small,
    TextField,
    Who,
)
from chatdesk.cards.notices import notice_card
from chatdesk.core import commands as c
from chatdesk.core.case import WaitingOn
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Done
from chatdesk.core.notice import CUSTOMER_VIEW, AudienceKind
from chatdesk.core.view import CaseView, Reader
from chatdesk.i18n import flat
from tests.cards import stories
from tests.cards.stories import STORIES, all_told
from tests.cards.story import CUSTOMER, DANA, ENGINEER, EXECUTIVE, MALIK, RUTH, Story, reader_of

EN_CUSTOMER, EN_ENGINEER, EN_EXECUTIVE = CUSTOMER["en"], ENGINEER["en"], EXECUTIVE["en"]


def verbs(card: Card) -> list[str]:
    return [button.verb for button in card.buttons]


def last_told(story: Story, kind: str, audience: str) -> Card:
    """The latest such notice, written from the case as it stands at the story's end."""
    heard = [one for one in story.told if one.notice.audience.kind is not AudienceKind.PAGER]
    told = [one for one in heard if one.notice.kind == kind and one.notice.audience.name == audience][-1]
    return notice_card(story.view(), told.notice, reader_of(told.notice.audience, "en"))


@pytest.mark.parametrize("make", STORIES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("reader", [EN_CUSTOMER, EN_ENGINEER, EN_EXECUTIVE], ids=lambda reader: reader.standing)
def test_a_card_has_at_most_eight_buttons_of_which_one_is_first(make: Callable[[], Story], reader: Reader) -> None:
    view = make().view()
    buttons = case_card(view, reader).buttons
    assert len(buttons) <= 8
    assert len(set(buttons)) == len(buttons)
    assert sum(button.style == "primary" for button in buttons) <= 1
    assert all(button.style != "primary" for button in buttons[1:])
    assert all(dict(button.args)["case"] == view.case.id for button in buttons)


def test_the_first_thing_an_engineer_can_do_follows_the_life_of_the_case() -> None:
    story = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=2)
    assert verbs(case_card(story.view(), EN_ENGINEER))[0] == "ack"
    story.give(c.Acknowledge(actor=DANA))
    assert verbs(case_card(story.view(), EN_ENGINEER))[0] == "reply"
    story.give(c.SetSeverity(actor=RUTH, severity=1))
    assert verbs(case_card(story.view(), EN_ENGINEER))[:2] == ["severity_confirm", "severity_keep"]


def test_waiting_and_resuming_take_each_others_place() -> None:
    story = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=2)
    assert "wait" in verbs(case_card(story.view(), EN_ENGINEER))
    story.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER))
    after = verbs(case_card(story.view(), EN_ENGINEER))
    assert "resume" in after
    assert "wait" not in after


def test_only_the_customers_approval_closes_where_the_policy_says_so() -> None:
    assert "close" not in verbs(case_card(stories.resolved().view(), EN_ENGINEER))
    story = Story.open("advendio", "2026-04-30T15:00+02:00", severity=4, reason="bug")
    story.give(c.Resolve(actor=DANA, resolution=stories.Resolution.PERMANENT, text_id=story.text("Done.")))
    assert verbs(case_card(story.view(), EN_ENGINEER))[0] == "close"


def test_withdrawing_asks_first() -> None:
    view = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=2).view()
    [withdraw] = [button for button in case_card(view, EN_CUSTOMER).buttons if button.verb == "withdraw"]
    assert isinstance(withdraw.confirm, Confirm)


@pytest.mark.parametrize("reader", [EN_CUSTOMER, EN_ENGINEER], ids=lambda reader: reader.standing)
@pytest.mark.parametrize("make", STORIES, ids=lambda make: make.__name__)
def test_the_text_of_a_card_says_all_that_its_blocks_say(make: Callable[[], Story], reader: Reader) -> None:
    story = make()
    cards = [case_card(story.view(), reader)]
    if not reader.is_customer:
        cards += [notice_card(t.view, t.notice, reader_of(t.notice.audience, "en")) for t in story.told]
    for card in cards:
        for piece in pieces(card):
            assert piece in card.text


def pieces(card: Card) -> list[str]:
    found = [flat(card.title)]
    for block in card.blocks:
        match block:
            case Paragraph(line) | Small(line):
                found.append(flat(line))
            case Quote(text):
                found.append(text)
            case Facts(facts):
                found += [f"{fact.label}: {flat(fact.value)}" for fact in facts]
            case Bullets(lines):
                found += [flat(line) for line in lines]
    return found


def test_a_notice_in_a_thread_names_its_case_for_those_who_only_hear_it() -> None:
    for told in all_told():
        card = notice_card(told.view, told.notice, reader_of(told.notice.audience, "en"))
        assert "HARBOR-1" in card.text


def test_the_requester_is_called_by_name_where_an_answer_is_needed() -> None:
    story = stories.resolved()
    card = last_told(story, "resolved", "customer")
    [paragraph] = [block for block in card.blocks if isinstance(block, Paragraph)]
    assert [inline.pings for inline in paragraph.line if isinstance(inline, Who)] == [True, False]


def test_a_severity_question_that_was_answered_since_asks_no_more() -> None:
    story = Story.open("catamarun", "2026-03-06T10:00-05:00")
    assert len(last_told(story, "severity.ask", "customer").buttons) == 4
    story.give(c.SetSeverity(actor=DANA, severity=2))
    card = last_told(story, "severity.ask", "customer")
    assert card.buttons == ()
    assert "Severity: P2 · Moderate impact." in card.text


def test_a_proposal_that_was_answered_since_has_no_buttons() -> None:
    story = stories.severity_asked_for()
    assert verbs(last_told(story, "severity.proposed", "engineers")) == ["severity_confirm", "severity_keep"]
    story.give(c.DeclineSeverity(actor=DANA))
    assert verbs(last_told(story, "severity.proposed", "engineers")) == []


def test_a_warning_that_was_held_up_says_what_has_happened_since() -> None:
    story = Story.open("catamarun", "2026-03-06T14:20-05:00", severity=1).until("2026-03-06T15:10-05:00")
    assert "10 min left" in last_told(story, "clock.warned", "on_call").text
    story.give(c.Acknowledge(actor=DANA))
    card = last_told(story, "clock.warned", "on_call")
    assert "Done since: Fri 6 Mar, 15:10 (New York time)." in card.text
    assert card.buttons == ()
    late = replace(story.view(), now=story.now + timedelta(hours=1))
    told = next(one for one in story.told if one.notice.kind == "clock.warned")
    assert "left" not in notice_card(late, told.notice, EN_ENGINEER).text


def test_a_brief_that_was_held_up_says_who_has_taken_it() -> None:
    story = stories.climbing_owned()
    assert verbs(last_told(story, "tier.raised", "on_call")) == ["take", "ask", "deescalate"]
    story.give(c.TakeEscalation(actor=MALIK))
    card = last_told(story, "tier.raised", "on_call")
    assert "Next: Malik Osei has it." in card.text
    assert verbs(card) == ["ask", "deescalate"]
    story.give(c.DeEscalate(actor=DANA))
    ended = last_told(story, "tier.raised", "on_call")
    assert "The escalation has ended since; the case is open." in ended.text
    assert ended.buttons == ()


def test_a_role_that_nobody_holds_is_told_to_those_who_can_fill_it_and_to_no_executive() -> None:
    story = Story.open("catamarun", "2026-03-06T14:20-05:00", severity=1).until("2026-03-07T03:00-05:00")
    raised = [one.notice for one in story.told if one.notice.kind == "tier.raised"]
    told = set()
    for notice in raised:
        nobody = replace(notice, facts=(*notice.facts, ("skipped", "development")))
        card = notice_card(story.view(), nobody, reader_of(notice.audience, "en"))
        if "Nobody holds these roles" in card.text:
            told.add((notice.audience.name, notice.fact("tier")))
    assert {notice.fact("tier") for notice in raised} == {"1", "2", "3"}
    assert told == {("engineers", "1"), ("engineers", "2"), ("engineers", "3"), ("on_call", "1")}


def test_what_was_erased_is_said_to_be_gone() -> None:
    story = stories.climbing_owned()
    told = next(one for one in story.told if one.notice.kind == "reply.to_customer")
    view = replace(story.view(), texts={}, people={})
    card = notice_card(view, told.notice, EN_CUSTOMER)
    assert "has been removed" in card.text
    assert "someone" in card.text
    assert "(title removed)" in case_card(view, EN_ENGINEER).text


def test_house_values_are_marked_for_us_and_never_shown_as_promises() -> None:
    view = Story.open("c2-atom", "2026-03-06T10:00-05:00", severity=3).view()
    assert "First answer" in case_card(view, EN_CUSTOMER).text
    ours_alone = tuple(replace(target, is_house=True) for target in view.policy.targets)
    view = replace(view, policy=replace(view.policy, targets=ours_alone))
    assert "ours, not promised" in case_card(view, EN_ENGINEER).text
    for card in (case_card(view, EN_CUSTOMER), opening_card(view, EN_CUSTOMER), list_card([view], EN_CUSTOMER)):
        assert "First answer" not in card.text
        assert "Fix" not in card.text


def test_an_opening_outside_hours_says_when_the_clock_starts_and_later_no_more() -> None:
    story = Story.open("c2-atom", "2026-03-07T11:00-05:00", severity=3)
    told = "Our hours are Mon–Fri 09:30–17:00 (Toronto); the clock starts Mon 9 Mar, 09:30 (New York time)."
    assert told in opening_card(story.view(), EN_CUSTOMER).text
    assert told in case_card(story.view(), EN_CUSTOMER).text
    story.until("2026-03-09T09:30-04:00")
    assert "the clock starts" not in case_card(story.view(), EN_CUSTOMER).text


def test_around_the_clock_there_is_nothing_to_wait_for() -> None:
    story = Story.open("catamarun", "2026-03-07T11:00-05:00", severity=1)
    assert "the clock starts" not in opening_card(story.view(), EN_CUSTOMER).text


def test_the_answer_to_waiting_says_whether_the_clocks_run() -> None:
    story = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=2)
    command = c.WaitOn(actor=DANA, whom=WaitingOn.VENDOR)
    view = story.give(command).view()
    done = Done("case-1", "HARBOR-1", ("WaitStarted",))
    assert "its clocks keep running" in outcome_card(done, command, EN_ENGINEER, view).text
    pausing = replace(view, policy=replace(view.policy, pauses_for=("vendor",)))
    assert "Its clocks are paused." in outcome_card(done, command, EN_ENGINEER, pausing).text


def test_a_refusal_tells_ids_as_names() -> None:
    view = stories.climbing_owned().view()
    refused = Refused.because("already.acknowledged", owner="dana")
    assert refusal_card(refused, EN_ENGINEER, view).text == "Dana Reyes has this case already."
    assert refusal_card(refused, EN_ENGINEER).text == "someone has this case already."


def test_not_yours_and_not_there_read_the_same() -> None:
    for language in ("en", "es"):
        theirs = refusal_card(Refused.because("case.not_found", ref="X-1"), CUSTOMER[language])
        absent = refusal_card(Refused("not_found"), CUSTOMER[language])
        assert theirs == absent


def test_every_form_fits_its_titles_into_a_dialog() -> None:
    view, deep = stories.severity_asked_for().view(), stories.analysed().view()
    for language in ("en", "es"):
        for form in all_forms(view, deep, language):
            assert len(form.title) <= 24
            assert len(form.submit) <= 24
            assert len(form.cancel) <= 24


def all_forms(view: CaseView, deep: CaseView, language: str) -> list[Form]:
    reader = ENGINEER[language]
    made = [forms.open_form(view.policy, reader), forms.severity_form(view, reader), forms.loading_form(reader)]
    for make in (
        forms.reply_form, forms.note_form, forms.ask_form, forms.workaround_form, forms.reject_form,
        forms.reopen_form, forms.escalate_form, forms.deescalate_form, forms.resolve_form, forms.wait_form,
        forms.assign_form, forms.link_form, forms.merge_form,
    ):  # fmt: skip
        made.append(make(view, reader))
    return [*made, forms.handoff_form(deep, reader)]


def test_answers_suggest_a_severity_which_a_persons_own_choice_overrules() -> None:
    policy = stories.severity_asked_for().policy
    answered = {"question.operation": "down", "question.workaround": "no"}
    assert chosen(forms.open_form(policy, EN_CUSTOMER, answered)) == "1"
    assert chosen(forms.open_form(policy, EN_CUSTOMER, answered | {"severity": "3"})) == "3"
    assert chosen(forms.open_form(policy, EN_CUSTOMER)) is None


def chosen(form: Form) -> str | None:
    [field] = [part for part in form.parts if isinstance(part, ChoiceField) and part.key == "severity"]
    return field.initial


def test_typed_values_survive_a_form_being_drawn_again() -> None:
    policy = stories.severity_asked_for().policy
    form = forms.open_form(policy, EN_CUSTOMER, {"title": "VPN", "description": "All offices"})
    texts = {part.key: part.initial for part in form.parts if isinstance(part, TextField)}
    assert texts == {"title": "VPN", "description": "All offices"}


def test_a_list_counts_what_it_leaves_out() -> None:
    view = stories.severity_asked_for().view()
    assert "and 25 more" in list_card([view] * 20, EN_ENGINEER, total=40).text
    assert "more" not in list_card([view] * 2, EN_ENGINEER).text


def test_an_explanation_has_at_most_twelve_lines() -> None:
    card = explain_card("HARBOR-1", [f"line {n}" for n in range(30)], EN_ENGINEER)
    assert len(card.text.splitlines()) == 1 + 11 + 1
    assert len(explain_card("HARBOR-1", ["x"] * 12, EN_ENGINEER).text.splitlines()) == 13


def test_help_names_only_what_the_reader_can_do() -> None:
    text = help_card(EN_CUSTOMER, "@chatdesk").text
    assert "@chatdesk open" in text
    assert "/case" not in text
    assert "escalate" not in text


def test_help_names_the_reader_s_own_cases_or_none() -> None:
    assert "reply BLUEPEAK-1 …" in help_card(EN_CUSTOMER, "@chatdesk", prefix="BLUEPEAK").text
    assert "HARBOR" not in help_card(EN_CUSTOMER, "@chatdesk").text


def test_a_clock_that_was_missed_says_so_also_after_the_case_is_withdrawn() -> None:
    story = stories.climbing()
    assert "Acknowledgement: missed, was due" in case_card(story.view(), EN_ENGINEER).text
    story.give(c.Withdraw(actor=RUTH))
    assert "Acknowledgement: missed, was due" in case_card(story.view(), EN_ENGINEER).text


def test_a_brief_names_every_missed_promise_whatever_raised_it() -> None:
    story = Story.open("catamarun", "2026-03-06T14:20-05:00", severity=1)
    story.give(c.Escalate(actor=DANA, reason_id=story.text("Their board meets tonight.")), "2026-03-06T14:30-05:00")
    assert "Missed:" not in last_told(story, "tier.raised", "on_call").text
    story.until("2026-03-07T03:00-05:00")
    text = last_told(story, "tier.raised", "director").text
    assert "Missed: acknowledgement by Fri 6 Mar, 15:20" in text
    assert "when it escalates" not in text


def test_without_a_severity_everybody_reads_whose_times_run() -> None:
    story = Story.open("catamarun", "2026-03-06T10:00-05:00", via="mention")
    worked_as = "Severity: not given yet (worked on as P3 · Minor impact)"
    assert worked_as in case_card(story.view(), EN_CUSTOMER).text
    assert worked_as in case_card(story.view(), EN_ENGINEER).text
    assert worked_as in opening_card(story.view(), EN_CUSTOMER).text
    story.give(c.Withdraw(actor=RUTH))
    assert "worked on" not in case_card(story.view(), EN_ENGINEER).text


def test_a_customer_who_closes_too_early_is_told_what_they_can_do() -> None:
    view, refused = stories.waiting().view(), Refused("case.not_resolved")
    assert "withdraw" in refusal_card(refused, EN_CUSTOMER, view).text
    assert "Resolve it first" in refusal_card(refused, EN_ENGINEER, view).text


def test_why_an_escalation_is_over_must_be_said() -> None:
    form = forms.deescalate_form(stories.climbing_owned().view(), EN_ENGINEER)
    assert [part.is_required for part in form.parts if isinstance(part, TextField)] == [True]


def test_a_bundle_says_everything_and_names_the_case_on_each_button() -> None:
    one = stories.climbing_owned()
    card = last_told(one, "clock.warned", "on_call") if has(one, "clock.warned", "on_call") else None
    assert card is not None
    both = bundle([("HARBOR-1", card), ("HARBOR-2", card)])
    assert both.text == f"{card.text}\n\n{card.text}"
    assert all(button.label.endswith(("HARBOR-1", "HARBOR-2")) for button in both.buttons)
    assert bundle([("HARBOR-1", card)]) is card


def has(story: Story, kind: str, audience: str) -> bool:
    return any(one.notice.kind == kind and one.notice.audience.name == audience for one in story.told)


def test_a_repeat_says_so_in_text_and_in_the_card() -> None:
    card = case_card(stories.climbing_owned().view(), EN_CUSTOMER)
    marked = marked_as_repeat(card, "es")
    assert marked.text.endswith("Es posible que ya tenga este mensaje: no pudimos saber si llegó.")
    assert isinstance(marked.blocks[-1], Small)


def test_every_notice_for_the_customer_is_kept_short() -> None:
    for told in all_told():
        if told.notice.audience == CUSTOMER_VIEW and told.notice.kind != "severity.ask":
            card = notice_card(told.view, told.notice, EN_CUSTOMER)
            assert len(card.text) < 400, card.text
