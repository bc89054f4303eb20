"""The demo's choice of policy: both customers move to it with the cases they open from then on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from babel import Locale

from chatdesk.app import StartRefused
from chatdesk.core.directory import Customer
from chatdesk.core.policy import Policy


class PolicyChoice:
    """What the page's header offers (`playground.Controls`). Cases that are open keep the policy they opened under.

    A policy in another language than a customer's own moves that customer to its language and zone too.
    """

    def __init__(
        self,
        policies: Sequence[Policy],
        customers: Sequence[Customer],
        chosen: str | None,
        move: Callable[[str, str, str, str], Awaitable[None]],
    ) -> None:
        """`customers` as the directory has them, whose policy is chosen if none is named;
        `move(customer_id, policy, language, zone)` changes one. Raises StartRefused for an unknown policy."""
        self._policies = {policy.name: policy for policy in policies}
        self._chosen = chosen or customers[0].policy
        if self._chosen not in self._policies:
            raise StartRefused(f"there is no policy {chosen!r}; there are {', '.join(self._policies)}")
        self._customers = customers
        self._move = move

    @property
    def chosen(self) -> Policy:
        return self._policies[self._chosen]

    def options(self) -> list[dict[str, Any]]:
        choices = [
            [name, (policy.short_title or policy.title).in_language("en")] for name, policy in self._policies.items()
        ]
        return [{"key": "policy", "label": "Policy", "value": self._chosen, "choices": choices}]

    async def choose(self, key: str, value: str) -> str:
        """Moves both customers. ValueError, in a sentence, for what is not on offer."""
        policy = self._policies.get(value)
        if key != "policy" or policy is None:
            raise ValueError(f"There is no {key} called {value}.")
        for customer in self._customers:
            language, zone = customer.language, customer.zone
            if policy.language != language:
                language, zone = policy.language, policy.hours(policy.main_hours).zone
            await self._move(customer.id, policy.name, language, zone)
        is_other_language = policy.language != self.chosen.language
        self._chosen = value
        said = f"New cases open under {policy.title.in_language('en')}. Open ones keep the policy they began with."
        if is_other_language:
            said += f" The customers' channels are written in {Locale(policy.language).get_language_name('en')} now."
        return said
