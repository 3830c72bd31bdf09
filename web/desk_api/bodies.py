"""The bodies that the interface takes."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar, get_args

from fastapi import Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from web.body import read_document
from web.console.records import Outcome
from web.customer_text import has_control_characters, is_blank
from web.errors import RefusalCode
from web.fields import MessageId, check, check_length, wrong
from web.settings import Settings

LONGEST_REPLY = 4000
LONGEST_NOTE = 2000

CloseReason = Literal["solved", "no_reply", "moved", "spam", "other"]
DismissReason = Literal["not_needed", "wrong_facts", "tone", "too_long", "other"]
# What goes with which outcome, and is wrong with any other.
_GOES_WITH: dict[str, Outcome] = {"text": "edited", "reason": "dismissed", "policy_id": "wrong_policy"}
_NEEDED: dict[Outcome, str] = {"edited": "text", "wrong_policy": "policy_id"}


def _not_null(value: Any) -> Any:
    if value is None:
        raise wrong(RefusalCode.WRONG_TYPE)
    return value


def _one_of(literal: Any) -> BeforeValidator:
    """Checks a code: another type than text is told as such, not as an unknown word."""
    codes = get_args(literal)

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            raise wrong(RefusalCode.WRONG_TYPE)
        if value not in codes:
            raise wrong(RefusalCode.CONTROL_CHARACTERS if has_control_characters(value) else RefusalCode.BAD_VALUE)
        return value

    return BeforeValidator(check)


def _words(value: str) -> str:
    if has_control_characters(value):
        raise wrong(RefusalCode.CONTROL_CHARACTERS)
    if is_blank(value):
        raise wrong(RefusalCode.BLANK)
    return value


Words = Annotated[str, AfterValidator(_words)]
# May be left out, which `null` is not.
MaybeWords = Annotated[str | None, BeforeValidator(_not_null), AfterValidator(_words)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Nothing(_Body):
    """An object without fields."""


class Takeover(_Body):
    """`from_other` takes it from the colleague who has it."""

    from_other: bool = False


class Saying(_Body):
    """What the customer is to read, under the desk's own `id`: sent twice, it is said once.

    `seen` is the last event that was on the representative's screen: without it, the newest. `suggestion` is the id of
    the suggestion that the text was made from, whose sources go with it.
    """

    id: MessageId
    text: Words
    seen: Annotated[Number | None, BeforeValidator(_not_null)] = None
    suggestion: Annotated[Number | None, BeforeValidator(_not_null)] = None


class Closing(_Body):
    """Why the conversation ends."""

    reason: Annotated[CloseReason, _one_of(CloseReason)]


class Noting(_Body):
    """A note for colleagues, which customers never read."""

    text: Words


class OutcomeReport(_Body):
    """What became of a suggestion that the desk showed.

    `text` is what was sent in its place (with `edited`), `reason` why it was not wanted (with `dismissed`), `policy_id`
    the right policy (with `wrong_policy`).
    """

    outcome: Annotated[Outcome, _one_of(Outcome)]
    text: MaybeWords = None
    reason: Annotated[DismissReason | None, _one_of(DismissReason)] = None
    policy_id: MaybeWords = None

    @model_validator(mode="after")
    def _belongs(self) -> OutcomeReport:
        for name, outcome in _GOES_WITH.items():
            if getattr(self, name) is not None and outcome != self.outcome:
                raise wrong(RefusalCode.BAD_VALUE)
        needed = _NEEDED.get(self.outcome)
        if needed is not None and getattr(self, needed) is None:
            raise wrong(RefusalCode.BAD_VALUE)
        return self


Body = TypeVar("Body", bound=_Body)


async def read(request: Request, settings: Settings, model: type[Body], longest: int = LONGEST_REPLY) -> Body:
    """The body of a request; a field `text` has at most `longest` characters. Raises RefusalError."""
    document = await read_document(request, settings.max_body, settings.deadline_seconds)
    body = check(document, model)
    check_length(getattr(body, "text", None), longest)
    return body
