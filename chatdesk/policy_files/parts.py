"""The blocks of a policy file. Each description is what an editor shows when the pointer rests on a key."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from chatdesk.policy_files.values import (
    Address,
    Answers,
    Clause,
    DaysKey,
    Key,
    KindName,
    Label,
    MetricName,
    On,
    Percent,
    Ranges,
    Scenario,
    Share,
    SpanText,
    StrengthName,
    Text,
)

_CLAUSES = "Ids of the sentences of the contract that this comes from."
_LABEL = "The short name that people see."


class Part(BaseModel):
    """A block of the file: nothing in it that is not named here, and nothing taken for something else."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Assumed(Part):
    what: Key = Field(description="A word for what the contract does not say, such as 'zone'.")
    because: Text = Field(description="What is missing, and what is taken instead.")
    confirmed_by: str | None = Field(None, description="Who confirmed it with the provider.")
    confirmed_on: On | None = Field(None, description="When it was confirmed.")

    @model_validator(mode="after")
    def _is_confirmed_whole(self) -> Assumed:
        if (self.confirmed_by is None) != (self.confirmed_on is None):
            raise ValueError("'confirmed_by:' and 'confirmed_on:' go together; give both or neither")
        return self


class Read(Part):
    taken: Text = Field(description="How an ambiguous sentence is read here.")
    not_taken: list[Text] = Field([], description="How it could also be read.")


def _no_holidays(value: object) -> object:
    if value == "none":
        return {}
    if not isinstance(value, dict):
        raise ValueError("write 'none', or a block with 'country:', 'extra:' or both")
    return value


class Holidays(Part):
    country: str | None = Field(None, description="Two capital letters: the country's public holidays, 2024 to 2040.")
    subdivision: str | None = Field(None, description="A state or region of the country, by its short name.")
    extra: dict[On, Text] = Field({}, description="Further dates, and their names.")
    except_: list[On] = Field([], alias="except", description="Holidays of the country that are ordinary days here.")


class Hours(Part):
    zone: str = Field(description="An IANA zone such as America/Santiago; changes of clocks follow it.")
    week: dict[DaysKey, Ranges] = Field(min_length=1, description="Days and their opening hours, in local time.")
    holidays: Annotated[Holidays, BeforeValidator(_no_holidays, json_schema_input_type=Literal["none"] | Holidays)] = (
        Field(description="'none', or a block with 'country:', 'extra:' or both.")
    )
    clauses: list[Clause] = Field([], description=_CLAUSES)
    assumed: list[Assumed] = Field([], description="What the contract does not say about these hours.")


class SeverityStep(Part):
    label: Label = Field(description=_LABEL)
    definition: Text = Field(description="When this severity applies, in a sentence or two.")
    clauses: list[Clause] = Field([], description=_CLAUSES)


class QuestionPart(Part):
    ask: Text = Field(description="What the person who reports is asked.")
    answers: dict[Key, Label] = Field(min_length=2, description="The choices, in the order in which they are shown.")


class RulePart(Part):
    when: dict[Key, Answers] = Field(
        min_length=1, description="Answers that must be given; a question not named may have any."
    )
    severity: int = Field(description="The severity that these answers lead to.")
    reading: Read | None = Field(None, description="Set where the contract covers no such answers.")
    clauses: list[Clause] = Field([], description=_CLAUSES)


class PlanPart(Part):
    label: Label = Field(description=_LABEL)
    clauses: list[Clause] = Field([], description=_CLAUSES)


class LevelPart(Part):
    label: Label = Field(description=_LABEL)
    roles: list[str] = Field([], description="Who is told when this level takes a case over.")
    takes_severities: list[int] = Field([], description="Severities that come here at once.")
    takes_outages: bool = Field(False, description="Do outages come here at once?")
    takes_problems: bool = Field(False, description="Are problems, the causes behind cases, worked on here?")
    clauses: list[Clause] = Field([], description=_CLAUSES)


class TargetPart(Part):
    metric: MetricName = Field(description="What is measured.")
    within: SpanText = Field(description="The time that is promised, in words such as '4 business hours'.")
    at_latest: SpanText | None = Field(None, description="A second time; whichever ends first is due.")
    end_of_day: bool = Field(False, description="Do business days end at the close of their day?")
    until_agreed: bool = Field(False, description="Does it hold only until both sides accept a date or a release?")
    recurs: bool = Field(False, description="Does it start again whenever it is met or missed?")
    strength: StrengthName | None = Field(None, description="How hard it binds; left out, the span decides.")
    hours: str | None = Field(None, description="The business hours that it counts in; left out, the main ones.")
    severities: list[int] = Field([], description="The severities that it holds for; left out, all.")
    kinds: list[KindName] = Field([], description="The kinds of case that it holds for; left out, all.")
    plans: list[str] = Field([], description="The plans that it holds for; left out, all.")
    to_level: int | None = Field(None, description="With 'handoff' only: the support level that takes over.")
    clauses: list[Clause] = Field([], description=_CLAUSES)
    assumed: list[Assumed] = Field([], description="What the contract does not say about this promise.")
    readings: list[Read] = Field([], description="How its sentences were read, and how they were not.")
    house: bool = Field(False, description="Is the time your own and not the provider's?")


