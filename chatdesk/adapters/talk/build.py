"""Wishes to core commands, one function a verb. A typed word and a form's field of the same meaning end up the same."""

from __future__ import annotations

import re

from chatdesk.adapters.talk.opening import read_opening
from chatdesk.adapters.talk.spoken import marks_in, readable
from chatdesk.adapters.talk.wish import About, Missing, Wish
from chatdesk.core import commands as c
from chatdesk.core.case import WaitingOn
from chatdesk.core.policy import Kind, Policy

Built = c.Command | Missing

_TITLE_LENGTH = 120
_DIGITS = re.compile(
    r"(?:sev(?:erity)?|p|s|n|nivel|level|l|severidad|prioridad|priority)?\s*#?(\d{1,2})", re.IGNORECASE
)
_CUSTOMER_WORDS = ("customer", "client", "requester", "cliente", "solicitante")
_VENDOR_WORDS = ("vendor", "supplier", "provider", "proveedor", "third", "tercero", "terceros")


def open_case(wish: Wish, about: About) -> Built:
    asked = read_opening(wish.words)
    typed = readable(asked.title, wish.mentioned)
    title, rest = title_and_description(wish.values.get("title") or typed)
    if not title and wish.files:
        title = wish.files[0].name
    if not title:
        return Missing("title")
    requester = wish.values.get("requester") or (about.people[asked.for_mark] if asked.for_mark is not None else "")
    if requester is None or (asked.for_name and not requester):
        return Missing("requester")
    kind = wish.values.get("kind")
    given = answers(wish)
    severity = wish.values.get("severity") or asked.severity
    if about.policy is not None and not severity and (unanswered := about.policy.missing_answers(given)):
        return Missing(f"question.{unanswered[0]}")
    return c.Open(
        case_id=about.new_id(),
        title_id=about.texts.add(title),
        description_id=about.texts.add_if_any(wish.values.get("description", "").strip() or rest),
        customer_id=wish.values.get("customer", ""),
        requester_id=requester,
        reported_at=wish.said_at,
        via=asked.via or wish.values.get("via") or wish.via,
        kind=Kind(kind) if kind else None,
        reason=wish.values.get("reason"),
        severity=int(severity) if severity and severity.isdigit() else None,
        answers=given,
        follows=wish.values.get("follows"),
    )


def answers(wish: Wish) -> tuple[tuple[str, str], ...]:
    """What was said to the policy's questions, from fields named `question.<key>`."""
    return tuple(
        (key.removeprefix("question."), value)
        for key, value in sorted(wish.values.items())
        if key.startswith("question.") and value
    )


def title_and_description(text: str) -> tuple[str, str]:
    """The first line is the title; a longer text stands whole in the description."""
    whole = text.strip()
    first = next((line.strip() for line in whole.splitlines() if line.strip()), "")
    if len(first) <= _TITLE_LENGTH:
        return first, whole if whole != first else ""
    return first[:_TITLE_LENGTH].rsplit(maxsplit=1)[0].rstrip() + "…", whole


def acknowledge(wish: Wish, about: About) -> Built:
    return c.Acknowledge()


def assign(wish: Wish, about: About) -> Built:
    named = [about.people[index] for index in marks_in(wish.words)]
    owner = wish.values.get("owner") or next((person for person in named if person), None)
    if not owner and wish.text.casefold() in ("me", "to me", "myself", "mi", "a mi", "a mí", "yo"):
        owner = about.person.id
    return c.Assign(owner_id=owner) if owner else Missing("person")


def reply(wish: Wish, about: About) -> Built:
    text = wish.text
    if not text and not wish.files:
        return Missing("text")
    return c.Reply(text_id=about.texts.add(text), said_at=wish.said_at, seen_in=_seen_in(wish))


def note(wish: Wish, about: About) -> Built:
    text = wish.text
    return c.Note(text_id=about.texts.add(text), seen_in=_seen_in(wish)) if text or wish.files else Missing("text")


def set_severity(wish: Wish, about: About) -> Built:
    number = wish.values.get("severity") or severity_named(wish.text, about.policy)
    if not number or not number.isdigit():
        return Missing("severity")
    return c.SetSeverity(severity=int(number), answers=answers(wish))


def keep_severity(wish: Wish, about: About) -> Built:
    return c.DeclineSeverity()


def wait(wish: Wish, about: About) -> Built:
    whom = wish.values.get("whom")
    heard = {word.strip(".,:;").casefold() for word in wish.text.split()}
    if whom is None and heard & set(_VENDOR_WORDS):
        whom = WaitingOn.VENDOR
    elif whom is None and heard & set(_CUSTOMER_WORDS):
        whom = WaitingOn.CUSTOMER
    return c.WaitOn(whom=WaitingOn(whom)) if whom in set(WaitingOn) else Missing("whom")


def resume(wish: Wish, about: About) -> Built:
    return c.Resume()


def finish_analysis(wish: Wish, about: About) -> Built:
    return c.FinishAnalysis(text_id=about.texts.add_if_any(wish.text))


def hand_off(wish: Wish, about: About) -> Built:
    words = wish.text
    match = re.match(r"(?:to|a|al)?\s*" + _DIGITS.pattern + r"\b", words, re.IGNORECASE)
    level = wish.values.get("to") or wish.values.get("level") or (match[1] if match else "")
    number = _DIGITS.fullmatch(level)
    if not number:
        return Missing("level")
    text = wish.values.get("text") or (words[match.end() :].strip(" :,-") if match else "")
    return c.HandOff(to_level=int(number[1]), note_id=about.texts.add_if_any(text))


def escalate(wish: Wish, about: About) -> Built:
    reason = wish.text
    return c.Escalate(reason_id=about.texts.add(reason)) if reason else Missing("reason")


def accept_tier(wish: Wish, about: About) -> Built:
    return c.AcceptTier(tier=_tier(wish))


def decline_tier(wish: Wish, about: About) -> Built:
    return c.DeclineTier(tier=_tier(wish))


def take(wish: Wish, about: About) -> Built:
    return c.TakeEscalation()


def ask(wish: Wish, about: About) -> Built:
    text = wish.text
    return c.Ask(text_id=about.texts.add(text)) if text else Missing("text")


def de_escalate(wish: Wish, about: About) -> Built:
    reason = wish.text
    return c.DeEscalate(reason_id=about.texts.add(reason)) if reason else Missing("reason")


def offer_workaround(wish: Wish, about: About) -> Built:
    text = wish.text
    return c.OfferWorkaround(text_id=about.texts.add(text)) if text else Missing("text")


def severity_named(words: str, policy: Policy | None) -> str | None:
    """A step of the ladder from `2`, `sev 2`, `P2`, or the policy's own label in any of its languages."""
    said = words.strip().casefold().removeprefix("to ").removeprefix("a ").strip(" .:,")
    number = _DIGITS.fullmatch(said)
    if number:
        return str(int(number[1]))
    for step in policy.severities if policy else ():
        labels = [label.casefold() for _, label in step.label.texts]
        if said and any(said == label or said in re.split(r"\W+", label) for label in labels):
            return str(step.number)
    return None


def _tier(wish: Wish) -> int:
    """The button's tier; 0, which nobody proposes, where it carries none."""
    number = _DIGITS.fullmatch(wish.values.get("tier", ""))
    return int(number[1]) if number else 0


def _seen_in(wish: Wish) -> tuple[str, ...]:
    """The view in whose thread the words already stand, if they were said in one."""
    view = wish.values.get("seen_in")
    return (view,) if view else ()
