"""The keys by which a company's site signs who its customer is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from web.errors import SettingsError

Algorithm = Literal["EdDSA", "RS256", "HS256"]
SHORTEST_SECRET = 32  # bytes: as long as the hash, RFC 7518 section 3.2
SMALLEST_RSA = 2048  # bits, RFC 7518 section 3.3


@dataclass(frozen=True)
class IdentityKey:
    """A key and the one algorithm that it may be used with; a token does not choose."""

    algorithm: Algorithm
    key: Ed25519PublicKey | RSAPublicKey | bytes


def read_identity_keys(path: Path) -> dict[str, IdentityKey]:
    """The keys of a JSON file `{kid: key}` by their kid; several, so that a new one can come before the old one goes.

    A key is a public key in PEM (Ed25519 or RSA), or else a secret of at least 32 bytes, shared with the site.

    Raises:
        SettingsError: the file cannot be read, or a key is none of these.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"CHIARO_IDENTITY_KEYS: cannot read {path} as JSON: {error}") from error
    if not isinstance(document, dict) or not document:
        raise SettingsError(f'CHIARO_IDENTITY_KEYS: {path} must hold an object {{"kid": "key", …}}')
    return {kid: _key(kid, value) for kid, value in document.items()}


def _key(kid: str, value: Any) -> IdentityKey:
    if not isinstance(value, str):
        raise _wrong(kid, "is not text")
    if "-----BEGIN" in value:
        return _public_key(kid, value)
    secret = value.encode("utf-8", "surrogatepass")
    if len(secret) < SHORTEST_SECRET:
        raise _wrong(kid, f"is a secret of fewer than {SHORTEST_SECRET} bytes")
    return IdentityKey("HS256", secret)


def _public_key(kid: str, pem: str) -> IdentityKey:
    if "PRIVATE KEY" in pem:
        raise _wrong(kid, "is a private key, which belongs on the company's site only: put its public key here")
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _wrong(kid, "cannot be read as a public key") from error
    if isinstance(key, Ed25519PublicKey):
        return IdentityKey("EdDSA", key)
    if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_RSA:
        return IdentityKey("RS256", key)
    raise _wrong(kid, f"is neither Ed25519 nor RSA of at least {SMALLEST_RSA} bits")


def _wrong(kid: str, what: str) -> SettingsError:
    return SettingsError(f"CHIARO_IDENTITY_KEYS: the key {kid!r} {what}")
