"""Reading Chatwoot's webhooks, as its guide and its source describe them.

Agent bots are told of `message_created`, `message_updated`, `conversation_opened`, `conversation_resolved` and
`webwidget_triggered`; of messages in both directions, also of private notes and of their own.
"""

from __future__ import annotations

from typing import Any

from web.chatwoot.records import CustomerWrote, Moved, Notice, PersonWrote, Posted, Status, Thread, Told
from web.customer_text import is_blank, without_control_characters
from web.errors import RefusalCode, RefusalError
from web.language import Language, is_language

KEY = "chiaro"
LONGEST_NAME = 80
LONGEST_TEXT = 10_000
_INCOMING, _OUTGOING = ("incoming", 0), ("outgoing", 1)
_STATUSES: dict[str, Status] = {"pending": "pending", "open": "open", "resolved": "resolved", "snoozed": "snoozed"}
_LARGEST = 2**63 - 1


def read_webhook(document: Any) -> Told | None:
    """What a webhook says; None where it is nothing to us.

    Raises:
        RefusalError: not of the form of a webhook.
    """
    if not isinstance(document, dict):
        raise RefusalError(RefusalCode.NOT_AN_OBJECT)
    event = document.get("event")
    if not isinstance(event, str):
        raise RefusalError(RefusalCode.BAD_VALUE)
    if event in ("conversation_opened", "conversation_resolved"):
        return Moved(_notice(document, document))
    if event == "message_updated":
        return _chosen(document)
    return _message(document) if event == "message_created" else None


def _message(document: dict[str, Any]) -> Told | None:
    notice = _notice(document, _mapping(document.get("conversation")))
    number = _number(document.get("id"))
    direction, sender = document.get("message_type"), _mapping(document.get("sender"))
    if document.get("private") is True:
        return _own(document, notice)
    if direction in _INCOMING and sender.get("type") not in ("user", "agent_bot"):
        text = _text(document.get("content"))
        return CustomerWrote(notice, f"chatwoot-{number}", text, _name(sender), _language(document))
    if direction in _OUTGOING:
        return _own(document, notice) or _of_person(document, notice, number, sender)
    return None


def _own(document: dict[str, Any], notice: Notice) -> Posted | None:
    key = _mapping(document.get("content_attributes")).get(KEY)
    return Posted(notice, key) if isinstance(key, str) else None


def _of_person(document: dict[str, Any], notice: Notice, number: int, sender: dict[str, Any]) -> PersonWrote | None:
    text = _text(document.get("content"))
    if sender.get("type") != "user" or text is None:
        return None
    return PersonWrote(notice, f"chatwoot-{number}", text, _name(sender) or "Chatwoot")


def _chosen(document: dict[str, Any]) -> CustomerWrote | None:
    """A contact chose an answer in the website's chat: Chatwoot puts it into the message that offered it."""
    submitted = _mapping(document.get("content_attributes")).get("submitted_values")
    first = _mapping(submitted[0]) if isinstance(submitted, list) and submitted else {}
    text = _text(first.get("title"))
    if text is None or document.get("message_type") not in _OUTGOING:
        return None
    conversation = _mapping(document.get("conversation"))
    notice, number = _notice(document, conversation), _number(document.get("id"))
    # The sender is that of the message, not who chose.
    return CustomerWrote(notice, f"chatwoot-{number}-chosen", text, None, _language(document))


def _notice(document: dict[str, Any], conversation: dict[str, Any]) -> Notice:
    number = conversation.get("id", conversation.get("display_id"))
    status = _STATUSES.get(str(conversation.get("status")))
    if status is None:
        raise RefusalError(RefusalCode.BAD_VALUE)
    return Notice(Thread(_account(document, conversation), _number(number)), status, _stamp(conversation))


def _account(document: dict[str, Any], conversation: dict[str, Any]) -> int | None:
    said = _mapping(document.get("account")).get("id")
    if said is None:
        messages = conversation.get("messages")
        said = _mapping(messages[0]).get("account_id") if isinstance(messages, list) and messages else None
    return None if said is None else _number(said)


def _stamp(conversation: dict[str, Any]) -> float:
    for name in ("updated_at", "last_activity_at", "timestamp"):
        value = conversation.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e11:
            return float(value)
    return 0.0


def _number(value: Any) -> int:
    # The guide shows ids as text, the program sends numbers.
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _LARGEST:
        raise RefusalError(RefusalCode.BAD_VALUE)
    return value


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    clean = without_control_characters(_whole(value[:LONGEST_TEXT]))
    return None if is_blank(clean) else clean


def _name(sender: dict[str, Any]) -> str | None:
    name = sender.get("name")
    shown = " ".join(_whole(name).split())[:LONGEST_NAME] if isinstance(name, str) else ""
    return shown if shown and shown.isprintable() else None


def _whole(text: str) -> str:
    """Without halves of surrogate pairs, which no database keeps."""
    return text.encode("utf-8", "replace").decode()


def _language(document: dict[str, Any]) -> Language | None:
    known = _mapping(_mapping(document.get("conversation")).get("additional_attributes"))
    said = known.get("browser_language") or _mapping(known.get("browser")).get("browser_language")
    code = said[:2].lower() if isinstance(said, str) else None
    return code if is_language(code) else None


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
