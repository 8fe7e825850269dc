"""The signature of the organiser under a gate's roster: Ed25519, verified on the device.

The key comes from GATE_SIGNING_KEY, or is derived from SECRET_KEY, so that every process of every
host signs alike and nothing has to be kept in a file.
"""

import base64
import hashlib
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

ALGORITHM = "Ed25519"
SEED_BYTES = 32
PURPOSE = b"festa gate roster signing key, 1"


def sign(payload: bytes) -> str:
    """The signature over exactly these bytes, in base64url without padding."""
    return _url_safe(_key().sign(payload))


def public_key() -> str:
    """The 32 raw bytes that verify, in base64url without padding."""
    return _url_safe(_key().public_key().public_bytes_raw())


def key_id() -> str:
    """Eight digits that tell keys apart."""
    return hashlib.sha256(_key().public_key().public_bytes_raw()).hexdigest()[:8]


def _key() -> Ed25519PrivateKey:
    config = current_app.config
    return _load(str(config["GATE_SIGNING_KEY"]), str(config["SECRET_KEY"]))


@lru_cache(maxsize=4)
def _load(given: str, secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(read_seed(given) if given else _derive(secret))


def read_seed(text: str) -> bytes:
    """The seed out of its base64, of either alphabet; ValueError unless it is 32 bytes."""
    plain = text.strip().replace("-", "+").replace("_", "/")
    try:
        seed = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError:  # no base64, or not even ASCII
        seed = b""
    if len(seed) != SEED_BYTES:
        raise ValueError("GATE_SIGNING_KEY must be 32 bytes in base64")
    return seed


def _derive(secret: str) -> bytes:
    return HKDF(SHA256(), SEED_BYTES, salt=None, info=PURPOSE).derive(secret.encode())


def _url_safe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
