"""`python -m web`: serve the chat page and its interface until a signal ends the process."""

from __future__ import annotations

import os
import sys

import uvicorn

from web.app import create_app
from web.errors import SettingsError
from web.logs import configure_logs
from web.settings import Settings


def main() -> int:
    """Serve with the settings of the environment; the exit code is 2 when those are wrong."""
    configure_logs()
    try:
        settings = Settings.from_environment(os.environ)
        app = create_app(settings)
    except SettingsError as error:
        print(f"web: {error}", file=sys.stderr)
        return 2
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=int(settings.deadline_seconds) + 1,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
