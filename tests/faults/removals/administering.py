"""Who may change who is who, and what can become of an account."""

from tests.faults.removal import Removal

_ADMIN = "tests/scenarios/rules/test_admin.py"
_SETUP = "tests/scenarios/rules/test_first_setup.py"
_VALUES = "tests/directory/test_changes_in_chat.py"
_RULES = "chatdesk/adapters/talk/admin_rules.py"

REMOVALS = [
    Removal(
        name="admin.strangers",
        protects="nobody but an administrator uses or learns of admin",
        file="chatdesk/adapters/talk/talk.py",
        old="        if not self._admin.lets_in(wish):\n            if wish.values:",
        new="        if False:\n            if wish.values:",
        test=f"{_ADMIN}::test_to_everybody_else_admin_is_a_word_that_nobody_knows[slack]",
    ),
    Removal(
        name="admin.forged-buttons",
        protects="a forged button of the set-up changes nothing and shows nothing",
        file="chatdesk/adapters/talk/talk.py",
        old="        if not self._admin.lets_in(wish):\n            if wish.values:",
        new="        if not self._admin.lets_in(wish) and not wish.values:\n            if wish.values:",
        test=f"{_ADMIN}::test_a_forged_button_or_form_of_an_administrator_does_nothing[slack]",
    ),
    Removal(
        name="admin.forged-forms",
        protects="a forged question for a form of the set-up shows nothing of who is who",
        file="chatdesk/adapters/talk/talk.py",
        old="self._admin.reader(wish, reader)) if self._admin.lets_in(wish) else None",
        new="self._admin.reader(wish, reader)) if True else None",
        test=f"{_ADMIN}::test_a_forged_button_or_form_of_an_administrator_does_nothing[slack]",
    ),
    Removal(
        name="admin.guest-made-agent",
        protects="a guest of our workspace never becomes one of us",
        file=_RULES,
        old='    if account.is_guest:\n        return Refused.because("guest", person=account.name)\n    if not account.is_home:',
        new="    if not account.is_home and not account.is_guest:",
        test=f"{_ADMIN}::test_a_guest_and_somebody_of_another_organisation_are_never_ours[slack]",
    ),
    Removal(
        name="admin.foreigner-made-admin",
        protects="nobody of another organisation becomes one of us",
        file=_RULES,
        old='    if not account.is_home:\n        return Refused.because("foreign", person=account.name)\n',
        new="",
        test=f"{_ADMIN}::test_a_guest_and_somebody_of_another_organisation_are_never_ours[slack]",
    ),
    Removal(
        name="admin.guest-or-foreigner-administers",
        protects="a guest or a foreigner administers nothing, whatever settings and workspace say of them",
        file=_RULES,
        old="    if asker is None or not asker.is_home or asker.is_guest or not asker.is_person:",
        new="    if asker is None:",
        test=f"{_SETUP}::test_a_guest_who_administers_and_a_foreigner_are_let_in_by_nothing",
    ),
    Removal(
        name="admin.owner-after-setup",
        protects="who administers the workspace is nobody to the desk once it is known who is who",
        file=_RULES,
        old="    return asker.is_owner and not reads.who.is_set_up()",
        new="    return asker.is_owner",
        test=f"{_SETUP}::test_who_administers_the_workspace_is_nobody_here_once_it_is_known_who_is_who",
    ),
    Removal(
        name="admin.channel-of-another",
        protects="a customer's channel is never given to another customer",
        file="chatdesk/core/directory_applying.py",
        old="    if held is not None and held[0] != change.customer_id:",
        new="    if False:",
        test=f"{_VALUES}::test_a_channel_has_one_holder",
    ),
    Removal(
        name="admin.home-of-another",
        protects="an organisation that is one customer's is never learnt as another's",
        file="chatdesk/core/directory_applying.py",
        old="    if home in taken or home[0] in dict(customer.tenants):",
        new="    if home[0] in dict(customer.tenants):",
        test=f"{_VALUES}::test_a_home_is_learnt_where_nobody_has_it_and_never_taken_from_another",
    ),
    Removal(
        name="admin.last-administrator",
        protects="the last administrator stays one",
        file="chatdesk/core/directory_applying.py",
        old="    if person.is_admin and not is_admin and not others:",
        new="    if False:",
        test=f"{_VALUES}::test_the_last_administrator_stays",
    ),
    Removal(
        name="admin.file-wins",
        protects="where directory.yml says something else, it wins at the next start",
        file="chatdesk/core/directory_file.py",
        old="        after = None if _speaks_against(file, change) else apply(who, change)",
        new="        after = apply(who, change)",
        test=f"{_VALUES}::test_what_chat_added_stands_beside_the_file_and_what_the_file_denies_does_not",
    ),
    Removal(
        name="admin.survives-restart",
        protects="what was changed in chat is there after a restart, although directory.yml is read again",
        file="chatdesk/desk/administering.py",
        old="    directory.use(tx, who)\n    return lost",
        new="    directory.use(tx, file)\n    return lost",
        test=f"{_ADMIN}::test_somebody_new_is_an_agent_from_that_moment_on_and_after_a_restart[slack]",
    ),
    Removal(
        name="admin.once",
        protects="a request that is delivered twice changes who is who once",
        file="chatdesk/desk/administering.py",
        old="    if directory_changes.is_done(tx, request) and before is not None:",
        new="    if False and before is not None:",
        test="tests/app/test_directory_commands.py::test_the_same_request_twice_is_one_change",
    ),
    Removal(
        name="admin.two-at-once",
        protects="of two who change who is who at the same time neither loses what they did",
        file="chatdesk/desk/administering.py",
        old="    directory_changes.lock(tx)\n    before = who_is_who.read(tx)",
        new="    before = who_is_who.read(tx)",
        test="tests/store/test_administering.py::test_two_who_change_it_at_the_same_time_both_have_their_way[postgres]",
    ),
]
