"""What is known of members of staff, of their sessions, and of programs with a token."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from web.language import Language


class Role(StrEnum):
    """What somebody may do. None of them holds another: an administrator reads no conversation."""

    REPRESENTATIVE = "representative"
    TRAINER = "trainer"
    POLICY_OWNER = "policy_owner"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """What a program may do with a token."""

    CONVERSATIONS = "conversations"
    SUGGESTIONS = "suggestions"
    TAKEOVER = "takeover"
    NOTES = "notes"


@dataclass(frozen=True)
class Account:
    """An account without its password; `login` is folded, `created_at` seconds since 1970."""

    id: str
    login: str
    name: str
    roles: frozenset[Role]
    language: Language
    disabled: bool
    must_change_password: bool
    created_at: float


@dataclass(frozen=True)
class Staff:
    """Who is signed in, as of this request; `csrf` belongs into every form, `session` is no secret."""

    id: str
    login: str
    name: str
    roles: frozenset[Role]
    language: Language
    csrf: str = field(repr=False)
    session: str = ""
    must_change_password: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether they have one of the roles."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True)
class ApiClient:
    """A program that named itself by a token, which the account `account_id` made."""

    id: str
    name: str
    scopes: frozenset[Scope]
    account_id: str


@dataclass(frozen=True)
class Session:
    """A session that is good: whose, since when the present token is used, and whether that one was sent."""

    staff: Staff
    seen_at: float
    rotated_at: float
    is_current: bool


@dataclass(frozen=True)
class ApiToken:
    """What is shown of a token: not the token. Times are seconds since 1970; `made_by` is a login."""

    id: str
    name: str
    scopes: frozenset[Scope]
    made_by: str
    made_at: float
    ends_at: float
    last_used_at: float | None
    revoked_at: float | None


@dataclass(frozen=True)
class AuditEntry:
    """Somebody did something: `who` is a login, `what` a code, `about` whom or what it was done to."""

    number: int
    at: float
    who: str
    what: str
    about: str
    details: dict[str, Any]
