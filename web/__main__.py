"""`python -m web`: serve the chat page and its interface until a signal ends the process; with a command, do that."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    """Serve; or, with `arguments`, run the command that they name (`--help` lists them)."""
    # Imported here: a command needs nothing of the server, and works while that is being mended.
    if arguments:
        from web.privacy.commands import commands, run
        from web.staff.commands import accounts

        commands.add_command(accounts)
        return run(arguments)
    from web.serving import serve

    return serve()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
