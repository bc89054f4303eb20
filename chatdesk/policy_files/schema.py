"""The shape of a policy file. docs/policies.md tells what each key means; editors read docs/policy.schema.json."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from chatdesk.core.policy import Closing
from chatdesk.policy_files.parts import (
    Assumed,
    ClausePart,
    CorrectionPart,
    Hours,
    HousePart,
    LadderPart,
    LevelPart,
    ManualPart,
    NotePart,
    Part,
    PlanPart,
    QuestionPart,
    RulePart,
    SeverityStep,
    TargetPart,
    UptimePart,
    WaiverPart,
)
from chatdesk.policy_files.reason_parts import ReasonPart
from chatdesk.policy_files.values import LANGUAGE, Answers, Clause, ClosingName, Key, Label, Text


class PolicyFile(Part):
    title: Label = Field(description="The policy's title, as people read it.")
    short_title: Label | None = Field(None, description="The title where there is little room.")
    language: str = Field(pattern=f"^({LANGUAGE.pattern})$", description="The policy's own language: en, es.")
    business_hours: dict[Key, Hours] = Field(min_length=1, description="One or more sets of hours, each with a name.")
    main_hours: str | None = Field(None, description="The hours in whose zone times are told; left out, the first.")
    targets: dict[Key, TargetPart] = Field(min_length=1, description="What is promised, each under its own name.")
    severities: dict[int, SeverityStep] = Field({}, description="How bad it can be, numbered from 1, the worst.")
    questions: dict[Key, QuestionPart] = Field({}, description="What the person who reports is asked.")
    severity_rules: list[RulePart] = Field([], description="Which answers lead to which severity; the first fit wins.")
    outage_when: dict[Key, Answers] = Field({}, description="Answers that mean the system is down.")
    reasons: dict[Key, ReasonPart] = Field({}, description="Why a case is opened, in the policy's own words.")
    reason_required: bool = Field(False, description="Must somebody who opens a case choose a reason?")
    plans: dict[Key, PlanPart] = Field({}, description="What a customer can have bought.")
    default_plan: str | None = Field(None, description="The plan of a customer who bought no other.")
    roles: dict[Key, Label] = Field({}, description="Roles that the ladder or the support levels name.")
    support_levels: dict[int, LevelPart] = Field({}, description="Who works on a case, numbered from 1.")
    first_level: int | None = Field(None, description="The support level where a new case starts.")
    ladder: LadderPart | None = Field(None, description="Who is told as a case climbs; left out, the house's ladder.")
    waiting_pauses: list[Literal["customer", "vendor"]] = Field(
        [], description="For whom a waiting case stops its clocks; left out, they run on."
    )
    severity_change: Literal["from_start", "from_change"] = Field(
        "from_start", description="From when a new severity's times count."
    )
    reopening: Literal["resumes", "first_resolution_only"] = Field(
        "resumes", description="Does a reopened case go on, or is a new one linked to it?"
    )
    reporters: Literal["anyone", "representatives"] = Field(
        "anyone", description="Whose reports count; others are captured, and a representative is asked."
    )
    monitoring: Literal["anyone", "customers"] = Field(
        "anyone", description="Whose monitoring may report: anyone's, or the customers' own only."
    )
    change_requests: Literal["freely", "step_by_step"] = Field(
        "freely", description="Does a request for change go its steps in order, none skipped?"
    )
    correction: CorrectionPart = Field(CorrectionPart(), description="What must be said of every correction.")
    uptime: UptimePart | None = Field(None, description="How much of a month the service is up.")
    contacts: list[Text] = Field([], description="The ways in which a customer can reach you, beside chat.")
    manuals: list[ManualPart] = Field([], description="Help and manuals, shown with every case.")
    closing: ClosingName = Field(Closing.ANYONE, description="Who may close a resolved case.")
    house: HousePart = Field(HousePart(), description="Numbers that a desk needs and the contract does not give.")
    assumed: list[Assumed] = Field([], description="What the contract does not say about the policy as a whole.")
    notes: list[NotePart] = Field([], description="What only a reader of the contract can see.")
    clauses: dict[Clause, ClausePart] = Field({}, description="Every clause of the contract, and how it is tested.")
    waivers: list[WaiverPart] = Field([], description="Findings of 'policy check' that somebody lets pass, and why.")


def json_schema() -> dict[str, Any]:
    """What an editor needs to complete a policy file and to explain its keys: JSON Schema 2020-12."""
    found = PolicyFile.model_json_schema(mode="validation")
    found["title"] = "chatdesk policy file"
    found["description"] = "One support provider's whole promise; see docs/policies.md."
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_untitled(found, is_root=True)}


def _untitled(value: Any, is_root: bool = False) -> Any:
    # A title such as "Within" would hide the description in an editor's hover text.
    if isinstance(value, dict):
        return {
            key: _untitled(item)
            for key, item in value.items()
            if is_root or key != "title" or not isinstance(item, str)
        }
    return [_untitled(item) for item in value] if isinstance(value, list) else value
