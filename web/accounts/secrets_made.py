"""Secrets that this server makes, and the hash by which they are kept."""

from __future__ import annotations

import hashlib
import secrets

API_PREFIX = "chiaro_"
# Without letters and digits that look like others: somebody reads it from a terminal. 31 signs, 99 bits in all.
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_GROUPS, _SIGNS = 4, 5
_LONGEST = 128


def new_token() -> str:
    """A token of 256 random bits."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    """An id for a row, which is no secret."""
    return secrets.token_hex(8)


def new_password() -> str:
    """A password for somebody else, to be changed at once."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS)) for _ in range(_GROUPS))
    return "-".join(groups)


def hash_of(token: str) -> str:
    """SHA-256 of a token. It needs no slow hash: nobody can try 2^256 tokens."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def looks_made(token: str) -> bool:
    """Whether it is worth looking for."""
    return 0 < len(token) <= _LONGEST
