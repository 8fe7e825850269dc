"""The road of e-mails, against a real mail server that fails in every way it can."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from flask import Flask

from festa import clock
from festa.extensions import db
from festa.messages.delivery import deliver_due
from festa.messages.models import MessageState, OutboxMessage
from festa.messages.service import About, send_email
from tests.integration.messages.outbox import newest_message
from tests.integration.messages.servers import Mailbox, Post, smtp_server

PHONE = "+821012345678"
TEXT = "[JOB 매칭 페스타] 대전 참가 확정!"


@pytest.fixture
def post() -> Post:
    """What arrived."""
    return Post()


@pytest.fixture
def mailbox(app: Flask, post: Post, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """The mail server that this Festa uses."""
    with smtp_server(post) as (mailbox, port):
        settings = {
            "EMAIL_CHANNEL": "smtp",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": port,
            "SMTP_SECURITY": "none",
            "MAIL_FROM": "JOB 매칭 페스타 <festa@example.org>",
        }
        for name, value in settings.items():
            monkeypatch.setitem(app.config, name, value)
        yield mailbox


def deliver() -> int:
    """Commit, and send what is due."""
    db.session.commit()
    return deliver_due()


def email(**more: Any) -> OutboxMessage:
    """An e-mail that may leave at any hour."""
    about = About(urgent=True)
    send_email("hong@example.com", "notice", "대전 참가 확정", f"{TEXT}\n", about, **more)
    return newest_message()


def test_an_email_carries_its_key_as_message_id(mailbox: Mailbox, post: Post) -> None:
    message = email()
    assert deliver() == 1
    [(name, [taken])] = post.taken.items()
    assert name == f"<{message.key}@example.org>"
    assert (taken["To"], taken["Subject"]) == ("hong@example.com", "대전 참가 확정")
    assert taken["From"] == "JOB 매칭 페스타 <festa@example.org>"
    assert taken.get_content().strip() == TEXT
    assert message.attempts[0].provider_id == name


def test_many_emails_share_one_connection_and_one_refusal_stops_nobody(
    mailbox: Mailbox, post: Post
) -> None:
    answers = iter([None, "550 no such user", None])
    mailbox.recipient = lambda _address: next(answers)
    messages = [email() for _ in range(3)]
    assert deliver() == 2
    assert [one.state for one in messages] == ["sent", "failed", "sent"]
    assert messages[1].problem == "smtp 550"


@pytest.mark.parametrize(
    ("said", "state", "problem"),
    [
        ("451 try later", MessageState.WAITING, "smtp 451"),
        ("554 spam from hong@example.com", MessageState.FAILED, "smtp 554"),
        ("drop", MessageState.WAITING, "connection: SMTPServerDisconnected"),
    ],
)
def test_what_the_mail_server_says_decides(
    mailbox: Mailbox, said: str, state: MessageState, problem: str
) -> None:
    mailbox.answer = lambda _message: said
    message = email()
    assert deliver() == 0
    assert (message.state, message.problem) == (state, problem)


def test_an_answer_lost_after_the_data_leads_to_the_same_message_id(
    mailbox: Mailbox, post: Post, clock_stands: time_machine.Traveller
) -> None:
    answers = iter(["drop", None])
    mailbox.answer = lambda _message: next(answers)
    message = email()
    deliver()
    clock_stands.shift(timedelta(seconds=11))
    assert deliver() == 1
    assert {name: len(taken) for name, taken in post.taken.items()} == {
        f"<{message.key}@example.org>": 2
    }
    assert message.state is MessageState.SENT


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A mail server's own certificate, which this machine trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = clock.now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3650))
        .not_valid_after(now + timedelta(days=3650))  # TLS goes by the real clock
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .sign(key, SHA256())
    )
    file = tmp_path / "server.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + made.public_bytes(Encoding.PEM)
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


def sign_in_as_festa(_server: Any, _session: Any, _envelope: Any, _how: str, who: Any) -> Any:
    """Let in whoever knows the password."""
    right = (who.login, who.password) == (b"festa", b"right")
    return AuthResult(success=right, handled=False)


@pytest.mark.parametrize(
    ("host", "password", "problem"),
    [
        ("localhost", "right", ""),
        ("localhost", "wrong", "smtp sign-in refused"),
        ("127.0.0.1", "right", "connection: SSLCertVerificationError"),
    ],
)
def test_nothing_is_handed_in_before_the_server_has_proved_its_name_and_we_ours(
    app: Flask,
    post: Post,
    certificate: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    password: str,
    problem: str,
) -> None:
    options = {
        "tls_context": certificate,
        "require_starttls": True,
        "authenticator": sign_in_as_festa,
        "auth_required": True,
    }
    with smtp_server(post, **options) as (_mailbox, port):
        settings = {
            "EMAIL_CHANNEL": "smtp",
            "SMTP_HOST": host,
            "SMTP_PORT": port,
            "SMTP_SECURITY": "starttls",
            "SMTP_USER": "festa",
            "SMTP_PASSWORD": password,
            "MAIL_FROM": "festa@example.org",
        }
        for name, value in settings.items():
            monkeypatch.setitem(app.config, name, value)
        message = email()
        deliver()
    assert message.problem == problem
    assert len(post.taken) == (0 if problem else 1)
    assert message.state is (MessageState.WAITING if problem else MessageState.SENT)
