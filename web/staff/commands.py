"""`python -m web accounts …`: the command line over accounts of staff."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import click

from policy_kb.database import database_url
from web.accounts.audit import COMMAND_LINE, Actor, AuditTrail
from web.accounts.errors import AccountError
from web.accounts.passwords import Passwords
from web.accounts.people import FIRST_LOGIN, People
from web.accounts.records import Account, Role
from web.errors import InboxUnavailableError, SettingsError
from web.inbox.database import Database
from web.language import DEFAULT, LANGUAGES, Language
from web.staff.words import StaffWords
from web.yaml_files import read_yaml

_PATIENCE_SECONDS = 30.0
_HERE = "http://127.0.0.1:8000"
_ACTOR = Actor(None, COMMAND_LINE)

Result = TypeVar("Result")

_role = click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    required=True,
    help="What they may do; give it several times for several roles.",
)


@click.group()
def accounts() -> None:
    """Make and change the accounts of staff."""


@accounts.command()
@click.option("--address", default=_HERE, show_default=True, help="Where browsers find the site.")
def first(address: str) -> None:
    """Make the first administrator, where there is no account yet; else say and do nothing."""
    password = _with_people(lambda people: people.first())
    if password is not None:
        _say("first", address=address.rstrip("/"), login=FIRST_LOGIN, password=password)


@accounts.command()
@click.argument("login")
@click.option("--name", help="How they are called; else the login.")
@click.option("--language", type=click.Choice(LANGUAGES), default=DEFAULT, show_default=True, help="Of their pages.")
@_role
def add(login: str, name: str | None, language: Language, roles: tuple[str, ...]) -> None:
    """Make an account and print its first password."""
    given = frozenset(map(Role, roles))
    password = _with_people(lambda people: people.add(_ACTOR, login, name or login, given, language))
    _say("added", login=login, password=password)


@accounts.command("list")
def show() -> None:
    """Print all accounts."""
    everybody = _with_people(lambda people: people.every())
    for account in everybody:
        roles = ", ".join(role.value for role in Role if role in account.roles)
        _say("account", login=account.login, name=account.name, roles=roles, state=_state(account))
    if not everybody:
        _say("none")


@accounts.command()
@click.argument("login")
def disable(login: str) -> None:
    """Disable an account and end its sessions."""
    _with_account(login, lambda people, account: people.set_disabled(_ACTOR, account.id, True))
    _say("disabled", login=login)


@accounts.command()
@click.argument("login")
def enable(login: str) -> None:
    """Enable an account again."""
    _with_account(login, lambda people, account: people.set_disabled(_ACTOR, account.id, False))
    _say("enabled", login=login)


@accounts.command()
@click.argument("login")
@_role
def roles(login: str, roles: tuple[str, ...]) -> None:
    """Give an account these roles and no others."""
    given = frozenset(map(Role, roles))
    _with_account(login, lambda people, account: people.set_roles(_ACTOR, account.id, given))
    _say("roles", login=login, roles=", ".join(sorted(given)))


@accounts.command("reset-password")
@click.argument("login")
def reset_password(login: str) -> None:
    """Print a new password for an account and end its sessions."""
    _, password = _with_account(login, lambda people, account: people.reset_password(_ACTOR, account.id))
    _say("reset", login=login, password=password)


def _with_account(login: str, act: Callable[[People, Account], Awaitable[Result]]) -> Result:
    async def named(people: People) -> Result:
        return await act(people, await people.named(login))

    return _with_people(named)


def _with_people(act: Callable[[People], Awaitable[Result]]) -> Result:
    """Do something with accounts; what stops it becomes one sentence and exit code 1."""

    async def work() -> Result:
        with closing(Database(database_url(), _PATIENCE_SECONDS)) as database:
            return await act(People(database, Passwords(), AuditTrail(database)))

    try:
        return asyncio.run(work())
    except AccountError as error:
        raise click.ClickException(StaffWords.read("en").explain(error)) from error
    except (InboxUnavailableError, SettingsError) as error:
        raise click.ClickException(_words()["no_database"].format(reason=error)) from error


def _state(account: Account) -> str:
    words = _words()
    if account.disabled:
        return words["is_disabled"]
    return words["must_change" if account.must_change_password else "active"]


def _say(key: str, **values: str) -> None:
    click.echo(_words()[key].format(**values))


def _words() -> dict[str, str]:
    words: dict[str, str] = read_yaml(Path(__file__).with_name("commands.yml"))
    return words
