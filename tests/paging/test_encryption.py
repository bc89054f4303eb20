"""Passwords and alarms go over encrypted connections, to servers that show who they are."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from chatdesk.adapters.paging import Hosts, MailAccount, PagingSender, mail
from chatdesk.cards.model import Alarm, AlarmLevel, AlarmStep, Card
from chatdesk.core.pagers import Pager, PagerKind
from chatdesk.core.places import Destination
from chatdesk.delivery import SendFailed
from tests.paging.post_office import PASSWORD, USER, PostOffice

NOW = datetime(2026, 3, 7, 8, tzinfo=UTC)
ALARM = Alarm(AlarmStep.RAISED, "a1", "w1", NOW, AlarmLevel.CRITICAL, "HARBOR-1 is escalated", ())


@pytest.fixture
def certificate(tmp_path: Path, post_office: PostOffice) -> Path:
    """Of a server called localhost, which signs itself; the post office uses it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    shown, secret = tmp_path / "shown.pem", tmp_path / "secret.pem"
    shown.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    post_office.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    post_office.tls.load_cert_chain(shown, secret)
    return shown


def account(post_office: PostOffice, host: str = "localhost") -> MailAccount:
    return MailAccount.at(f"smtp://{USER}:{PASSWORD.replace('+', '%2B')}@{host}:{post_office.port}", "c@example.com")


async def hand_in(to: MailAccount) -> None:
    letter = mail.letter(ALARM, "It is escalated.", to, "malik@example.com", NOW)
    await asyncio.to_thread(mail.send, letter, to)


async def test_where_encryption_is_offered_it_is_used_before_the_password(
    post_office: PostOffice, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    await hand_in(account(post_office))
    assert len(post_office.letters) == 1
    assert post_office.logged_in_plainly is False


async def test_a_server_that_nobody_vouches_for_gets_no_password(post_office: PostOffice, certificate: Path) -> None:
    with pytest.raises(SendFailed, match="retry: certificate_refused"):
        await hand_in(account(post_office))
    assert (post_office.letters, post_office.logged_in_plainly) == ([], False)


async def test_a_webhook_that_nobody_vouches_for_gets_nothing(certificate: Path, post_office: PostOffice) -> None:
    heard: list[str] = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(await request.text())
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=post_office.tls).start()
    hook = Pager(PagerKind.WEBHOOK, f"https://localhost:{runner.addresses[0][1]}/hook", "HOOK")
    sender = PagingSender({"HOOK": "a secret"}, None, lambda: NOW, Hosts())
    with pytest.raises(SendFailed, match="retry: certificate_refused"):
        await sender.post(Card("It is escalated.", alarm=ALARM), Destination(hook.place), "")
    await sender.close()
    await runner.cleanup()
    assert heard == []


async def test_a_server_elsewhere_without_encryption_gets_no_password(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "is_loopback", lambda host: False)
    with pytest.raises(SendFailed, match="dead: mail_not_encrypted"):
        await hand_in(account(post_office))
    assert (post_office.letters, post_office.logged_in_plainly) == ([], False)
