"""Everything that this package raises on purpose. Words for people are put to it at the edge."""

from __future__ import annotations

from enum import StrEnum


class WebError(Exception):
    """Root of this package's errors."""


class SettingsError(WebError):
    """A setting of the environment, or a file it names, is wrong; the text says which and how to mend it."""


class RefusalCode(StrEnum):
    """Why a request was refused: stable codes for programs; `web/wording/` has the words for people."""

    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    INCOMPLETE = "incomplete"
    BAD_TOKEN = "bad_token"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    TOO_SLOW = "too_slow"
    OPTION_NOT_OFFERED = "option_not_offered"
    BODY_TOO_LARGE = "body_too_large"
    WRONG_CONTENT_TYPE = "wrong_content_type"
    NOT_AN_OBJECT = "not_an_object"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    BAD_VALUE = "bad_value"
    MISSING_MESSAGE = "missing_message"
    TWO_MESSAGES = "two_messages"
    BLANK = "blank"
    TOO_LONG = "too_long"
    CONTROL_CHARACTERS = "control_characters"
    BROKEN_CHARACTERS = "broken_characters"
    UNKNOWN_LANGUAGE = "unknown_language"
    TOO_MANY_WAITING = "too_many_waiting"
    BAD_MESSAGE_ID = "bad_message_id"
    MISSING_MESSAGE_ID = "missing_message_id"
    MESSAGE_ID_TAKEN = "message_id_taken"
    BAD_POSITION = "bad_position"
    BAD_IDENTITY = "bad_identity"
    FOREIGN_ORIGIN = "foreign_origin"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"
    REFUSED = "refused"
    INTERNAL = "internal"
    FULL = "full"
    NOT_SIGNED_IN = "not_signed_in"
    NOT_ALLOWED = "not_allowed"
    BAD_CSRF = "bad_csrf"
    MUST_CHANGE_PASSWORD = "must_change_password"
    HELD_BY_ANOTHER = "held_by_another"
    NOT_YOURS = "not_yours"
    ANSWERED_MEANWHILE = "answered_meanwhile"
    NOT_ALLOWED_BY_POLICY = "not_allowed_by_policy"
    UNFILLED = "unfilled"


STATUS: dict[RefusalCode, int] = {
    RefusalCode.NOT_UTF8: 400,
    RefusalCode.NOT_JSON: 400,
    RefusalCode.TOO_DEEP: 400,
    RefusalCode.INCOMPLETE: 400,
    RefusalCode.REFUSED: 400,
    RefusalCode.BAD_TOKEN: 401,
    RefusalCode.BAD_IDENTITY: 401,
    RefusalCode.NOT_SIGNED_IN: 401,
    RefusalCode.FOREIGN_ORIGIN: 403,
    RefusalCode.NOT_ALLOWED: 403,
    RefusalCode.BAD_CSRF: 403,
    RefusalCode.MUST_CHANGE_PASSWORD: 403,
    RefusalCode.NOT_FOUND: 404,
    RefusalCode.METHOD_NOT_ALLOWED: 405,
    RefusalCode.TOO_SLOW: 408,
    RefusalCode.OPTION_NOT_OFFERED: 409,
    RefusalCode.MESSAGE_ID_TAKEN: 409,
    RefusalCode.HELD_BY_ANOTHER: 409,
    RefusalCode.NOT_YOURS: 409,
    RefusalCode.ANSWERED_MEANWHILE: 409,
    RefusalCode.NOT_ALLOWED_BY_POLICY: 409,
    RefusalCode.BODY_TOO_LARGE: 413,
    RefusalCode.WRONG_CONTENT_TYPE: 415,
    RefusalCode.NOT_AN_OBJECT: 422,
    RefusalCode.UNKNOWN_FIELD: 422,
    RefusalCode.WRONG_TYPE: 422,
    RefusalCode.BAD_VALUE: 422,
    RefusalCode.MISSING_MESSAGE: 422,
    RefusalCode.TWO_MESSAGES: 422,
    RefusalCode.BLANK: 422,
    RefusalCode.TOO_LONG: 422,
    RefusalCode.CONTROL_CHARACTERS: 422,
    RefusalCode.BROKEN_CHARACTERS: 422,
    RefusalCode.UNKNOWN_LANGUAGE: 422,
    RefusalCode.BAD_MESSAGE_ID: 422,
    RefusalCode.MISSING_MESSAGE_ID: 422,
    RefusalCode.BAD_POSITION: 422,
    RefusalCode.UNFILLED: 422,
    RefusalCode.TOO_MANY_WAITING: 429,
    RefusalCode.TOO_MANY: 429,
    RefusalCode.INTERNAL: 500,
    RefusalCode.FULL: 503,
    RefusalCode.UNAVAILABLE: 503,
}


class RefusalError(WebError):
    """A request that is not carried out; `values` fill the places in its wording, never what was sent.

    `retry_after`, where it is given, is in how many seconds it may be tried again.
    """

    def __init__(self, code: RefusalCode, *, retry_after: int | None = None, **values: int | str) -> None:
        super().__init__(code.value)
        self.code = code
        self.retry_after = retry_after
        self.values = values if retry_after is None else {"retry_after": retry_after, **values}

    @property
    def status(self) -> int:
        """The HTTP status that belongs to the code."""
        return STATUS[self.code]


class InboxUnavailableError(WebError):
    """The database of the inbox is locked, gone, or too slow."""


class LeaseLostError(WebError):
    """A message that this process had in work has another owner now, or is gone."""


class RasaError(WebError):
    """Rasa gave no answer that can be shown. `reason` names the sentence that the customer reads instead."""

    reason = "broken"


class ActionsError(WebError):
    """Rasa answered that its action server did not; `reason` as in RasaError."""

    reason = "broken"


class ActionsSlowError(ActionsError):
    """The action may yet be done, so that it must not be asked for again."""

    reason = "late"


class RasaUnreachableError(RasaError):
    """No connection, or it broke off."""

    reason = "unreachable"


class RasaTooLateError(RasaError):
    """No complete answer within the deadline."""

    reason = "late"


class RasaEmptyError(RasaError):
    """An empty list: Rasa's way of saying that something failed while it dealt with the turn."""

    reason = "broken"


class RasaBrokenError(RasaError):
    """Another status than 200, no JSON, not a list of messages, or no message with text."""

    reason = "broken"
