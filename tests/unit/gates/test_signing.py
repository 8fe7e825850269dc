"""The organiser's signature under a roster."""

import base64
from collections.abc import Iterator

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from festa.gates.signing import key_id, public_key, read_seed, sign

SEED = bytes(range(224, 256))
SECRET = "a secret that only this test knows, of 32 or more"


def server(given: str = "", secret: str = SECRET) -> Flask:
    """As much of a server as signs."""
    app = Flask("signs")
    app.config.update(GATE_SIGNING_KEY=given, SECRET_KEY=secret)
    return app


@pytest.fixture
def signs() -> Iterator[None]:
    """A server whose key comes from its secret."""
    with server().app_context():
        yield


def unpadded(text: str) -> bytes:
    """The bytes of base64url without padding."""
    assert "=" not in text
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_published_key_verifies_what_was_signed_and_nothing_else(signs: None) -> None:
    key = Ed25519PublicKey.from_public_bytes(unpadded(public_key()))
    signature = unpadded(sign("명단".encode()))
    key.verify(signature, "명단".encode())
    for other in ("명단 ".encode(), b"", "명답".encode()):
        with pytest.raises(InvalidSignature):
            key.verify(signature, other)


def identity(app: Flask) -> tuple[str, str, str]:
    """How a server signs."""
    with app.app_context():
        return public_key(), key_id(), sign(b"roster")


def test_every_process_with_the_same_secret_signs_alike_and_another_one_differently() -> None:
    assert identity(server()) == identity(server())
    assert identity(server()) != identity(server(secret="another secret, also of 32 or more"))


def test_a_key_that_is_given_outweighs_the_secret() -> None:
    given = server(base64.b64encode(SEED).decode())
    raw = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
    assert unpadded(identity(given)[0]) == raw
    assert identity(given) == identity(server(base64.b64encode(SEED).decode(), "other"))


def test_the_secret_is_not_to_be_read_from_the_key(signs: None) -> None:
    assert SECRET.encode()[:32] != unpadded(public_key())
    assert len(key_id()) == 8


@given(seed=st.binary(min_size=32, max_size=32))
def test_a_seed_is_read_in_either_alphabet_with_or_without_padding(seed: bytes) -> None:
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        text = encode(seed).decode()
        assert read_seed(text) == read_seed(text.rstrip("=")) == read_seed(f" {text}\n") == seed


@pytest.mark.parametrize(
    "text", ["", "x", "가나다", base64.b64encode(bytes(31)).decode(), "A" * 44, "A" * 100]
)
def test_what_is_no_seed_of_32_bytes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        read_seed(text)
