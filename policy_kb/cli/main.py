"""The command group, and the composition root of the command line."""

from __future__ import annotations

import click
from sqlalchemy.exc import DBAPIError

from policy_kb.cli.check import check
from policy_kb.cli.diff import diff
from policy_kb.cli.export import export
from policy_kb.cli.findings import findings
from policy_kb.cli.gaps import gaps
from policy_kb.cli.list import list_policies
from policy_kb.cli.load import load
from policy_kb.cli.search import search
from policy_kb.cli.show import show
from policy_kb.errors import BadAddress, NotReady, UnknownArticle, UnknownVersion


class _Group(click.Group):
    """Turns the knowledge base's errors into one clear sentence and exit code 2."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except NotReady as error:
            raise click.ClickException(f"no knowledge base yet ({error}): run `policy_kb load` first") from error
        except UnknownVersion as error:
            words = f"{error.policy_id!r} has no version {error.version}; policy_kb show lists its revisions"
            raise click.ClickException(words) from error
        except UnknownArticle as error:
            known = "policy_kb list shows the known ones"
            raise click.ClickException(f"no policy in force is called {error.policy_id!r}; {known}") from error
        except DBAPIError as error:
            raise click.ClickException(f"the database does not answer: {_one_line(error.orig)}") from error
        except BadAddress as error:
            form = "sqlite:///path/to/file.db or postgresql://user@host/database"
            raise click.ClickException(f"CHIARO_DATABASE_URL is not an address of the form {form}") from error
        except BrokenPipeError:  # whoever read has had enough, as `head` does: click ends quietly
            raise
        except OSError as error:
            raise click.ClickException(f"{error.filename} cannot be written or read: {error.strerror}") from error


def _one_line(error: object) -> str:
    return " ".join(str(error).split())


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The knowledge base of company policies: check, load, list, show, compare, search and export it."""


for command in (check, load, list_policies, show, diff, search, export, findings, gaps):
    main.add_command(command)
