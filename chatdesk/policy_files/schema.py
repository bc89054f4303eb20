"""The shape of a policy file. docs/policies.md tells what each key means."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from chatdesk.core.policy import Closing
from chatdesk.policy_files.values import (
    LANGUAGE,
    Answers,
    Clause,
    ClosingName,
    DaysKey,
    Key,
    KindName,
    Label,
    MetricName,
    On,
    Ranges,
    Share,
    SpanText,
    StrengthName,
    Text,
)


class Part(BaseModel):
    """A block of the file: nothing in it that is not named here, and nothing taken for something else."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Assumed(Part):
    what: Key
    because: Text
    confirmed_by: str | None = None
    confirmed_on: On | None = None

    @model_validator(mode="after")
    def _is_confirmed_whole(self) -> Assumed:
        if (self.confirmed_by is None) != (self.confirmed_on is None):
            raise ValueError("'confirmed_by:' and 'confirmed_on:' go together; give both or neither")
        return self


class Read(Part):
    taken: Text
    not_taken: list[Text] = []


def _no_holidays(value: object) -> object:
    if value == "none":
        return {}
    if not isinstance(value, dict):
        raise ValueError("write 'none', or a block with 'country:', 'extra:' or both")
    return value


class Holidays(Part):
    country: str | None = None
    subdivision: str | None = None
    extra: dict[On, Text] = {}
    except_: list[On] = Field([], alias="except")


class Hours(Part):
    zone: str
    week: dict[DaysKey, Ranges] = Field(min_length=1)
    holidays: Annotated[Holidays, BeforeValidator(_no_holidays)]
    clauses: list[Clause] = []
    assumed: list[Assumed] = []


class SeverityStep(Part):
    label: Label
    definition: Text
    clauses: list[Clause] = []


class QuestionPart(Part):
    ask: Text
    answers: dict[Key, Label] = Field(min_length=2)


class RulePart(Part):
    when: dict[Key, Answers] = Field(min_length=1)
    severity: int
    reading: Read | None = None
    clauses: list[Clause] = []


class ReasonPart(Part):
    label: Label
    definition: Text
    kind: KindName
    clauses: list[Clause] = []


class PlanPart(Part):
    label: Label
    clauses: list[Clause] = []


class LevelPart(Part):
    label: Label
    roles: list[str] = []
    takes_severities: list[int] = []
    takes_outages: bool = False
    clauses: list[Clause] = []


class TargetPart(Part):
    metric: MetricName
    within: SpanText
    at_latest: SpanText | None = None
    end_of_day: bool = False
    until_agreed: bool = False
    recurs: bool = False
    strength: StrengthName | None = None
    hours: str | None = None
    severities: list[int] = []
    kinds: list[KindName] = []
    plans: list[str] = []
    to_level: int | None = None
    clauses: list[Clause] = []
    assumed: list[Assumed] = []
    readings: list[Read] = []
    house: bool = False


class TierPart(Part):
    channel: Literal["on_call", "director", "vp"] | None = None
    roles: list[str] = []
    owner: str | None = None
    clauses: list[Clause] = []


class LadderPart(Part):
    tiers: dict[int, TierPart] = Field(min_length=1)
    starts_on: list[MetricName]
    proposed_for: list[int] = []
    stops_at: dict[int, int] = {}
    outage_raises: Literal["nothing", "first_tier", "all_tiers"] = "nothing"
    clauses: list[Clause] = []
    readings: list[Read] = []


class HousePart(Part):
    unset_severity: int | None = None
    proposal_wait: SpanText | None = None
    assignment_wait: SpanText | None = None
    approval_reminder: SpanText | None = None
    agreement_nudge: SpanText | None = None
    reopen_within: SpanText | None = None
    warn_when_left: Share | None = None


class NotePart(Part):
    code: str
    text: Text
    clauses: list[Clause] = []


class PolicyFile(Part):
    title: Label
    short_title: Label | None = None
    language: str = Field(pattern=f"^({LANGUAGE.pattern})$")
    business_hours: dict[Key, Hours] = Field(min_length=1)
    main_hours: str | None = None
    targets: dict[Key, TargetPart] = Field(min_length=1)
    severities: dict[int, SeverityStep] = {}
    questions: dict[Key, QuestionPart] = {}
    severity_rules: list[RulePart] = []
    outage_when: dict[Key, Answers] = {}
    reasons: dict[Key, ReasonPart] = {}
    reason_required: bool = False
    plans: dict[Key, PlanPart] = {}
    default_plan: str | None = None
    roles: dict[Key, Label] = {}
    support_levels: dict[int, LevelPart] = {}
    first_level: int | None = None
    ladder: LadderPart | None = None
    waiting_pauses: list[Literal["customer", "vendor"]] = []
    severity_change: Literal["from_start", "from_change"] = "from_start"
    reopening: Literal["resumes", "first_resolution_only"] = "resumes"
    closing: ClosingName = Closing.ANYONE
    house: HousePart = HousePart()
    assumed: list[Assumed] = []
    notes: list[NotePart] = []
