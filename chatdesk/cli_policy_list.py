"""`chatdesk policy list`: the policies that come with chatdesk."""

from __future__ import annotations

import typer

from chatdesk.policy_files import read_whole, shipped_policies


def list_policies() -> None:
    """List the policies that come with chatdesk: name, language, title."""
    found = [read_whole(path).policy for path in shipped_policies()]
    longest = max((len(policy.name) for policy in found), default=0)
    for policy in found:
        typer.echo(f"{policy.name:<{longest}}  {policy.language}  {policy.title.in_language('en')}")
