"""Who a customer is, as the company's site says in a signed token (a JWT, RFC 7519)."""

from __future__ import annotations

import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt
import structlog

from web.errors import RefusalCode, RefusalError
from web.identity_keys import IdentityKey

LONGEST_TOKEN = 4096
LONGEST_LIFE = 10 * 60
LEEWAY = 30
CAPACITY = 10_000

_CUSTOMER_ID = re.compile(r"[\w.@+:|-]{1,128}", re.ASCII)
_LONGEST_NAME = 100
_LONGEST_JTI = 256


@dataclass(frozen=True)
class Identity:
    """A customer whom the company's site has signed in."""

    customer_id: str
    name: str | None


class _Refused(Exception):
    """Why a token is refused: for the log, never for whoever sent it."""


class IdentityVerifier:
    """Checks tokens against the keys of the company's site; each may be used once."""

    def __init__(
        self,
        keys: Mapping[str, IdentityKey],
        audience: str,
        clock: Callable[[], float] = time.time,
        capacity: int = CAPACITY,
    ) -> None:
        """Take the keys by kid (none: every identity is refused), the `aud` that tokens must name, and a clock.

        At most `capacity` used tokens are remembered, in this process; each until it would have expired.
        """
        self._keys = keys
        self._audience = audience
        self._clock = clock
        self._capacity = capacity
        self._used: OrderedDict[str, float] = OrderedDict()
        self._log = structlog.get_logger("web.identity")

    def verify(self, token: str) -> Identity:
        """The customer whom `token` names.

        Raises:
            RefusalError: always BAD_IDENTITY, whatever is wrong.
        """
        try:
            return self._verified(token)
        # What the library lets through of a header or a claim that is no such thing, RFC or not.
        except (_Refused, jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            self._log.info("identity refused", reason=type(error).__name__, detail=str(error)[:200])
            raise RefusalError(RefusalCode.BAD_IDENTITY) from None

    def _verified(self, token: str) -> Identity:
        if len(token) > LONGEST_TOKEN:
            raise _Refused("too long")
        key = self._key_of(token)
        claims = jwt.decode(
            token,
            key.key,
            algorithms=[key.algorithm],
            audience=self._audience,
            leeway=LEEWAY,
            options={"require": ["sub", "exp", "aud"]},
        )
        self._check_life(claims)
        identity = Identity(_customer_id(claims["sub"]), _name(claims.get("name")))
        self._use_once(_mark(token, claims.get("jti")))
        return identity

    def _key_of(self, token: str) -> IdentityKey:
        kid = jwt.get_unverified_header(token).get("kid")
        if not isinstance(kid, str) or kid not in self._keys:
            raise _Refused("unknown kid")
        return self._keys[kid]

    def _check_life(self, claims: Mapping[str, Any]) -> None:
        expires = _moment(claims["exp"])
        began = _moment(claims["iat"]) if "iat" in claims else self._clock()
        if expires - began > LONGEST_LIFE or expires - self._clock() > LONGEST_LIFE + LEEWAY:
            raise _Refused("lives too long")

    def _use_once(self, mark: str) -> None:
        now = self._clock()
        while self._used and next(iter(self._used.values())) < now:
            self._used.popitem(last=False)
        if mark in self._used:
            raise _Refused("used before")
        self._used[mark] = now + LONGEST_LIFE + 2 * LEEWAY  # no token is good for longer
        if len(self._used) > self._capacity:
            self._used.popitem(last=False)


def _mark(token: str, jti: Any) -> str:
    """What a token is remembered by: its `jti`, else a hash of what was signed, which nobody can write otherwise."""
    if jti is None:
        return "signed " + hashlib.sha256(token.rpartition(".")[0].encode()).hexdigest()
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
        raise _Refused("jti of another form")
    return "jti " + jti


def _moment(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Refused("a time that is no number")
    return float(value)


def _customer_id(value: Any) -> str:
    if not isinstance(value, str) or not _CUSTOMER_ID.fullmatch(value):
        raise _Refused("sub of another form")
    return value


def _name(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _Refused("name of another form")
    # A name that could not be shown well is left out: it proves nothing.
    return (value.strip() or None) if len(value) <= _LONGEST_NAME and value.isprintable() else None
