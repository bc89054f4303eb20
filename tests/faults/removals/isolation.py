"""What keeps one customer's cases from everybody else, and every door in the tests that drive them."""

from tests.faults.removal import Removal

_CASES = "tests/adapters/test_every_door.py::test_foreign_and_unknown_are_answered_alike_and_change_nothing"
_OTHERS = "tests/adapters/test_every_other_door.py"

REMOVALS = [
    Removal(
        name="isolation.foreign-cases",
        protects="a case that is not theirs is to strangers as one that is not there",
        file="chatdesk/reads/reads.py",
        old="            return case.id if reaches(actor, case, refs.was_told(tx, case.id, person.id)) else None\n",
        new="            return case.id\n",
        test=f"{_CASES}[slack, /case, typed]",
    ),
    Removal(
        name="isolation.lists",
        protects="what strangers look at does not show whether there is a case",
        file="chatdesk/store/lists.py",
        old="        return and_(cases.c.customer_id == person.customer_id, ~is_ours)\n",
        new="        return ~is_ours\n",
        test=f"{_OTHERS}::test_what_strangers_look_at_does_not_show_whether_there_is_a_case[slack, /case, typed]",
    ),
    Removal(
        name="isolation.message-of-a-case",
        protects="a message that is a case's already tells strangers nothing of the case",
        file="chatdesk/adapters/talk/from_message.py",
        old="    known = reads.find_case(CaseRef(case_id=here[0]), wish.identity)\n",
        new="    known = here[0]\n",
        test=f"{_OTHERS}::test_a_message_of_a_case_tells_strangers_nothing_of_it[slack, case_from_message, shortcut]",
    ),
    Removal(
        name="isolation.admin-is-nonsense",
        protects="`admin` is a word that nobody but administrators gets any answer to",
        file="chatdesk/adapters/talk/talk.py",
        old="        if not self._admin.lets_in(wish):\n",
        new="        if False:\n",
        test=f"{_OTHERS}::test_admin_is_nonsense_to_everybody_who_is_no_administrator[slack, /case, typed]",
    ),
    Removal(
        name="isolation.nothing-is-forgotten",
        protects="a new verb without a case is driven by every stranger, or a test says that it is not",
        file="chatdesk/adapters/talk/verbs.py",
        old='    Verb("home", "inicio",',
        new='    Verb("peek", "mirar", (), needs_case=False),\n    Verb("home", "inicio",',
        test=f"{_OTHERS}::test_every_verb_of_every_door_is_driven_by_every_stranger_here_or_in_the_test_of_cases",
    ),
    Removal(
        name="isolation.other-apps",
        protects="what another app says is a wish of nobody",
        file="chatdesk/adapters/slack/events.py",
        old='if event.get("subtype") not in _SAID or event.get("bot_id") or not event.get("user"):',
        new='if event.get("subtype") not in _SAID or not event.get("user"):',
        test=f"{_OTHERS}::test_what_another_app_says_is_heard_by_nobody[slack]",
    ),
]
