"""Alarms by e-mail, one address a message. Blocking: called in a thread."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from chatdesk.adapters.paging.links import link_to
from chatdesk.cards.model import Alarm, AlarmStep
from chatdesk.core.pagers import is_loopback
from chatdesk.delivery import SendFailed

_SECONDS = 8
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailAccount:
    """Where mail is handed in, and whom it is from. `is_encrypted`: from the first byte; else by STARTTLS."""

    host: str
    port: int
    is_encrypted: bool
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, url: str, sender: str) -> MailAccount:
        """Of `smtp[s]://user:password@host:port`. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ValueError("is no address of a mail server")
        return cls(
            host=parts.hostname,
            port=parts.port or _PORTS[parts.scheme],
            is_encrypted=parts.scheme == "smtps",
            sender=sender,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


def letter(alarm: Alarm, text: str, account: MailAccount, to: str, now: datetime) -> EmailMessage:
    """The message of one word about an alarm. Its id is the same when it is sent again, so that it is recognised."""
    domain = account.sender.rpartition("@")[2]
    is_first = alarm.step is AlarmStep.RAISED
    message = EmailMessage()
    message["Subject"] = " ".join(alarm.subject.split())
    message["From"] = account.sender
    message["To"] = to
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{alarm.id if is_first else alarm.word_id}@{domain}>"
    if is_first:
        message["Importance"] = "high"
        message["X-Priority"] = "1"
    else:
        message["In-Reply-To"] = message["References"] = f"<{alarm.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    link = link_to(alarm)
    message.set_content(f"{text}\n\n{link}\n" if link else f"{text}\n")
    return message


def send(message: EmailMessage, account: MailAccount) -> None:
    """Hands it in once. SendFailed says what is known of it; `uncertain` only once the server has the words."""
    try:
        server = _connected(account)
    except smtplib.SMTPResponseException as refused:
        raise _refused(refused.smtp_code, "mail_login_refused") from None
    except ssl.SSLCertVerificationError:
        raise SendFailed("retry", code="certificate_refused") from None
    except (smtplib.SMTPException, OSError):
        raise SendFailed("retry", code="unreachable") from None
    try:
        _hand_in(server, message, account)
    finally:
        _leave(server)


def greet(account: MailAccount) -> str | None:
    """Connects and says who we are, and no more; in words why that cannot be, None where it can."""
    tls = ssl.create_default_context()
    try:
        if account.is_encrypted:
            server: smtplib.SMTP = smtplib.SMTP_SSL(account.host, account.port, timeout=_SECONDS, context=tls)
        else:
            server = smtplib.SMTP(account.host, account.port, timeout=_SECONDS)
    except ssl.SSLCertVerificationError:
        return "its certificate is not trusted"
    except (smtplib.SMTPException, OSError) as unreachable:
        return f"no connection ({type(unreachable).__name__})"
    try:
        code, _ = server.ehlo()
        if code != 250:
            return f"it answers EHLO with {code}"
        if not account.is_encrypted and not server.has_extn("starttls") and not is_loopback(account.host):
            return "it offers no encryption (STARTTLS)"
    except (smtplib.SMTPException, OSError) as lost:
        return f"the connection broke ({type(lost).__name__})"
    finally:
        _leave(server)
    return None


def _connected(account: MailAccount) -> smtplib.SMTP:
    tls = ssl.create_default_context()
    if account.is_encrypted:
        server: smtplib.SMTP = smtplib.SMTP_SSL(account.host, account.port, timeout=_SECONDS, context=tls)
    else:
        server = smtplib.SMTP(account.host, account.port, timeout=_SECONDS)
    try:
        server.ehlo_or_helo_if_needed()
        if not account.is_encrypted and server.has_extn("starttls"):
            server.starttls(context=tls)
            server.ehlo()
        elif not account.is_encrypted and not is_loopback(account.host):
            raise SendFailed("dead", code="mail_not_encrypted")
        if account.user is not None:
            server.login(account.user, account.password or "")
    except BaseException:
        server.close()
        raise
    return server


def _hand_in(server: smtplib.SMTP, message: EmailMessage, account: MailAccount) -> None:
    try:
        for code, _ in (server.mail(account.sender), server.rcpt(str(message["To"]))):
            if code not in (250, 251):
                raise _refused(code, "mail_refused")
    except (smtplib.SMTPException, OSError):
        raise SendFailed("retry", code="connection_lost") from None
    try:
        code, _ = server.data(message.as_bytes())
    except smtplib.SMTPResponseException as refused:
        raise _refused(refused.smtp_code, "mail_refused") from None
    except (smtplib.SMTPException, OSError):
        raise SendFailed("uncertain", code="connection_lost") from None
    if code != 250:
        raise _refused(code, "mail_refused")


def _refused(code: int, word: str) -> SendFailed:
    """A server's 4xx is for now, its 5xx for good."""
    return SendFailed("dead", code=word) if code >= 500 else SendFailed("retry", code=f"smtp_{code}")


def _leave(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        # The letter is handed in or refused by now; how the connection ends changes nothing.
        server.close()
