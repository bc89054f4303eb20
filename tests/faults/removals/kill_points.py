"""What lets a program die at any moment: one transaction, commit before acknowledging, look before repeating."""

from tests.faults.removal import Removal

_TEST = (
    "tests/faults/test_kill_points.py"
    "::test_wherever_the_program_dies_nothing_is_lost_and_nothing_told_twice_unannounced"
)

REMOVALS = [
    Removal(
        name="kill-points.receipts",
        protects="a form sent again because its answer was lost opens no second case",
        file="chatdesk/store/receipts.py",
        old='    return insert_new(tx, receipts, [{"id": inbound_id, "created_at": now}]) == 1\n',
        new='    insert_new(tx, receipts, [{"id": inbound_id, "created_at": now}])\n    return True\n',
        test=f"{_TEST}[opening]",
        kind="kill point",
    ),
    Removal(
        name="kill-points.cards-are-looked-up",
        protects="a card whose poster died is looked for before it is posted again",
        file="chatdesk/store/anchors.py",
        old="is_uncertain = row.anchor is None and (row.card_is_uncertain or row.card_token is not None)",
        new="is_uncertain = False",
        test=f"{_TEST}[opening]",
        kind="kill point",
    ),
    Removal(
        name="kill-points.commit-then-acknowledge",
        protects="Slack repeats what was not committed: an event is acknowledged only once it is",
        file="chatdesk/adapters/slack/front.py",
        old="        process_before_response=True,\n",
        new="        process_before_response=False,\n",
        test=f"{_TEST}[replying]",
        kind="kill point",
    ),
    Removal(
        name="kill-points.notices-are-looked-up",
        protects="a notice whose sender died is looked for before it is sent again",
        file="chatdesk/delivery/notice_lane.py",
        old="            message = await find(sender, batch.key, batch.destination, batch.since)\n",
        new="            message = None\n",
        test=f"{_TEST}[replying]",
        kind="kill point",
    ),
    Removal(
        name="kill-points.leases-run-out",
        protects="what a dead program had claimed is taken up by the next one",
        file="chatdesk/store/lanes.py",
        old="        (deliveries.c.state == CLAIMED) & (deliveries.c.claimed_until <= now),\n",
        new="",
        test=f"{_TEST}[replying]",
        kind="kill point",
    ),
]
