"""What stops an export or an erasure. `web/privacy/words.yml` has the words for people."""

from __future__ import annotations

from web.errors import WebError


class PrivacyError(WebError):
    """Root of these errors; `code` names its words, `values` fill their places."""

    code = "failed"

    def __init__(self, **values: str | int) -> None:
        super().__init__(self.code)
        self.values = values


class BadIdError(PrivacyError):
    """No id of a customer or conversation can look like this."""

    code = "bad_id"


class UnknownIdError(PrivacyError):
    """No table has anything under this id."""

    code = "unknown_id"


class NoDatabaseError(PrivacyError):
    """The database is not there, or does not answer."""

    code = "no_database"


class RasaRefusesError(PrivacyError):
    """Rasa runs but did not forget; it may write again what was erased."""

    code = "rasa_refuses"


class TracesLeftError(PrivacyError):
    """After the erasure an id was still found somewhere."""

    code = "traces_left"
