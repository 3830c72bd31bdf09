"""What a customer reads when Rasa gave no answer: one true sentence, and where help is found meanwhile."""

from __future__ import annotations

from typing import Any

from web.company import Company
from web.language import Language
from web.messages import CALM, Message
from web.wording import Wording

CONTACTS = ("customer-line", "contact-form")


class NoAnswer:
    """Builds that message from the wording and from the company's contacts."""

    def __init__(self, wording: dict[Language, Wording], company: Company) -> None:
        self._wording = wording
        self._company = company

    def message(
        self, reason: str, language: Language, state: dict[str, Any] | None, ticket: str | None = None
    ) -> Message:
        """The message for `reason` (a key of `no_answer` in the wording); `state` is how things stood, `ticket` the
        number under which a person has been asked."""
        words = self._wording[language]
        contacts = [self._company.resource(name, language, words.days) for name in CONTACTS]
        told = [words.no_answer["ticket"].format(ticket=ticket)] if ticket else []
        text = " ".join((words.no_answer[reason], *told, self.contact(language)))
        custom = {
            "kind": "no_answer",
            "language": language,
            "resources": contacts,
            "conversation": state or CALM,
            "retry": True,
        }
        return {"text": text, "custom": custom}

    def contact(self, language: Language) -> str:
        """The sentence that says how to reach a person."""
        words = self._wording[language]
        line, form = (self._company.resource(name, language, words.days) for name in CONTACTS)
        return words.contact.format(number=line["number"], hours=line["hours"], form=form["url"])
