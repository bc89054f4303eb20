"""Policy files: what is understood, and how what is wrong is refused with file, line and advice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from chatdesk.core.business_hours import Range
from chatdesk.core.policy import Kind, Metric, Policy, Span, SpanKind, Strength
from chatdesk.policy_files import PolicyError, find_policy, read_policy, shipped_policies, span_of, span_words
from chatdesk.policy_files.public_holidays import dates_off

yaml = YAML(typ="safe", pure=True)
SMALL = """\
title: {en: Example, es: Ejemplo}
language: en
business_hours:
  office:
    zone: Europe/Berlin
    week:
      mon-fri: "09:00-17:00"
    holidays: none
severities:
  1:
    label: Bad
    definition: It is bad.
questions:
  usable:
    ask: Does it work?
    answers:
      yes: "Yes"
      no: "No"
severity_rules:
  - when: {usable: no}
    severity: 1
plans:
  basic: {label: Basic}
default_plan: basic
targets:
  respond:
    metric: first_response
    severities: [1]
    within: 4 business hours
    clauses: [X-1]
  fix:
    metric: resolution
    within: best effort
    clauses: [X-2]
house:
  unset_severity: 1
"""

LADDER = """\
support_levels:
  1: {label: Front desk, roles: [on_call]}
first_level: 1
ladder:
  starts_on: [first_response]
  tiers:
    1:
      channel: on_call
      roles: [owner]
