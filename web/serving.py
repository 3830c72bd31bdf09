"""The web process as a server: until a signal ends it."""

from __future__ import annotations

import os
import sys

import uvicorn

from web.app import create_app
from web.errors import SettingsError
from web.logs import configure_logs
from web.protection import Protection
from web.settings import Settings


def serve() -> int:
    """Serve with the settings of the environment; the exit code is 2 when those are wrong."""
    configure_logs()
    try:
        settings = Settings.from_environment(os.environ)
        protection = Protection.from_environment(os.environ)
        app = create_app(settings, protection)
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
        # Else uvicorn would believe anybody on this machine, whatever the setting says.
        proxy_headers=bool(protection.trusted_proxies),
        forwarded_allow_ips=list(protection.trusted_proxies),
    )
    return 0
