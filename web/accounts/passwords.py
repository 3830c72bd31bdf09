"""Passwords: which are good enough, and their argon2 hashes."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from web.accounts.errors import AccountError, AccountProblem
from web.accounts.secrets_made import new_token
from web.yaml_files import read_yaml

SHORTEST = 12
LONGEST = 256
_FEWEST_SIGNS = 5
_COMMON = Path(__file__).parent / "common_passwords.yml"
# Each hash takes 64 MiB for as long as it is made.
_AT_ONCE = 2

Result = TypeVar("Result")


class Passwords:
    """Makes and checks hashes beside the event loop, a few at once, with the defaults of argon2-cffi."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = asyncio.Semaphore(_AT_ONCE)
        self._nobodys = ""

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        return await self._beside(lambda: self._hasher.hash(_composed(password)))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether `password` is the one of the hash `kept`; without one, as much work for a sure no."""
        if not self._nobodys:
            self._nobodys = await self.hash(new_token())
        is_right = await self._beside(lambda: self._is(kept or self._nobodys, password))
        return is_right and kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than those of now."""
        return self._hasher.check_needs_rehash(kept)

    def _is(self, kept: str, password: str) -> bool:
        if len(password) > LONGEST:
            password = ""  # no such password was ever taken; the work stays the same
        try:
            return self._hasher.verify(kept, _composed(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _beside(self, work: Callable[[], Result]) -> Result:
        async with self._turn:
            return await asyncio.to_thread(work)


def check_password(password: str, login: str) -> None:
    """Refuse what is guessed first.

    Raises:
        AccountError: shorter than 12 characters, longer than 256, the login, or one of the common ones.
    """
    if len(password) < SHORTEST:
        raise AccountError(AccountProblem.PASSWORD_SHORT, least=SHORTEST)
    if len(password) > LONGEST:
        raise AccountError(AccountProblem.PASSWORD_LONG, most=LONGEST)
    folded = _folded(password)
    if folded == _folded(login):
        raise AccountError(AccountProblem.PASSWORD_IS_LOGIN)
    if len(set(folded)) < _FEWEST_SIGNS or folded in _common():
        raise AccountError(AccountProblem.PASSWORD_COMMON)


def _common() -> frozenset[str]:
    listed: list[str] = read_yaml(_COMMON)
    return frozenset(map(_folded, listed))


def _folded(text: str) -> str:
    return _composed(text).casefold()


def _composed(text: str) -> str:
    # One keyboard sends an accented letter as one character, another as two.
    return unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())
