"""The text of a key: ``fg_<id>_<secret><checksum>``, how it is made, read and hashed.

The checksum lets a mistyped or truncated key be refused without asking the database, and lets
secret scanners tell a real key from a look-alike.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import zlib
from dataclasses import dataclass, field
from typing import Final

_ID_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_CHECK_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ID_LENGTH: Final = 8
_CHECK_LENGTH: Final = 6
_SHAPE: Final = re.compile(r"fg_([0-9a-hjkmnp-tv-z]{8})_([A-Za-z0-9_-]{43})([0-9A-Za-z]{6})")
#: a key that the operator chose must be at least this long, in characters
CHOSEN_LENGTH_MIN: Final = 8
#: longer credentials are refused unread
LENGTH_MAX: Final = 512


@dataclass(frozen=True, slots=True)
class Token:
    """A key as its holder sends it, and the id of its row."""

    key_id: str
    text: str = field(repr=False)

    @property
    def secret_hash(self) -> str:
        """SHA-256 of the whole text, in hex: all that is stored.

        A fast hash is right here: the secret has 256 random bits, so nothing can be guessed.
        """
        return hash_text(self.text)


def hash_text(text: str) -> str:
    """SHA-256 of a token, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def new_token() -> Token:
    """Make a key with an unguessable 256-bit secret."""
    key_id = "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))
    stem = f"fg_{key_id}_{secrets.token_urlsafe(32)}"
    return Token(key_id, stem + checksum(stem))


def read_token(text: str) -> Token | None:
    """Find which row a credential belongs to; None when it cannot be a key of this server.

    A text of our own shape must carry the right checksum. Any other text may be a key that the
    operator chose; its row id is derived from its hash.
    """
    shape = _SHAPE.fullmatch(text)
    if shape is not None:
        stem = text[:-_CHECK_LENGTH]
        return Token(shape[1], text) if checksum(stem) == shape[3] else None
    if not CHOSEN_LENGTH_MIN <= len(text) <= LENGTH_MAX:
        return None
    return Token(_derived_id(text), text)


def checksum(stem: str) -> str:
    """CRC-32 of the text before it, as six base-62 letters."""
    number = zlib.crc32(stem.encode())
    letters = []
    for _ in range(_CHECK_LENGTH):
        number, digit = divmod(number, 62)
        letters.append(_CHECK_LETTERS[digit])
    return "".join(reversed(letters))


def _derived_id(text: str) -> str:
    number = int(hash_text("id of " + text), 16)
    return "".join(_ID_LETTERS[(number >> 5 * place) & 31] for place in range(_ID_LENGTH))
