"""Logins: the same however they are typed."""

from __future__ import annotations

import re
import unicodedata

from web.accounts.errors import AccountError, AccountProblem

LONGEST = 64
# ASCII only: two logins that look alike are never two accounts.
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")


def folded(login: str) -> str:
    """What was typed, as logins are kept; it need not be a possible one."""
    return unicodedata.normalize("NFKC", login[: LONGEST * 2]).strip().casefold()


def is_possible(login: str) -> bool:
    """Whether a folded login could be an account's."""
    return _LOGIN.fullmatch(login) is not None


def checked(login: str) -> str:
    """A new login, folded. Raises AccountError where it is none."""
    wanted = folded(login)
    if len(login) > LONGEST * 2 or not is_possible(wanted):
        raise AccountError(AccountProblem.BAD_LOGIN, most=LONGEST)
    return wanted
