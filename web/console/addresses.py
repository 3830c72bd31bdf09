"""What an address of the console names."""

from __future__ import annotations

from fastapi import Request

from web.accounts.errors import StaffRefusalError
from web.errors import RefusalCode


async def has_nameable_parts(request: Request) -> None:
    """For every route: what its address names can be looked up.

    Raises:
        StaffRefusalError: a NUL is in it, which PostgreSQL knows no texts with.
    """
    if any("\0" in value for value in (*request.path_params.values(), *request.query_params.values())):
        raise StaffRefusalError(RefusalCode.NOT_FOUND)
