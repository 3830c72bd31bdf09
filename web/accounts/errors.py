"""What can be wrong with a sign-in, an account or a password; `web/wording/staff_*.yml` has the words."""

from __future__ import annotations

from enum import StrEnum

from web.errors import RefusalError, WebError


class StaffRefusalError(RefusalError):
    """A refusal of a member of staff: a page for whoever reads pages, a problem for programs."""


class AccountProblem(StrEnum):
    """Why an account was not changed."""

    BAD_LOGIN = "bad_login"
    LOGIN_TAKEN = "login_taken"
    BAD_NAME = "bad_name"
    NO_ROLES = "no_roles"
    UNKNOWN_ACCOUNT = "unknown_account"
    LAST_ADMINISTRATOR = "last_administrator"
    PASSWORD_SHORT = "password_short"
    PASSWORD_LONG = "password_long"
    PASSWORD_IS_LOGIN = "password_is_login"
    PASSWORD_COMMON = "password_common"
    PASSWORD_SAME = "password_same"
    PASSWORD_WRONG = "password_wrong"
    PASSWORD_TWICE = "password_twice"
    BAD_TOKEN_NAME = "bad_token_name"
    NO_SCOPES = "no_scopes"
    BAD_DAYS = "bad_days"


class AccountError(WebError):
    """An act on an account that is not done; `values` fill the places in its wording."""

    def __init__(self, problem: AccountProblem, **values: int | str) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.values = values


class WrongSignInError(WebError):
    """No such account, a disabled one, or another password: nobody is told which."""


class LockedOutError(WebError):
    """Too many failures in a row; it can be tried again in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"locked out for {seconds} s")
        self.seconds = seconds
