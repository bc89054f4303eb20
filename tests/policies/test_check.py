"""What `chatdesk policy check` finds: each thing in a bad file, with its line and exact words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chatdesk.core.directory import Directory
from chatdesk.directory import read_directory
from chatdesk.policy_check import CODES, check
from chatdesk.policy_files import find_policy, read_whole, shipped_policies
from tests.policies.clean import CLEAN

TODAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
DEMO = ROOT / "chatdesk" / "demo" / "directory.yml"

# By hand, from the table of findings that the five sources must show.
FOUND = {
    "c2-atom": [
        ("W-HOL", "C2-1"),
        ("W-ASSUMED", "C2-1"),
        ("W-ASSUMED", "C2-1"),
        ("E-ROW", "C2-3"),
        ("E-MONO", "C2-7"),
        ("W-UNQ", "C2-13"),
    ],
    "cipplanner": [
        ("W-HOL", "CIP-4"),
        ("W-ASSUMED", "CIP-4"),
        ("W-ASSUMED", "CIP-4"),
        ("W-ASSUMED", "CIP-4"),
        ("W-UNQ", "CIP-14"),
        ("W-UNQ", "CIP-13"),
    ],
    "codify": [
        ("W-ASSUMED", "COD-11"),
        ("W-ASSUMED", "COD-11"),
        ("W-UNQ", "COD-6"),
        ("E-REF", "COD-14"),
        ("W-OFFSET", "COD-16"),
    ],
    "catamarun": [
        ("W-HOL", "CAT-5, CAT-6"),
        ("W-ASSUMED", "CAT-5, CAT-6"),
        ("W-ASSUMED", "CAT-5, CAT-6"),
        ("W-ASSUMED", "CAT-5, CAT-6"),
        ("E-GAP", "CAT-2, CAT-3, CAT-4"),
        ("W-UNIT", "CAT-6, CAT-7"),
        ("W-NOTE", "CAT-5"),
        ("W-CADENCE", "CAT-14"),
    ],
    "advendio": [
        ("W-ASSUMED", "ADV-8"),
        ("W-ASSUMED", "ADV-8"),
        ("W-ASSUMED", "ADV-8"),
        ("E-GAP", "ADV-3"),
        ("W-ASSUMED", "ADV-7, ADV-6"),
        ("W-UNQ", "ADV-4"),
        ("E-TABLE", "ADV-7"),
    ],
}


def found_in(tmp_path: Path, text: str, directory: Directory | None = None) -> list[str]:
    """What is said of a file, each as `line: code: what is odd what to do`; waived ones with by whom."""
    path = tmp_path / "example.yml"
    path.write_text(text, encoding="utf-8")
    return [str(one).removeprefix(f"{path}:") for one in check(read_whole(path), TODAY, directory)]


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_a_shipped_policy_shows_what_its_source_must_show_and_no_more(path: Path) -> None:
    findings = check(read_whole(path), TODAY)
    assert [(one.code, ", ".join(one.clauses)) for one in findings] == FOUND[path.stem]


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_a_shipped_policy_waives_each_finding_with_its_reading(path: Path) -> None:
    findings = check(read_whole(path), TODAY, read_directory(DEMO))
    assert all(one.waiver and one.waiver.reason for one in findings)


def test_C2_7_four_days_for_critical_is_found_by_comparing_due_times() -> None:
    path = find_policy("c2-atom")
    (mono,) = [one for one in check(read_whole(path), TODAY) if one.code == "E-MONO"]
    assert path.read_text(encoding="utf-8").splitlines()[mono.line - 1] == "  correct-critical:"
    assert mono.odd == (
        "'correct-critical' leaves severity 1 more time than the milder severities 2 and 3: reported Mon 8 Jun 10:30, "
        "it is due Fri 12 Jun 10:30, and 'correct-high' Tue 9 Jun 10:30."
    )


def test_in_the_clean_file_nothing_is_odd(tmp_path: Path) -> None:
    assert found_in(tmp_path, CLEAN) == []


RULES = """\
  - {when: {usable: no}, severity: 1, clauses: [X-2]}
  - {when: {usable: [hardly, yes]}, severity: 2, clauses: [X-2]}
