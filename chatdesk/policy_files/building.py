"""From the checked shape of a file to a core policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chatdesk.core.bulk_load import BulkLoad, LoadColumn
from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.codec import fingerprint, to_plain
from chatdesk.core.policy import (
    Assumption,
    Choice,
    HouseValues,
    Ladder,
    Manual,
    Note,
    Plan,
    Policy,
    Question,
    Reading,
    Reason,
    Role,
    Severity,
    SeverityRule,
    Span,
    SpanKind,
    Strength,
    SupportLevel,
    Target,
    Tier,
)
from chatdesk.core.uptime import UptimePromise
from chatdesk.policy_files.house import HOUSE_LADDER, HOUSE_ROLES
from chatdesk.policy_files.parts import Assumed, Hours, HousePart, LadderPart, Read, TargetPart, UptimePart
from chatdesk.policy_files.public_holidays import dates_off
from chatdesk.policy_files.reason_parts import BulkLoadPart
from chatdesk.policy_files.schema import PolicyFile
from chatdesk.policy_files.week import week_of

_STRENGTHS = {
    SpanKind.AGREED: Strength.AGREED,
    SpanKind.NEXT_RELEASE: Strength.AGREED,
    SpanKind.BEST_EFFORT: Strength.BEST_EFFORT,
}


def build_policy(name: str, file: PolicyFile) -> Policy:
    """The policy a valid file describes, with the version that is the hash of all its content."""
    main_hours = file.main_hours or next(iter(file.business_hours))
    hours_assumed = {key: _assumed(hours.assumed, f"hours.{key}") for key, hours in file.business_hours.items()}
    targets = tuple(_target(key, part, main_hours, hours_assumed) for key, part in file.targets.items())
    policy = Policy(
        name=name,
        version="",
        title=file.title,
        short_title=file.short_title,
        language=file.language,
        main_hours=main_hours,
        calendars=tuple(_calendar(key, hours, file.language) for key, hours in file.business_hours.items()),
        severities=tuple(
            Severity(number, step.label, step.definition, tuple(step.clauses))
            for number, step in file.severities.items()
        ),
        targets=targets,
        ladder=HOUSE_LADDER if file.ladder is None else _ladder(file.ladder),
        unset_severity=file.house.unset_severity,
        questions=tuple(
            Question(key, question.ask, tuple(Choice(value, label) for value, label in question.answers.items()))
            for key, question in file.questions.items()
        ),
        severity_rules=tuple(
            SeverityRule(
                severity=rule.severity,
                answers=tuple(rule.when.items()),
                is_reading=rule.reading is not None,
                clauses=tuple(rule.clauses),
                reading=None if rule.reading is None else _reading(rule.reading),
            )
            for rule in file.severity_rules
        ),
        outage_answers=tuple((key, value) for key, values in file.outage_when.items() for value in values),
        reasons=tuple(
            Reason(
                key,
                reason.label,
                reason.definition,
                reason.kind,
                tuple(reason.clauses),
                asks_for_symptoms=reason.asks_for_symptoms,
                team=reason.team,
                bulk_load=_bulk_load(reason.bulk_load),
            )
            for key, reason in file.reasons.items()
        ),
        reason_is_required=file.reason_required,
        roles=(
            *(role for role in HOUSE_ROLES if role.key not in file.roles),
            *(Role(key, label) for key, label in file.roles.items()),
        ),
        plans=tuple(Plan(key, plan.label, tuple(plan.clauses)) for key, plan in file.plans.items()),
        default_plan=file.default_plan,
        support_levels=tuple(
            SupportLevel(number, level.label, tuple(level.roles), tuple(level.clauses))
            for number, level in file.support_levels.items()
        ),
        first_level=file.first_level,
        level_at_severity=tuple(
            (severity, number) for number, level in file.support_levels.items() for severity in level.takes_severities
        ),
        level_on_outage=max((n for n, level in file.support_levels.items() if level.takes_outages), default=None),
        pauses_for=tuple(file.waiting_pauses),
        severity_counts_from_change=file.severity_change == "from_change",
        reopens=file.reopening == "resumes",
        closing=file.closing,
        only_representatives_report=file.reporters == "representatives",
        only_customers_monitor=file.monitoring == "customers",
        changes_walk_steps=file.change_requests == "step_by_step",
        problem_level=max((n for n, level in file.support_levels.items() if level.takes_problems), default=None),
        correction_means=tuple(Choice(key, label) for key, label in file.correction.means.items()),
        correction_sites=tuple(Choice(key, label) for key, label in file.correction.sites.items()),
        uptime=_uptime(file.uptime),
        contacts=tuple(file.contacts),
        manuals=tuple(Manual(manual.label, manual.url) for manual in file.manuals),
        house=_house(file.house),
        assumptions=_once(
            [
                *(assumption for assumed in hours_assumed.values() for assumption in assumed),
                *(assumption for target in targets for assumption in target.assumed),
                *(
                    assumption
                    for key, reason in file.reasons.items()
                    if reason.bulk_load is not None
                    for assumption in _assumed(reason.bulk_load.assumed, f"reasons.{key}")
                ),
                *_assumed(file.assumed, "policy"),
            ]
        ),
        notes=tuple(Note(note.code, note.text, tuple(note.clauses)) for note in file.notes),
    )
    return policy.with_version(fingerprint(to_plain(policy)))


def _calendar(name: str, hours: Hours, language: str) -> BusinessHours:
    days = hours.holidays
    extra = {on: words.in_language(language) for on, words in days.extra.items()}
    dates = dates_off(days.country, days.subdivision, language, extra, days.except_)
    return BusinessHours(name, hours.zone, week_of(hours.week), dates)


def _target(key: str, part: TargetPart, main_hours: str, hours_assumed: Mapping[str, tuple[Assumption, ...]]) -> Target:
    hours = part.hours or main_hours
    span = Span(
        kind=part.within.kind,
        seconds=part.within.seconds,
        days=part.within.days,
        end_of_day=part.end_of_day,
        at_latest=part.at_latest,
        until_agreed=part.until_agreed,
    )
    # Elapsed time runs through nights and weekends: its due time rests on no calendar.
    rests_on_hours = any(one.has_due_time and one.kind is not SpanKind.ELAPSED for one in (span, span.at_latest) if one)
    return Target(
        id=key,
        metric=part.metric,
        within=span,
        hours=hours,
        strength=part.strength or _strength(span.kind, part.house),
        severities=tuple(part.severities),
        kinds=tuple(part.kinds),
        plans=tuple(part.plans),
        recurs=part.recurs,
        to_level=part.to_level,
        clauses=tuple(part.clauses),
        assumed=_once([*_assumed(part.assumed, key), *(hours_assumed[hours] if rests_on_hours else ())]),
        readings=tuple(_reading(read) for read in part.readings),
        is_house=part.house,
    )


def _strength(kind: SpanKind, is_house: bool) -> Strength:
    # What the house sets for itself is nobody's promise (rule D11).
    return _STRENGTHS.get(kind, Strength.GOAL if is_house else Strength.PROMISE)


def _ladder(part: LadderPart) -> Ladder:
    return Ladder(
        tiers=tuple(
            Tier(number, tier.channel, tuple(tier.roles), tier.owner, tuple(tier.clauses))
            for number, tier in part.tiers.items()
        ),
        starts=tuple(part.starts_on),
        manual=tuple(part.proposed_for),
        last_tier=tuple(part.stops_at.items()),
        on_outage=part.outage_raises != "nothing",
        outage_raises_all=part.outage_raises == "all_tiers",
        clauses=tuple(part.clauses),
        readings=tuple(_reading(read) for read in part.readings),
    )


def _bulk_load(part: BulkLoadPart | None) -> BulkLoad | None:
    if part is None:
        return None
    columns = tuple(
        LoadColumn(key, column.label, column.format, column.required, column.unique)
        for key, column in part.columns.items()
    )
    return BulkLoad(columns, part.most_rows, part.per_month)


def _uptime(part: UptimePart | None) -> UptimePromise | None:
    if part is None:
        return None
    hours = part.between[0]
    return UptimePromise(part.over, part.zone, hours.opens * 60, hours.closes * 60, tuple(part.clauses))


def _house(part: HousePart) -> HouseValues:
    given = part.model_dump(exclude_none=True, exclude={"unset_severity"})
    return HouseValues(**{key: getattr(part, key) for key in given})


def _assumed(parts: Iterable[Assumed], prefix: str) -> tuple[Assumption, ...]:
    return tuple(
        Assumption(
            key=f"{prefix}.{part.what}",
            reason=part.because,
            confirmed_by=part.confirmed_by,
            confirmed_on=part.confirmed_on.isoformat() if part.confirmed_on else None,
        )
        for part in parts
    )


def _reading(part: Read) -> Reading:
    return Reading(part.taken, tuple(part.not_taken))


def _once(assumptions: Iterable[Assumption]) -> tuple[Assumption, ...]:
    return tuple(dict.fromkeys(assumptions))