class TierPart(Part):
    channel: Literal["on_call", "director", "vp"] | None = Field(
        None, description="The channel that is told; the directory says which it is."
    )
    roles: list[str] = Field([], description="The roles whose people get a direct message.")
    owner: str | None = Field(None, description="The role that owns the case from this tier on.")
    clauses: list[Clause] = Field([], description=_CLAUSES)


class LadderPart(Part):
    tiers: dict[int, TierPart] = Field(min_length=1, description="Who is told, numbered from 1 in order.")
    starts_on: list[MetricName] = Field(description="The metrics whose missed due time raises tier 1.")
    proposed_for: list[int] = Field([], description="Severities whose tiers are proposed with buttons first.")
    stops_at: dict[int, int] = Field({}, description="The last tier of a severity, such as {4: 1}.")
    outage_raises: Literal["nothing", "first_tier", "all_tiers"] = Field(
        "nothing", description="What an outage raises at once."
    )
    clauses: list[Clause] = Field([], description=_CLAUSES)
    readings: list[Read] = Field([], description="How its sentences were read, and how they were not.")


class HousePart(Part):
    unset_severity: int | None = Field(default=None, description="Whose targets run until somebody names a severity.")
    proposal_wait: SpanText | None = Field(default=None, description="How long a proposal waits for an answer.")
    assignment_wait: SpanText | None = Field(
        default=None, description="How long a support level has to name an engineer."
    )
    approval_reminder: SpanText | None = Field(
        default=None, description="How often a customer is asked to approve a fix."
    )
    agreement_nudge: SpanText | None = Field(
        default=None, description="How often both sides are reminded to agree on a date."
    )
    reopen_within: SpanText | None = Field(default=None, description="How long after closing a case can be reopened.")
    warn_when_left: Share | None = Field(
        default=None, description="The part of a span that is left when a warning comes."
    )


class CorrectionPart(Part):
    means: dict[Key, Label] = Field(default={}, description="By which means something can be corrected.")
    sites: dict[Key, Label] = Field(default={}, description="Where it can be corrected.")
    clauses: list[Clause] = Field(default=[], description=_CLAUSES)


class UptimePart(Part):
    over: Percent = Field(description="The share of a month that must be exceeded, such as '99.5 %'.")
    between: Ranges = Field(description="The hours of each day that count, such as '06:00-22:00'.")
    zone: str = Field(description="The time zone of those hours.")
    clauses: list[Clause] = Field([], description=_CLAUSES)
    readings: list[Read] = Field([], description="How its sentences were read, and how they were not.")

    @model_validator(mode="after")
    def _is_one_range_of_a_known_zone(self) -> UptimePart:
        if len(self.between) != 1 or self.between[0].closes > 24 * 60:
            raise ValueError("'between:' is one range within a day, such as '06:00-22:00'")
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError):
            raise ValueError(f"'{self.zone}' is no time zone; give an IANA name such as 'Europe/Berlin'") from None
        return self


class ManualPart(Part):
    label: Label = Field(description=_LABEL)
    url: Address | None = Field(None, description="Where it is; left out, people are told to ask for it.")
    clauses: list[Clause] = Field([], description=_CLAUSES)


class NotePart(Part):
    code: str = Field(description="The code under which 'policy check' lists it, such as W-NOTE.")
    text: Text = Field(description="What a reader of the contract sees and a program cannot.")
    clauses: list[Clause] = Field([], description=_CLAUSES)


class ClausePart(Part):
    says: Text = Field(description="What the clause asks for, in a few words of your own.")
    at: list[Key] = Field([], description="Keys of the file that it stands at, where they hold no 'clauses:'.")
    scenarios: list[Scenario] = Field([], description="The tests that play it, as 'test_file::test_name'.")
    not_testable: str | None = Field(None, description="Why no test can play it.")
    pending: str | None = Field(None, description="What is missing until a test can play it.")

    @model_validator(mode="after")
    def _is_in_one_state(self) -> ClausePart:
        if sum(map(bool, (self.scenarios, self.not_testable, self.pending))) > 1:
            raise ValueError("a clause is tested, not testable or pending; keep one of the three keys")
        return self


class WaiverPart(Part):
    code: str = Field(description="The finding's code, as 'policy check' prints it.")
    where: list[str] = Field(min_length=1, description="The places of the findings, as 'policy check' prints them.")
    name: str = Field(min_length=1, description="Who lets them pass.")
    on: On = Field(description="When that was decided.")
    reason: Text = Field(description="Why they may pass.")
