"""What operators are told of a running desk, and what they must never read."""

from tests.faults.removal import Removal

REMOVALS = [
    Removal(
        name="operators.nothing-written-is-logged",
        protects="what customers wrote stands in no log line",
        file="chatdesk/desk/logged.py",
        old="            number=outcome.number,\n            events=list(outcome.happened),\n",
        new="            number=outcome.number,\n            texts=dict(inbound.texts),\n"
        "            events=list(outcome.happened),\n",
        test="tests/app/test_metrics.py::test_no_label_names_anybody",
    ),
    Removal(
        name="operators.a-token-in-a-line-is-found",
        protects="a token that reaches a log line makes the test red in which it did",
        file="chatdesk/adapters/slack/front.py",
        old="        body = self._signed_by_slack(raw, request.headers)\n",
        new="        body = self._signed_by_slack(raw, request.headers)\n"
        '        _log.info("asked", token=self._client.token)\n',
        test="tests/app/test_metrics.py::test_no_label_names_anybody",
    ),
    Removal(
        name="operators.errors-without-words",
        protects="an error of the database holds nothing that people wrote",
        file="chatdesk/store/engine.py",
        old="            # An error says what was asked, never what people wrote.\n            hide_parameters=True,\n",
        new="",
        test="tests/app/test_log_watch.py::test_an_error_of_the_database_holds_nothing_that_people_wrote[sqlite]",
    ),
    Removal(
        name="operators.ids-reach-the-thread",
        protects="lines that are logged while the database works name the request that asked",
        file="chatdesk/store/run.py",
        old="asked = partial(context.run, work, *args, **kwargs)",
        new="asked = partial(work, *args, **kwargs)",
        test="tests/app/test_log_watch.py::test_lines_name_the_request_the_case_and_the_deliveries",
        red_by="KeyError",
    ),
    Removal(
        name="operators.metrics-without-the-database",
        protects="while the database does not answer, /metrics still does, and says so",
        file="chatdesk/metrics.py",
        old="            except Exception as error:  # noqa: BLE001 who asks must hear of the trouble, not share it\n",
        new="            except ZeroDivisionError as error:\n",
        test="tests/app/test_metrics.py::test_without_the_database_it_still_answers_and_counts_the_trouble",
    ),
]
