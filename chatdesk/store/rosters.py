"""Who stands behind the roles of a case at this moment."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from chatdesk.core.case import Case
from chatdesk.core.people import Roster
from chatdesk.core.policy import Kind, Policy
from chatdesk.store import cases, outages, people

# A bug or a feature that a case waits for is a linked problem or change request; its owner stands behind this role.
LINKED_ENGINEER = "linked_engineer"
_WORKED_ON = (Kind.PROBLEM, Kind.CHANGE_REQUEST)


class Rosters:
    """Rosters of one transaction; each customer's is read once."""

    def __init__(self, tx: Connection) -> None:
        self._tx = tx
        self._of_customers: dict[str, Roster] = {}

    def of_customer(self, customer_id: str) -> Roster:
        if customer_id not in self._of_customers:
            self._of_customers[customer_id] = people.roster_for(self._tx, customer_id)
        return self._of_customers[customer_id]

    def roles_of(self, person_id: str, customer_id: str) -> tuple[str, ...]:
        """The roles somebody holds for one customer, in the alphabet's order."""
        roster = self.of_customer(customer_id)
        return tuple(sorted(role for role, members in roster.roles.items() if person_id in members))

    def of_opening(self, customer_id: str, policy: Policy) -> Roster:
        """For a case that is only about to be."""
        roster = self.of_customer(customer_id)
        if policy.uptime is None:
            return roster
        recorded = outages.cases_with_outages(self._tx, customer_id)
        return replace(roster, outages=tuple(outage for case in recorded for outage in case.outages))

    def of_case(self, case: Case, policy: Policy) -> Roster:
        """The customer's, and with it the owners of the problems and change requests the case is linked to.

        Where the policy promises uptime, what the customer's other cases record of outages too.
        """
        roster = self.of_customer(case.customer_id)
        if policy.uptime is not None:
            roster = replace(roster, outages=outages.of_others(self._tx, case))
        if not case.links:
            return roster
        others = cases.load_many(self._tx, {link.case_id for link in case.links})
        owners = {
            other.owner_id: None
            for link in case.links
            if (other := others.get(link.case_id)) and other.kind in _WORKED_ON and other.owner_id
        }
        if not owners:
            return roster
        return replace(roster, roles={**roster.roles, LINKED_ENGINEER: tuple(owners)})
