"""Forms that pages send, read within limits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from web.accounts.errors import StaffRefusalError
from web.customer_text import has_broken_characters, has_control_characters
from web.errors import RefusalCode

_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_MOST_FIELDS = 200


def is_form(request: Request) -> bool:
    """Whether the body is marked as a form."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() in _TYPES


@dataclass(frozen=True)
class Form:
    """The fields of a form; files that come with it do not count."""

    fields: FormData

    def raw(self, name: str) -> str:
        """A field as it was sent, empty where it was not."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ""

    def text(self, name: str, most: int = 200) -> str:
        """A field without spaces at its ends.

        Raises:
            StaffRefusalError: longer than `most` characters, or with control characters.
        """
        value = self.raw(name).strip()
        if len(value) > most:
            raise StaffRefusalError(RefusalCode.TOO_LONG, limit=most, length=len(value))
        if has_control_characters(value) or has_broken_characters(value):
            raise StaffRefusalError(RefusalCode.CONTROL_CHARACTERS)
        return value

    def every(self, name: str) -> list[str]:
        """All values of a field that may be sent several times."""
        return [value for value in self.fields.getlist(name) if isinstance(value, str)]


@dataclass(frozen=True)
class Forms:
    """Reads forms of at most `limit` bytes within `seconds`."""

    limit: int
    seconds: float

    async def read(self, request: Request) -> Form:
        """The form of a request; the same again where it is read twice.

        Raises:
            StaffRefusalError: no form, too large, without a length, too slow, broken off, or not to be read.
        """
        self._check(request)
        try:
            async with asyncio.timeout(self.seconds):
                return Form(await request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=self.limit))
        except TimeoutError as error:
            raise StaffRefusalError(RefusalCode.TOO_SLOW) from error
        except ClientDisconnect as error:
            raise StaffRefusalError(RefusalCode.INCOMPLETE) from error
        except HTTPException as error:  # what the framework makes of a form that cannot be read
            raise StaffRefusalError(RefusalCode.INCOMPLETE) from error

    def _check(self, request: Request) -> None:
        if not is_form(request):
            raise StaffRefusalError(RefusalCode.WRONG_CONTENT_TYPE)
        # Browsers always say how long a form is; the server then reads no more than that.
        declared = request.headers.get("content-length", "")
        if not declared.isdecimal() or int(declared) > self.limit:
            raise StaffRefusalError(RefusalCode.BODY_TOO_LARGE, limit=self.limit // 1024)
