"""Waivers: who lets a finding pass, and waivers that no longer apply."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatdesk.policy_files import PolicyError
from tests.policies.clean import CLEAN
from tests.policies.test_check import found_in

ODD = CLEAN.replace("within: 8 business hours", "within: 6 business days")
WAIVER = """\
waivers:
  - code: E-MONO
    where: [targets.fix-1]
    name: Ann Lee
    on: 2026-01-15
    reason: As it is written in the contract.
"""


def test_a_waived_finding_is_listed_with_who_when_and_why(tmp_path: Path) -> None:
    (waived,) = found_in(tmp_path, ODD + WAIVER)
    assert waived.startswith("34: E-MONO: 'fix-1' leaves severity 1 more time")
    assert waived.endswith("(Waived by Ann Lee on 2026-01-15: As it is written in the contract.)")


def test_a_waiver_holds_for_its_own_code_and_place_only(tmp_path: Path) -> None:
    other = ODD + WAIVER.replace("fix-1", "fix-2")
    said = [one for one in found_in(tmp_path, other) if "Waived" not in one]
    assert said[0].startswith("34: E-MONO: ")
    assert said[1] == (
        "72: W-WAIVER: The waiver of E-MONO at 'targets.fix-2' no longer applies: there is no such finding. Take it "
        "out, or name the place where it is now: targets.fix-1."
    )


def test_a_waiver_of_what_was_corrected_is_a_finding(tmp_path: Path) -> None:
    assert found_in(tmp_path, CLEAN + WAIVER) == [
        "72: W-WAIVER: The waiver of E-MONO at 'targets.fix-1' no longer applies: there is no such finding. Take it "
        "out."
    ]


def test_a_waiver_of_several_places_is_judged_place_by_place(tmp_path: Path) -> None:
    waived, stale = found_in(tmp_path, ODD + WAIVER.replace("[targets.fix-1]", "[targets.fix-1, targets.fix-2]"))
    assert "Waived by Ann Lee" in waived
    assert "W-WAIVER: The waiver of E-MONO at 'targets.fix-2' no longer applies" in stale


def test_a_stale_waiver_cannot_be_waived(tmp_path: Path) -> None:
    again = WAIVER + WAIVER.replace("waivers:\n", "").replace("E-MONO", "W-WAIVER").replace(
        "targets.fix-1", "waivers.E-MONO.targets.fix-1"
    )
    said = found_in(tmp_path, CLEAN + again)
    assert len(said) == 2 and all("no longer applies" in one for one in said)


def test_a_waiver_of_an_unknown_code_is_a_finding(tmp_path: Path) -> None:
    (said,) = found_in(tmp_path, CLEAN + WAIVER.replace("E-MONO", "E-MONNO"))
    assert said == "71: W-WAIVER: 'E-MONNO' is the code of no finding. Look at the code again: did you mean 'E-MONO'?"


def test_what_only_a_directory_shows_is_not_judged_without_one(tmp_path: Path) -> None:
    waiver = WAIVER.replace("E-MONO", "W-EMPTY").replace("targets.fix-1", "roles.experts")
    assert found_in(tmp_path, CLEAN + waiver) == []


@pytest.mark.parametrize("key", ["code", "where", "name", "on", "reason"])
def test_a_waiver_without_one_of_its_parts_is_refused(tmp_path: Path, key: str) -> None:
    without = "\n".join(line for line in WAIVER.splitlines() if not line.strip(" -").startswith(f"{key}:"))
    if key == "code":
        without = without.replace("    where", "  - where", 1)
    with pytest.raises(PolicyError, match=f"'{key}:' is missing here; add it"):
        found_in(tmp_path, CLEAN + without)
