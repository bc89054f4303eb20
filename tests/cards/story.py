"""Cases for cards: the real policies and the real rules, a named cast, and the texts people wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from chatdesk.core import commands as c
from chatdesk.core.case import Case
from chatdesk.core.decide import decide
from chatdesk.core.errors import Refused
from chatdesk.core.events import Event
from chatdesk.core.evolve import evolve
from chatdesk.core.notice import Audience, AudienceKind, Notice
from chatdesk.core.notices import notices
from chatdesk.core.people import Actor, Roster, Standing
from chatdesk.core.places import Identity
from chatdesk.core.policy import Policy
from chatdesk.core.view import CaseView, CustomerView, PersonView, Reader
from chatdesk.policy_files import find_policy, read_policy

HARBOR = CustomerView("harbor", "Harbor Grid", "en", "America/New_York", "HARBOR")

RUTH = Actor(Standing.CUSTOMER, "ruth", "harbor")
DANA = Actor(Standing.AGENT, "dana")
MALIK = Actor(Standing.AGENT, "malik")
GRACE = Actor(Standing.EXECUTIVE, "grace")

_CAST = {
    "colin": ("Colin Wade", "Network operator", Standing.CUSTOMER),
    "ruth": ("Ruth Ames", "Network lead", Standing.CUSTOMER),
    "dana": ("Dana Reyes", "Support engineer", Standing.AGENT),
    "malik": ("Malik Osei", "Support engineer", Standing.AGENT),
    "owen": ("Owen Hale", "Account representative", Standing.AGENT),
    "ingrid": ("Ingrid Holm", "Systems engineer", Standing.AGENT),
    "priya": ("Priya Nair", "Senior product engineer", Standing.AGENT),
    "samuel": ("Samuel Ortiz", "Technical team", Standing.AGENT),
    "grace": ("Grace Lindqvist", "Director of Services", Standing.EXECUTIVE),
    "victor": ("Victor Lang", "VP Sales", Standing.EXECUTIVE),
    "nadia": ("Nadia Petrov", "VP Engineering", Standing.EXECUTIVE),
}

ROSTER = Roster(
    {
        "on_call": ("malik",),
        "account_representative": ("owen",),
        "systems_engineer": ("ingrid",),
        "director": ("grace",),
        "director_of_services": ("grace",),
        "vp": ("victor", "nadia"),
        "vp_sales": ("victor",),
        "vp_engineering": ("nadia",),
        "development": ("priya",),
        "level_2": ("priya",),
        "level_3": ("samuel",),
        "representative": ("ruth",),
    },
    frozenset({"dana", "malik", "owen", "ingrid", "priya", "samuel", "grace"}),
)

CUSTOMER = {
    "en": Reader("en", "America/New_York", Standing.CUSTOMER),
    "es": Reader("es", "America/Santiago", Standing.CUSTOMER),
}
ENGINEER = {
    "en": Reader("en", "America/New_York", Standing.AGENT),
    "es": Reader("es", "America/Santiago", Standing.AGENT),
}
EXECUTIVE = {
    "en": Reader("en", "America/New_York", Standing.EXECUTIVE, "grace"),
    "es": Reader("es", "America/Santiago", Standing.EXECUTIVE, "grace"),
}


@cache
def shipped(name: str) -> Policy:
    return read_policy(find_policy(name, Path("policies")))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@dataclass(frozen=True)
class Told:
    """A notice and the case as it stood when it was told."""

    notice: Notice
    view: CaseView


@dataclass
class Story:
    """One case under one policy. `texts` are what people wrote, by the ids that commands carry."""

    policy: Policy
    now: datetime
    case: Case | None = None
    events: list[Event] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    last: Refused | None = None

    @staticmethod
    def open(policy: str, when: str, title: str = "VPN down in all offices", **more: object) -> Story:
        story = Story(shipped(policy), at(when))
        fields: dict[str, object] = {
            "actor": RUTH,
            "case_id": "case-1",
            "number": "HARBOR-1",
            "customer_id": "harbor",
            "requester_id": "ruth",
            "title_id": story.text(title),
            "reported_at": story.now,
        }
        return story.give(c.Open(**(fields | more)))  # type: ignore[arg-type]

    def text(self, words: str) -> str:
        text_id = f"text-{len(self.texts) + 1}"
        self.texts[text_id] = words
        return text_id

    def give(self, command: c.Command, when: str | None = None) -> Story:
        if when is not None:
            self.until(when)
        outcome = decide(self.case, command, self.policy, ROSTER, self.now)
        if isinstance(outcome, Refused):
            self.last = outcome
            return self
        before = self.case
        for event in outcome:
            self.case = evolve(self.case, event)
        self.events += outcome
        assert self.case is not None
        for notice in notices(before, self.case, outcome, self.policy, ROSTER):
            self.told.append(Told(notice, self.view()))
        return self

    def until(self, when: str) -> Story:
        end = at(when)
        while self.case is not None and self.case.wake_at is not None and self.case.wake_at <= end:
            self.now = max(self.now, self.case.wake_at)
            self.give(c.Tick())
        self.now = end
        return self

    def view(self) -> CaseView:
        assert self.case is not None
        return CaseView(
            case=self.case,
            policy=self.policy,
            customer=HARBOR,
            texts=self.texts,
            people=people(),
            events=tuple(self.events),
            anchors={},
            other_numbers={"case-2": "HARBOR-2"},
            now=self.now,
        )

    def reply(self, actor: Actor, words: str, when: str) -> Story:
        return self.give(c.Reply(actor=actor, text_id=self.text(words), said_at=at(when)), when)


@cache
def people() -> dict[str, PersonView]:
    found = {}
    for person_id, (name, title, standing) in _CAST.items():
        ours = standing is not Standing.CUSTOMER
        found[person_id] = PersonView(
            id=person_id,
            name=name,
            title=title,
            organisation="Northwind Support" if ours else "Harbor Grid",
            language="en",
            zone="America/New_York",
            standing=standing,
            identities=(Identity("slack", "T-OURS" if ours else "T-HARBOR", f"U-{person_id.upper()}"),),
        )
    return found


def reader_of(audience: Audience, language: str) -> Reader:
    """Who reads what goes to this audience."""
    if audience.kind is AudienceKind.VIEW:
        return CUSTOMER[language] if audience.name == "customer" else ENGINEER[language]
    if audience.kind is AudienceKind.PERSON:
        standing = people()[audience.name].standing
        return Reader(language, ENGINEER[language].zone, standing, audience.name)
    return ENGINEER[language]
