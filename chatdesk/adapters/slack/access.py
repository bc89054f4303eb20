"""Whether Slack still takes our token. Once it does not, nothing is sent; now and then one call asks again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

# Nothing is wrong with a message: an operator must mend the installation, and then it may go out.
BAD_TOKEN = frozenset({"not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired"})
ASK_AGAIN = timedelta(minutes=1)

_log = structlog.get_logger(__name__)


class TokenRefused(Exception):
    """Not sent, since Slack refuses our token; `code` is its word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Access:
    """`now` is the program's clock."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._code: str | None = None
        self._asked_at: datetime | None = None

    @property
    def refusal(self) -> str | None:
        """Slack's word for why our token is good for nothing; None while it is good."""
        return self._code

    def check(self) -> None:
        """Before every call. Raises TokenRefused, but lets one call a minute find out whether that is over."""
        if self._code is None:
            return
        now = self._now()
        if self._asked_at is not None and now - self._asked_at < ASK_AGAIN:
            raise TokenRefused(self._code)
        self._asked_at = now

    def learn(self, error: str | None) -> None:
        """What Slack answered a call: its error, or None."""
        if error in BAD_TOKEN:
            self.close(str(error))
        elif self._code is not None:
            _log.warning("slack.access_restored", was=self._code)
            self._code = self._asked_at = None

    def close(self, code: str) -> None:
        """Slack said that we are out."""
        if self._code != code:
            _log.error("slack.access_refused", code=code, to_do="install the app again and check SLACK_BOT_TOKEN")
        self._code, self._asked_at = code, self._now()