"""
SECOND_RULE = RULES.splitlines(keepends=True)[1]
ANSWERS = '    answers: {no: "No", hardly: Hardly, yes: "Yes"}\n'
TIER_2 = "    2: {roles: [head], clauses: [X-6]}\n"
KEEP_OR_WAIVE = "or waive this with the reading that you take."

BAD = [
    # Hours
    (
        "holidays: {country: DE}",
        "holidays: none",
        "8: W-HOL: The hours 'office' have no holidays at all. Give the country whose holidays hold, or waive this "
        "once it is certain that there are none.",
    ),
    (
        "holidays: {country: DE}",
        "holidays: {extra: {2024-12-24: Christmas Eve, 2025-12-24: Christmas Eve}}",
        "8: W-PAST: Every further holiday of 'office' is over; the last was 2025-12-24. Add those to come, or take "
        "the old ones out.",
    ),
    (
        "holidays: {country: DE}",
        "holidays: {country: DE, except: [2019-05-01]}",
        "8: W-PAST: 2019-05-01 is left out of the holidays of 'office', but is no holiday there in 2024 to 2040. "
        "Correct the date, or take it out.",
    ),
    (
        "Europe/Berlin",
        "Etc/GMT-1",
        "5: W-OFFSET: 'Etc/GMT-1' names no place but a fixed offset, which follows no change of clocks. Write the "
        "city whose clock is meant, such as 'America/Santiago'.",
    ),
    (
        "Europe/Berlin",
        "US/Eastern",
        "5: W-ZONE: 'US/Eastern' is an old name, kept for old files. Write the city that the zone is named after "
        "today, such as 'America/New_York' for 'US/Eastern'.",
    ),
    (
        "Europe/Berlin",
        "America/Mexico_City",
        "5: W-ZONE: The clocks of 'America/Mexico_City' follow other rules since 2023. Make sure that every machine's "
        "time zone data are newer, and that people know; then waive this.",
    ),
    (
        "severities:\n  1:",
        '  spare:\n    zone: Europe/Berlin\n    week: {sat: "09:00-12:00"}\n    holidays: {country: DE}\n'
        "severities:\n  1:",
        "10: W-UNUSED: No target counts in the hours 'spare'. Name them in a target's 'hours:', or take them out.",
    ),
    (
        "house:\n",
        "uptime: {over: 99.5 %, between: '06:00-22:00', zone: Etc/GMT+4}\nhouse:\n",
        "61: W-OFFSET: 'Etc/GMT+4' names no place but a fixed offset, which follows no change of clocks. Write the "
        "city whose clock is meant, such as 'America/Santiago'.",
    ),
    # Severities
    (
        "[hardly, yes]",
        "hardly",
        "13: E-GAP: No rule gives a severity to these answers: usable yes. Add a rule for them under "
        "'severity_rules:', with 'reading:' where the contract does not say.",
    ),
    (
        SECOND_RULE,
        "  - {when: {usable: [hardly, yes]}, severity: 2, reading: {taken: Two., not_taken: [One.]}}\n",
        "19: E-GAP: No severity of the source covers these answers, and a reading fills them in: usable hardly or "
        "yes. Ask the provider what they are, or waive this with the readings taken.",
    ),
    (
        RULES,
        "  - {when: {usable: [hardly, yes]}, severity: 2}\n  - {when: {usable: [no, hardly]}, severity: 1}\n",
        "18: E-OVERLAP: Severities 1 and 2 both fit some answers (usable hardly), and the milder wins because its "
        "rule stands first. Put the rule for severity 1 first, or narrow one of the two.",
    ),
    (
        SECOND_RULE,
        f"  - {{when: {{usable: no}}, severity: 2}}\n{SECOND_RULE}",
        "19: E-UNREACHED: This rule never decides: whoever answers usable no fits an earlier one. Move it up, or "
        "take it out.",
    ),
    (
        "[hardly, yes]}, severity: 2",
        "[hardly, yes]}, severity: 1",
        "12: E-UNREACHED: No answers lead to severity 2. Add a rule for it under 'severity_rules:'.",
    ),
    (
        ANSWERS,
        f"{ANSWERS}  mood:\n    ask: How are you?\n    answers: {{good: Good, bad: Bad}}\n",
        "17: W-UNUSED: The question 'mood' is asked, and its answer decides nothing. Use it in 'severity_rules:' or "
        "'outage_when:', or take it out.",
    ),
    # Targets
    (
        "within: 8 business hours",
        "within: 6 business days",
        "34: E-MONO: 'fix-1' leaves severity 1 more time than the milder severity 2: reported Mon 8 Jun 09:00, it is "
        "due Tue 16 Jun 09:00, and 'fix-2' Mon 15 Jun 09:00. Give the worse severity the shorter time, "
        + KEEP_OR_WAIVE,
    ),
    (
        "within: 4 business hours",
        "within: 6 business days",
        "29: E-ROW: 'reply-2' is an earlier step than 'fix-2' and due after it for severity 2: reported Mon 8 Jun "
        "09:00, it is due Tue 16 Jun 09:00, and 'fix-2' Mon 15 Jun 09:00. Give the earlier step the shorter time, "
        + KEEP_OR_WAIVE,
    ),
    (
        "within: 5 business days",
        "within: best effort",
        "42: W-UNQ: 'fix-2' is promised without a quantity, so nothing is ever due. Agree on a figure with the "
        "provider, or waive this and let what it took be measured.",
    ),
    (
        "within: 5 business days",
        "within: 40 business hours\n    at_latest: 6 business days",
        "43: W-UNIT: 'fix-2' is given in hours and in days, which agree only while a day keeps its length. Keep one "
        "of the two, " + KEEP_OR_WAIVE,
    ),
    (
        "within: 5 business days",
        "within: 40 business hours\n    at_latest: 10 business hours",
        "42: E-NEVER: The 'within:' of 'fix-2' can never be used up inside its hours: 'at_latest:' always ends "
        "first. Keep only the time of 'at_latest:', or correct one of the two.",
    ),
    (
        "within: 5 business days",
        "within: 40 business hours\n    at_latest: 5 hours",
        "42: E-WARN: A warning of 'fix-2' may come when it is due or later, as for a report on Mon 8 Jun 00:00. "
        "Count it in one unit only, or give it more time.",
    ),
    (
        "within: 5 business days",
        "within: 400 business days",
        "42: W-LONG: 'fix-2' is due more than a year after a report. Look at the number and its unit again, or waive "
        "this.",
    ),
    (
        "  fix-1:",
        "  reply-all: {metric: first_response, within: 8 business hours, clauses: [X-3]}\n  fix-1:",
        "34: E-HIDDEN: 'reply-all' never runs: targets of the same metric that stand before it cover all its cases. "
        "Put the narrower target first, or take this one out.",
    ),
    (
        "default_plan: basic\ntargets:\n",
        "  gold: {label: Gold}\ndefault_plan: basic\ntargets:\n"
        "  gold-reply:\n    metric: first_response\n    plans: [gold]\n    within: 30 business minutes\n"
        "    clauses: [X-3]\n    assumed:\n      - {what: table, because: It is missing., confirmed_by: Ann, "
        "confirmed_on: 2026-01-15}\n",
        "22: E-TABLE: The plan 'gold' has no times of its own. Write its targets with 'plans: [gold]', or say in "
        "'notes:' that its table is missing.",
    ),
    # People
    (
        "roles: [experts]}",
        "roles: [on_call]}",
        "50: W-UNUSED: The role 'experts' is declared, and no tier, support level or reason names it. Name it "
        "where its people should be told, or take it out.",
    ),
    (
        TIER_2,
        f"    2: {{channel: on_call, roles: [owner]}}\n{TIER_2.replace('2:', '3:')}",
        "60: E-CYCLE: Tier 2 tells only whom earlier tiers have told already, so the climb goes in a circle. Name "
        "somebody new at this tier, or take it out.",
    ),
    (
        "to_level: 2",
        "to_level: 1",
        "47: E-CYCLE: 'deeper' hands over to level 1, where its cases are already or come from. Name a deeper level.",
    ),
    # What the file says about itself
    (
        "clauses: [X-5]",
        "clauses: [X-55]",
        "48: E-CLAUSE: The clause 'X-55' is not listed under 'clauses:'. List it there, or correct it: did you "
        "mean 'X-5'?",
    ),
    (
        "    clauses: [X-1]\n",
        "    clauses: [X-1]\n    assumed: [{what: zone, because: The city is not named.}]\n",
        "10: W-ASSUMED: Assumed and not confirmed: The city is not named. Ask the provider, and write "
        "'confirmed_by:' and 'confirmed_on:'.",
    ),
    (
        "title: Example support",
        "title: {en: Example support, es: Soporte de ejemplo}",
        "1: W-LANG: Only 1 of 20 texts is in 'es'. Write the others in it too, or take it out.",
    ),
    (
        "house:\n",
        "notes:\n  - {code: W-NOTE, text: An asterisk has no footnote., clauses: [X-4]}\nhouse:\n",
        "62: W-NOTE: An asterisk has no footnote. Ask the provider, or waive this with the reading taken.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), BAD, ids=[said.split(": ")[1] for _, _, said in BAD])
def test_a_bad_file_is_found_with_its_line_and_exact_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in CLEAN
    assert said in found_in(tmp_path, CLEAN.replace(old, new, 1))


def test_answers_that_cannot_all_be_tried_are_a_finding(tmp_path: Path) -> None:
    choices = ", ".join(f"a{n}: A" for n in range(30))
    more = "".join(f"  q{n}: {{ask: Which?, answers: {{{choices}}}}}\n" for n in range(4))
    rule = "  - {when: {q0: a0, q1: a0, q2: a0, q3: a0}, severity: 2}\n"
    text = CLEAN.replace(ANSWERS, ANSWERS + more).replace(RULES, RULES + rule)
    assert (
        "13: W-MANY: The answers can be combined in 2430000 ways over 3 rules, too many to check. Ask fewer "
        "questions, give fewer answers to choose from, or write fewer rules."
    ) in found_in(tmp_path, text)


def test_a_time_that_its_hours_never_hold_is_found(tmp_path: Path) -> None:
    text = CLEAN.replace("within: 8 business hours", "within: 40000 business hours")
    text = text.replace('mon-fri: "09:00-17:00"', 'mon: "09:00-09:30"')
    assert (
        "37: E-NEVER: 'fix-1' can never be met or missed: its hours 'office' do not hold that much time. Give the "
        "hours more days, or the target a shorter time."
    ) in found_in(tmp_path, text)


def test_a_text_missing_in_a_language_of_the_policy_is_found(tmp_path: Path) -> None:
    path = find_policy("codify")
    text = path.read_text(encoding="utf-8")
    old = "label: {es: Plan preventivo, en: Preventive plan}"
    assert old in text
    found = found_in(tmp_path, text.replace(old, "label: Plan preventivo"))
    line = text[: text.index(old)].count("\n") + 1
    assert (
        f"{line}: W-LANG: The text 'Plan preventivo' is missing in 'en', a language of this policy. Write it as "
        "{es: …, en: …}."
    ) in found


def test_with_a_directory_a_tier_and_a_level_at_which_nobody_is_reached_are_found(tmp_path: Path) -> None:
    found = found_in(tmp_path, CLEAN, read_directory(DEMO))
    assert found == [
        "50: W-EMPTY: Nobody fills the role 'experts'. Fill it in the directory, or waive this if it may be skipped.",
        "51: W-EMPTY: Nobody fills the role 'head'. Fill it in the directory, or waive this if it may be skipped.",
        "54: E-NOBODY: At support level 2 nobody can be reached. Fill one of its roles in the directory.",
        "60: E-NOBODY: At tier 2 nobody can be reached. Give the tier a 'channel:', or fill one of its roles in the "
        "directory.",
    ]


def test_a_role_that_one_customer_has_and_another_has_not_is_told_by_customer(tmp_path: Path) -> None:
    own = tmp_path / "directory.yml"
    text = DEMO.read_text(encoding="utf-8").replace("policy: catamarun", "policy: example")
    text = text.replace("      systems_engineer: [ingrid]", "      systems_engineer: [ingrid]\n      head: [grace]", 1)
    own.write_text(text, encoding="utf-8")
    found = found_in(tmp_path, CLEAN, read_directory(own))
    assert any("At tier 2 nobody can be reached for Bluepeak Media." in one for one in found)
    assert not any("Harbor Grid" in one and "'head'" in one for one in found)


def test_every_code_a_program_gives_has_its_bad_file_here() -> None:
    shown = {said.split(": ")[1] for _, _, said in BAD}
    elsewhere = {"W-MANY", "E-NOBODY", "W-EMPTY", "W-WAIVER"}
    assert CODES.keys() - elsewhere == shown & CODES.keys()
