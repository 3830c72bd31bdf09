"""The secret that conversation tokens are signed with."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from web.errors import SettingsError

MINIMUM_LENGTH = 32


def read_or_make_secret(path: Path) -> str:
    """Return the secret kept in `path`; the first start makes one, readable by its owner only.

    Raises:
        SettingsError: the file cannot be read or written, or holds fewer than 32 characters.
    """
    try:
        _make(path)
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"cannot read or write the secret in {path}: {error}") from error
    if len(secret) < MINIMUM_LENGTH:
        raise SettingsError(
            f"the secret in {path} has fewer than {MINIMUM_LENGTH} characters: "
            "delete the file to have a new one made (open conversations then start anew)"
        )
    return secret


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return
    # Written whole under another name first: a process that starts at the same moment never reads half of it.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its secret is the one to use
    finally:
        draft.unlink()
