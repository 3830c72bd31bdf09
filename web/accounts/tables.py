"""The tables of accounts, beside those of the inbox. Times are seconds since 1970 (UTC)."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from web.inbox.tables import metadata

# `login` is folded, so that it is unique however it is written; `roles` is a list of their codes.
staff_account = Table(
    "staff_account",
    metadata,
    Column("account_id", String, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("password_hash", String, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("language", String, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("must_change_password", Boolean, nullable=False),
    Column("created_at", Double, nullable=False),
    CheckConstraint("language in ('it', 'en')", name="language"),
)


def _of_account() -> Column[str]:
    key = ForeignKey("staff_account.account_id", ondelete="CASCADE")
    return Column("account_id", String, key, nullable=False, index=True)


# Hashes of tokens only. After `rotated_at`, the token before is good for a moment: other requests were on their way.
staff_session = Table(
    "staff_session",
    metadata,
    Column("session_id", String, primary_key=True),
    Column("token_hash", String, nullable=False, unique=True),
    Column("previous_hash", String, nullable=True, index=True),
    _of_account(),
    Column("csrf", String, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("seen_at", Double, nullable=False),
    Column("rotated_at", Double, nullable=False),
    Column("ends_at", Double, nullable=False),
)

# Failures in a row: of a login (`key` is its hash, also where there is no such account), or of a network address.
staff_attempt = Table(
    "staff_attempt",
    metadata,
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Double, nullable=False, index=True),
    Column("free_at", Double, nullable=False),
    PrimaryKeyConstraint("kind", "key"),
    CheckConstraint("kind in ('login', 'address')", name="kind"),
)

# Only added to. Without foreign keys: an entry outlives what it is about, but not a conversation that is erased.
staff_audit = Table(
    "staff_audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Double, nullable=False),
    Column("account_id", String, nullable=True),
    Column("who", String, nullable=False, index=True),
    Column("what", String, nullable=False),
    Column("about", String, nullable=False),
    Column("details", JSON, nullable=False),
    Column("conversation_id", String, nullable=True, index=True),
)

api_token = Table(
    "api_token",
    metadata,
    Column("token_id", String, primary_key=True),
    Column("token_hash", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    _of_account(),
    Column("scopes", JSON, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("ends_at", Double, nullable=False),
    Column("last_used_at", Double, nullable=True),
    Column("revoked_at", Double, nullable=True),
)
