"""Checks what the action server answers."""

from functools import lru_cache
from typing import Any

from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

_REFUSED = "The action server's answer is not valid"


def check_result(_: RemoteAction, result: Any) -> bool:
    """Return True where `result` has the form that Rasa asks of an action server's answer.

    By Rasa's own schema. Rasa checks the schema against the schema of schemas, and then each event against the forms of
    all kinds of events, at every call; here the schema is prepared once, and an event checked against the form of its
    kind, which a constant in each form tells.

    Raises:
        ValidationError: it has not.
    """
    around, kinds = _prepared()
    _raise_first(around, result)
    for event in result.get("events", ()):
        form = kinds.get(event["event"])
        if form is None:
            raise ValidationError(f"{_REFUSED}: {event!r:.200} is no event.")
        _raise_first(form, event)
    return True


def _raise_first(validator: Any, content: Any) -> None:
    for error in validator.iter_errors(content):
        raise ValidationError(f"{_REFUSED}: {error.message}") from error


@lru_cache(maxsize=1)
def _prepared() -> tuple[Any, dict[str, Any]]:
    """Return the check of the answer with what all events have in common, and that of each kind of event."""
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)
    events = schema["properties"]["events"]
    forms = events["items"]["oneOf"]
    any_event = {key: part for key, part in events["items"].items() if key != "oneOf"}
    around = {**schema, "properties": {**schema["properties"], "events": {**events, "items": any_event}}}
    return validator(around), {form["properties"]["event"]["const"]: validator(form) for form in forms}
