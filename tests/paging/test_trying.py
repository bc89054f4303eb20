"""`chatdesk paging`: the operator sees what is missing, and tries a pager before a night depends on it."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chatdesk import paging
from chatdesk.cli import cli
from tests.paging.conftest import hosts_at
from tests.paging.peers import ROUTING_KEY, PagerPeer
from tests.paging.test_directory import directory

PAGING = "\npaging:\n  on_call:\n    - pagerduty: ON_CALL\n    - opsgenie: GENIE\n"


@pytest.fixture(autouse=True)
def _named(tmp_path: Path, pagers: PagerPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATDESK_DIRECTORY", str(directory(tmp_path, PAGING)))
    monkeypatch.setenv("CHATDESK_PAGING_SECRET_ON_CALL", ROUTING_KEY)
    monkeypatch.setenv("CHATDESK_PAGING_SECRET_GENIE", "an old key")
    monkeypatch.setattr(paging, "Hosts", partial(hosts_at, pagers))


async def test_each_pager_beside_a_channel_rings_and_what_refuses_says_why(pagers: PagerPeer) -> None:
    tried = await run("test", "on_call")
    assert tried.exit_code == 3
    assert tried.stdout.splitlines() == [
        "pagerduty ON_CALL: took it",
        "End the alarm with: chatdesk paging test on_call --over",
    ]
    assert (
        tried.stderr == "opsgenie GENIE: did not take it. Its key is not accepted. Check the secret in the settings.\n"
    )
    [incident] = pagers.pagerduty.values()
    assert incident.summary == "A test alarm of chatdesk for the on-call channel. Nothing is wrong."
    await run("test", "on_call", "--over")
    assert incident.status == "resolved"


async def test_a_channel_without_pagers_is_told_with_those_that_have_some() -> None:
    tried = await run("test", "vp")
    assert tried.exit_code == 1
    assert "no pager beside 'vp'; those with pagers: on_call" in str(tried.exception)


async def test_the_list_names_pagers_and_missing_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHATDESK_PAGING_SECRET_GENIE")
    listed = await run("list")
    assert listed.exit_code == 3
    assert listed.stdout == "on_call: pagerduty ON_CALL\non_call: opsgenie GENIE\n"
    assert listed.stderr.startswith(
        "CHATDESK_PAGING_SECRET_GENIE: is not set, and directory.yml wakes people of on_call"
    )
    assert ROUTING_KEY not in listed.output


async def run(*words: str) -> Result:
    """In a thread, since the pagers answer from this one."""
    return await asyncio.to_thread(CliRunner().invoke, cli, ["paging", *words])


async def test_only_the_secrets_of_the_pager_that_rings_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = "\npaging:\n  on_call:\n    - pagerduty: ON_CALL\n  vp:\n    - opsgenie: ELSEWHERE\n"
    monkeypatch.setenv("CHATDESK_DIRECTORY", str(directory(tmp_path, more)))
    tried = await run("test", "on_call")
    assert tried.exit_code == 0, (tried.output, tried.exception)
    assert "no pager beside 'director'; those with pagers: on_call, vp" in str(
        (await run("test", "director")).exception
    )
    assert "CHATDESK_PAGING_SECRET_ELSEWHERE: is not set" in str((await run("test", "vp")).exception)
