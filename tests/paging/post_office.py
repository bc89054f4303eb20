"""A mail server on the loopback, as much of one as hands in letters and refuses them."""

from __future__ import annotations

import asyncio
import base64
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage

USER, PASSWORD = "chatdesk", "open+sesame"


class PostOffice:
    """`answers` replaces what it says to a command: `{"RCPT": "550 no such user"}`. `loses` breaks off after the
    words of a letter, which it keeps; `wants_login` refuses whoever has not shown who they are. With `tls` it offers
    STARTTLS, and `logged_in_plainly` says whether somebody showed who they are before that."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.loses = False
        self.wants_login = True
        self.tls: ssl.SSLContext | None = None
        self.logged_in_plainly = False
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> PostOffice:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        return f"smtp://{USER}:{PASSWORD.replace('+', '%2B')}@127.0.0.1:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_known, is_encrypted = not self.wants_login, False
        writer.write(b"220 loopback\r\n")
        while line := (await reader.readline()).decode().strip():
            verb, _, rest = line.partition(" ")
            verb = verb.upper()
            if verb in self.answers:
                said = self.answers[verb]
            elif verb == "EHLO":
                offers = "250-STARTTLS\r\n" if self.tls and not is_encrypted else ""
                said = f"250-loopback\r\n{offers}250 AUTH PLAIN"
            elif verb == "STARTTLS" and self.tls:
                writer.write(b"220 go on\r\n")
                await writer.drain()
                await writer.start_tls(self.tls)
                is_encrypted = True
                continue
            elif verb == "AUTH":
                self.logged_in_plainly |= not is_encrypted
                given = base64.b64decode(rest.split(" ")[-1]).decode().split("\0")
                is_known = given[1:] == [USER, PASSWORD]
                said = "235 welcome" if is_known else "535 who are you"
            elif verb in ("MAIL", "RCPT"):
                said = "250 fine" if is_known else "530 log in first"
            elif verb == "DATA":
                writer.write(b"354 go on\r\n")
                words = await reader.readuntil(b"\r\n.\r\n")
                letter = message_from_bytes(words[:-5], _class=EmailMessage, policy=policy.SMTP)
                self.letters.append(letter)
                if self.loses:
                    writer.transport.abort()
                    return
                said = "250 taken"
            elif verb == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                said = "250 fine"
            writer.write(f"{said}\r\n".encode())
        writer.close()
