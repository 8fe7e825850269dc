"""Keeping bytes so that a copy of the database alone shows nobody's résumé.

AES-256-GCM under a key that is drawn for each file from the site's own and a random salt; what
was changed or swapped with another's does not open.
"""

import base64
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"festa.resumes"
SALT_BYTES, NONCE_BYTES = 16, 12


class CannotOpen(Exception):
    """The bytes were sealed under another key, or changed."""


@dataclass(frozen=True)
class Sealed:
    """What is kept of a file."""

    salt: bytes
    nonce: bytes
    content: bytes


def master_key(configured: str, secret_key: str) -> bytes:
    """The site's key: RESUME_KEY (32 bytes in base64) where it is set, else made of SECRET_KEY."""
    return base64.b64decode(configured) if configured else secret_key.encode()


def seal(content: bytes, digest: str, key: bytes) -> Sealed:
    """The bytes, sealed together with their SHA-256."""
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    return Sealed(salt, nonce, AESGCM(_own_key(key, salt)).encrypt(nonce, content, digest.encode()))


def unseal(sealed: Sealed, digest: str, key: bytes) -> bytes:
    """The bytes again; CannotOpen when they are not those that were sealed."""
    try:
        own = AESGCM(_own_key(key, sealed.salt))
        return own.decrypt(sealed.nonce, sealed.content, digest.encode())
    except InvalidTag as wrong:
        raise CannotOpen from wrong


def _own_key(key: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, PURPOSE).derive(key)