"""


def read(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "example.yml"
    path.write_text(text, encoding="utf-8")
    return read_policy(path)


def refused(tmp_path: Path, text: str) -> list[str]:
    """What is said about a file, each as `line: message`."""
    with pytest.raises(PolicyError) as caught:
        read(tmp_path, text)
    path = tmp_path / "example.yml"
    assert all(str(finding).startswith(f"{path}:{finding.line}: ") for finding in caught.value.findings)
    return [f"{finding.line}: {finding.message}" for finding in caught.value.findings]


# What is understood


def test_a_small_file_is_a_whole_policy(tmp_path: Path) -> None:
    policy = read(tmp_path, SMALL)
    assert policy.name == "example"
    assert policy.title.in_language("es") == "Ejemplo"
    assert policy.hours("office").week == ((Range(540, 1020),),) * 5 + ((), ())
    respond, fix = policy.targets
    assert respond.within == Span(SpanKind.BUSINESS, seconds=4 * 3600)
    assert (respond.hours, respond.strength, fix.strength) == ("office", Strength.PROMISE, Strength.BEST_EFFORT)
    assert policy.ladder.is_house and policy.ladder.clauses == ()
    assert policy.suggested_severity((("usable", "no"),)) is not None


@pytest.mark.parametrize(
    ("instead_of_clauses", "strength"),
    [
        ("clauses: [X-1]", Strength.PROMISE),
        ("house: true", Strength.GOAL),
        ("{house: true, strength: promise}", Strength.PROMISE),
        ("{house: true, strength: best_effort}", Strength.BEST_EFFORT),
    ],
)
def test_D11_a_value_of_the_house_is_no_promise_unless_the_file_says_so(
    tmp_path: Path, instead_of_clauses: str, strength: Strength
) -> None:
    lines = instead_of_clauses.strip("{}").split(", ")
    policy = read(tmp_path, SMALL.replace("clauses: [X-1]", "\n    ".join(lines)))
    assert policy.targets[0].strength is strength


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("4 business hours", Span(SpanKind.BUSINESS, seconds=14400)),
        ("1 business hour", Span(SpanKind.BUSINESS, seconds=3600)),
        ("24 hours", Span(SpanKind.ELAPSED, seconds=86400)),
        ("2 elapsed hours", Span(SpanKind.ELAPSED, seconds=7200)),
        ("90 minutes", Span(SpanKind.ELAPSED, seconds=5400)),
        ("45 seconds", Span(SpanKind.ELAPSED, seconds=45)),
        ("30 business seconds", Span(SpanKind.BUSINESS, seconds=30)),
        ("2 Business  Days", Span(SpanKind.BUSINESS_DAYS, days=2)),
        ("same business day", Span(SpanKind.SAME_BUSINESS_DAY)),
        ("close of next business day", Span(SpanKind.CLOSE_OF_NEXT_BUSINESS_DAY)),
        ("agreed", Span(SpanKind.AGREED)),
        ("next release", Span(SpanKind.NEXT_RELEASE)),
        ("best effort", Span(SpanKind.BEST_EFFORT)),
    ],
)
def test_spans_are_words_and_can_be_said_again(text: str, span: Span) -> None:
    assert span_of(text) == span
    assert span_of(span_words(span)) == span


def test_a_span_may_carry_a_second_rule_and_hold_until_agreed(tmp_path: Path) -> None:
    more = "within: 4 business hours\n    at_latest: close of next business day\n    until_agreed: true"
    span = read(tmp_path, SMALL.replace("within: 4 business hours", more)).targets[0].within
    assert span.at_latest == Span(SpanKind.CLOSE_OF_NEXT_BUSINESS_DAY)
    assert span.until_agreed
    assert span_words(span) == (
        "4 business hours, at the latest close of next business day, until another date or a release is agreed"
    )


def test_hours_may_have_breaks_run_over_midnight_and_last_all_day(tmp_path: Path) -> None:
    week = 'mon, wed: ["08:00-12:00", "13:00-17:00"]\n      fri: "22:00-06:00"\n      sun: "00:00-24:00"'
    week += '\n      tue: closed\n      thu: "18:00-00:00"'
    text = SMALL.replace('mon-fri: "09:00-17:00"', week)
    halves, night, all_day = (Range(480, 720), Range(780, 1020)), (Range(1320, 360),), (Range(0, 1440),)
    expected = (halves, (), halves, (Range(1080, 1440),), night, (), all_day)
    assert read(tmp_path, text).hours("office").week == expected


def test_clock_times_and_yes_and_no_are_taken_as_written(tmp_path: Path) -> None:
    # YAML 1.1 would read 17:00 as 1020 and `no` as false.
    unquoted = SMALL.replace('"09:00-17:00"', "09:00-17:00")
    assert read(tmp_path, unquoted).hours("office") == read(tmp_path, SMALL).hours("office")


def test_holidays_are_dates_with_names_in_the_policys_language(tmp_path: Path) -> None:
    block = "holidays: {country: DE, subdivision: BY, except: [2026-05-01], extra: {2026-12-24: Christmas Eve}}"
    dates = dict(read(tmp_path, SMALL.replace("holidays: none", block)).hours("office").holidays)
    assert dates[date(2026, 12, 25)] == "Christmas Day"
    assert dates[date(2026, 1, 6)] == "Epiphany"  # Bavaria's
    assert dates[date(2026, 12, 24)] == "Christmas Eve"
    assert date(2026, 5, 1) not in dates
    assert {date(year, 1, 1) for year in range(2025, 2033)} <= dates.keys()


def test_an_observed_day_in_december_belongs_to_the_year_after() -> None:
    names = dict(dates_off("US", None, "en", {}, ()))
    assert "New Year" in names[date(2027, 12, 31)]
    # In the last year of the stretch too, where that year after is not asked for.
    stretch = dict(dates_off("US", None, "en", {}, (), range(2026, 2028)))
    assert "New Year" in stretch[date(2027, 12, 31)]


def test_a_version_is_the_content(tmp_path: Path) -> None:
    first = read(tmp_path, SMALL)
    assert read(tmp_path, "# another comment\n" + SMALL).version == first.version
    assert read(tmp_path, SMALL.replace("4 business hours", "5 business hours")).version != first.version
    holidays = SMALL.replace("holidays: none", "holidays: {extra: {2026-12-24: Christmas Eve}}")
    assert read(tmp_path, holidays).version != first.version


def test_assumed_hours_reach_the_promises_that_rest_on_them(tmp_path: Path) -> None:
    text = SMALL.replace(
        "holidays: none", "holidays: none\n    assumed:\n      - {what: zone, because: It is not said.}"
    )
    respond, fix = read(tmp_path, text).targets
    assert [one.key for one in respond.assumed] == ["hours.office.zone"]
    assert fix.assumed == ()


def test_the_ladder_and_levels_are_read(tmp_path: Path) -> None:
    policy = read(tmp_path, SMALL + LADDER)
    assert not policy.ladder.is_house
    assert policy.ladder.starts == (Metric.FIRST_RESPONSE,)
    assert (policy.first_level, policy.support_levels[0].roles) == (1, ("on_call",))


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_each_shipped_policy_is_told_in_english_and_in_spanish(path: Path) -> None:
    policy = read_policy(path)
    told = [policy.title, *(s.label for s in policy.severities), *(s.definition for s in policy.severities)]
    told += [words for q in policy.questions for words in (q.text, *(choice.label for choice in q.choices))]
    told += [words for r in policy.reasons for words in (r.label, r.definition)]
    told += [r.taken for t in (*policy.targets, policy.ladder) for r in t.readings]
    told += [w for t in (*policy.targets, policy.ladder) for r in t.readings for w in r.not_taken]
    told += [one.reason for one in policy.assumptions] + [note.text for note in policy.notes]
    told += [item.label for item in (*policy.roles, *policy.plans, *policy.support_levels)]
    assert all({"en", "es"} <= dict(words.texts).keys() for words in told)


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_every_full_set_of_answers_leads_to_a_severity(path: Path) -> None:
    policy = read_policy(path)
    if not policy.severities:
        assert policy.severity_rules == ()
        return
    choices = [[(question.key, choice.value) for choice in question.choices] for question in policy.questions]
    for answers in product(*choices):
        assert policy.suggested_severity(answers) is not None, answers


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_every_promise_names_its_clause(path: Path) -> None:
    assert all(target.clauses for target in read_policy(path).targets)


def test_what_no_clause_covers_is_marked_as_a_reading() -> None:
    policy = read_policy(find_policy("catamarun"))
    rule = policy.suggested_severity((("operation", "degraded"), ("workaround", "no")))
    assert rule is not None and (rule.severity, rule.is_reading) == (1, True)
    rule = policy.suggested_severity((("operation", "minor"), ("workaround", "no")))
    assert rule is not None and (rule.severity, rule.is_reading) == (2, True)


def test_an_outage_is_known_by_its_answer() -> None:
    codify = read_policy(find_policy("codify"))
    assert codify.is_outage((("unavailable", "part"),)) and not codify.is_outage((("unavailable", "none"),))
    assert codify.level_on_outage == 3


def test_a_reason_gives_the_kind() -> None:
    policy = read_policy(find_policy("advendio"))
    assert {reason.key: reason.kind for reason in policy.reasons} == {
        "bug": Kind.INCIDENT,
        "handling": Kind.QUESTION,
        "customization": Kind.CHANGE_REQUEST,
        "feature": Kind.CHANGE_REQUEST,
    }
    assert policy.reason_is_required


# Finding a file


def test_a_policy_is_found_by_name_by_path_and_in_a_folder(tmp_path: Path) -> None:
    own = tmp_path / "ours.yml"
    own.write_text(SMALL, encoding="utf-8")
    assert find_policy("codify") in shipped_policies()
    assert find_policy(str(own)) == own
    assert find_policy("ours", tmp_path) == own


def test_an_unknown_policy_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(FileNotFoundError, match="unknown policy 'catamaran'; did you mean 'catamarun'"):
        find_policy("catamaran")


# What is refused


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # Broken YAML
        ("  office:", "\toffice:", "4: a tab stands where spaces belong; indent with spaces only"),
        ("severities: [1]", "severities: [1", "is not valid YAML"),
        ("  fix:\n", "  respond:\n", "31: 'respond' stands twice, first in line 26; keep one of them"),
        ("plans:", "language: es\nplans:", "22: 'language' stands twice, first in line 2"),
        ("    label: Bad\n", "    label: Bad: very\n", "11: a ':' stands where none can"),
        # Keys and types
        ("    zone: E", "    zome: E", "5: unknown key 'zome'; did you mean 'zone'?"),
        ("    zone: Europe/Berlin\n", "", "4: 'zone:' is missing here; add it"),
        ("default_plan", "defualt_plan", "24: unknown key 'defualt_plan'; did you mean 'default_plan'?"),
        ("    clauses: [X-1]", "    clauses: X-1", "30: 'clauses' must be a list"),
        ("    severities: [1]", "    severities: [one]", "28: 'severities' must be a whole number"),
        ("    severities: [1]", "    recurs: yes", "28: 'recurs' must be true or false"),
        ("  office:\n    zone: Europe/Berlin\n", "  office:\n    zone: 7\n", "5: 'zone' must be text"),
        ("title: {en: Example, es: Ejemplo}", "title: {es: Ejemplo}", "1: the text in 'en'"),
        ("title: {en: Example, es: Ejemplo}", "title: {en: Example, spanish: x}", "1: 'spanish' is no language"),
        ("    label: Bad", "    label: " + "x" * 76, "11: the text in 'en' has 76 letters; at most 75"),
        ("language: en", "language: english", "2: 'language' is not written as it should be"),
        # Hours
        ("Europe/Berlin", "Europe/Berln", "5: 'Europe/Berln' is no time zone"),
        ('"09:00-17:00"', '"09:00-25:00"', "7: '25:00' is no time of day"),
        ('"09:00-17:00"', '"09:00-17:75"', "7: '17:75' is no time of day"),
        ('"09:00-17:00"', '"09:00-09:00"', "7: '09:00-09:00' opens and closes at the same time"),
        ('"09:00-17:00"', '"24:00-06:00"', "7: '24:00-06:00' opens at 24:00"),
        ('"09:00-17:00"', '"9 to 5"', "7: '9 to 5' is no range of hours; write for example \"09:30-17:00\""),
        ('"09:00-17:00"', '["09:00-13:00", "12:00-17:00"]', "6: Monday 09:00–13:00 and Monday 12:00–17:00 overlap"),
        ('"09:00-17:00"', "closed", "6: the week has no opening hours at all"),
        ("mon-fri:", "monday-friday:", "7: 'monday-friday' names no days; write for example 'mon-fri'"),
        ("mon-fri:", 'wed: "10:00-12:00"\n      mon-fri:', "6: wed is named by two keys"),
        # Holidays
        ("holidays: none", "holidays: {country: XX}", "8: no country 'XX' is known"),
        ("holidays: none", "holidays: {country: DE, subdivision: ZZ}", "8: DE has no part 'ZZ'; its parts are: BB"),
        ("holidays: none", "holidays: {extra: {2026-13-01: x}}", "8: '2026-13-01' is no date; write it like"),
        ("holidays: none", "holidays: yes", "8: write 'none', or a block with 'country:'"),
        ("    holidays: none\n", "", "4: 'holidays:' is missing here"),
        # Spans
        ("4 business hours", "4 buisness hours", "29: '4 buisness hours' is no span; write for example"),
        ("4 business hours", "5 days", "29: '5 days' does not say which days; write '5 business days' or '120 hours'"),
        ("4 business hours", "0 hours", "29: '0 hours' gives no time at all"),
        ("4 business hours", "4", "29: a span is written in words"),
        ("4 business hours", "900000 hours", "29: '900000 hours' is longer than five years"),
        ("within: best effort", "within: best effort\n    recurs: true", "34: only a span with a due time can recur"),
        ("within: best effort", "within: agreed\n    at_latest: 3 hours", "34: both 'within' and 'at_latest' need"),
        ("4 business hours", "4 business hours\n    end_of_day: true", "30: only spans of business days"),
        (
            "holidays: none",
            "holidays: none\n    assumed: [{what: zone, because: Unsaid., confirmed_by: Ann}]",
            "9: 'confirmed_by:' and 'confirmed_on:' go together",
        ),
        # One key about another
        ("metric: first_response", "metric: first_reponse", "27: unknown metric 'first_reponse'; did you mean"),
        ("severities: [1]", "severities: [2]", "28: unknown severity '2'; use one of: 1"),
        ("severities: [1]", "plans: [premium]", "28: unknown plan 'premium'; use one of: basic"),
        ("severities: [1]", "hours: ofice", "28: unknown business hours 'ofice'; did you mean 'office'?"),
        ("severities: [1]", "strength: hard", "28: unknown strength 'hard'; use one of: promise"),
        ("severities: [1]", "kinds: [incidents]", "28: unknown kind 'incidents'; did you mean 'incident'?"),
        ("    clauses: [X-1]\n", "", "26: names no clause; add 'clauses:', or say 'house: true'"),
        ("{usable: no}", "{usble: no}", "20: unknown question 'usble'; did you mean 'usable'?"),
        ("{usable: no}", "{usable: never}", "20: unknown answer to 'usable' 'never'; use one of: yes, no"),
        ("default_plan: basic", "default_plan: basis", "24: unknown plan 'basis'; did you mean 'basic'?"),
        (
            "default_plan: basic",
            "default_plan: basic\nreasons:\n  bug: {label: Bug, definition: Broken., kind: incident, team: expert}",
            "26: unknown role 'expert', and none of that name is declared under 'roles:'",
        ),
        (
            "default_plan: basic",
            "default_plan: basic\nclauses:\n  X-1: {says: Hours, at: [target]}",
            "26: unknown key 'target'; did you mean 'targets'?",
        ),
        ("default_plan: basic", "default_plan: basic\nmonitoring: ours", "25: 'ours' is not known for 'monitoring'"),
        ("  1:\n    label", "  2:\n    label", "9: severities are numbered 1, 2, 3"),
        ("house:\n  unset_severity: 1\n", "", "9: say under 'house:' with 'unset_severity:'"),
        ("  unset_severity: 1", "  unset_severity: 1\n  proposal_wait: agreed", "37: needs a span with a due time"),
        ("metric: resolution", "metric: handoff", "31: a handoff, and only a handoff, says with 'to_level:'"),
        ("metric: resolution", "metric: handoff\n    to_level: 2", "33: unknown support level '2'; none is declared"),
    ],
)
def test_a_bad_file_is_refused_with_its_line_and_what_to_do(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SMALL
    findings = refused(tmp_path, SMALL.replace(old, new, 1))
    assert any(said in finding for finding in findings), findings


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "roles: [owner]",
            "roles: [ower]",
            "unknown role 'ower', and none of that name is declared under 'roles:'; did you mean 'owner'?",
        ),
        ("roles: [on_call]", "roles: [front_desk]", "unknown role 'front_desk'"),
        ("channel: on_call", "channel: oncall", "44: 'oncall' is not known for 'channel'; use one of: 'on_call'"),
        ("    1:\n      channel", "    2:\n      channel", "42: tiers are numbered 1, 2, 3"),
        ("starts_on: [first_response]", "starts_on: [response]", "unknown metric 'response'"),
        ("  tiers:\n    1:", "  stops_at: {1: 4}\n  tiers:\n    1:", "42: unknown tier '4'; use one of: 1"),
        ("  tiers:\n    1:", "  outage_raises: all_tiers\n  tiers:\n    1:", "42: no answer means an outage"),
        ("first_level: 1", "first_level: 2", "39: unknown support level '2'"),
    ],
)
def test_a_bad_ladder_is_refused_with_its_line_and_what_to_do(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in LADDER
    findings = refused(tmp_path, SMALL + LADDER.replace(old, new, 1))
    assert any(said in finding for finding in findings), findings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1: the file is empty"),
        ("# only a comment\n", "1: the file is empty"),
        ("- a\n- b\n", "1: a policy is a block of keys"),
        ("title: x\nlanguage: en\n", "1: 'business_hours:' is missing here; add it"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in finding for finding in refused(tmp_path, text))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "example.yml"
    path.write_bytes(b"title: \xff\xfe")
    with pytest.raises(PolicyError, match=r"example\.yml:1: is not UTF-8 text"):
        read_policy(path)


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = SMALL.replace("Europe/Berlin", "Europe/Berln").replace("severities: [1]", "severities: [3]")
    text = text.replace("default_plan: basic", "default_plan: gold")
    findings = refused(tmp_path, text)
    assert [finding.split(":")[0] for finding in findings] == ["5", "24", "28"]


@pytest.mark.parametrize("odd", [None, -1, "?", [], {"?": None}], ids=repr)
def test_no_odd_value_anywhere_ends_in_anything_but_a_refusal(tmp_path: Path, odd: object) -> None:
    whole = yaml.load(SMALL + LADDER)
    path = tmp_path / "example.yml"
    refusals = 0
    for where in _places(whole):
        # JSON is YAML, but for numbers as keys.
        text = json.dumps(_replaced(whole, where, odd)).replace('"1": ', "1: ")
        path.write_text(text, encoding="utf-8")
        try:
            read_policy(path)
        except PolicyError as error:
            assert error.findings
            refusals += 1
    assert refusals > 20


def _places(value: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if where:
        yield where
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield from _places(value[key], (*where, key))


def _replaced(value: Any, where: tuple[Any, ...], new: object) -> Any:
    if not where:
        return new
    if isinstance(value, dict):
        return {key: _replaced(item, where[1:], new) if key == where[0] else item for key, item in value.items()}
    return [_replaced(item, where[1:], new) if key == where[0] else item for key, item in enumerate(value)]
