"""What is said where a person comes in: handing over, requests that a person decides, messages left."""

from __future__ import annotations

from datetime import date
from typing import Any

from policy_kb.answer.library import Library
from policy_kb.answer.message import Button, Message
from policy_kb.answer.resources import is_valid, resource_in_words, resource_keys
from policy_kb.answer.wording import entry, say, say_date, say_hours
from policy_kb.bilingual import Language
from policy_kb.tables import EscalationStep


class Desk:
    """Words about people, from the company's contacts and the policies' escalation lists."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def offer(self, language: Language) -> Message:
        """Offers a person, and says where one is."""
        return self._contact(language, say(language, "handoff.offered"))

    def requested(self, language: Language, number: str, again: bool) -> Message:
        """Says that a person is called, under which number, whether the lines are open, how to leave a message.

        `again`: the customer asked before and still waits.
        """
        lead = say(language, "handoff.still_waiting" if again else "handoff.requested", number=number)
        # The lines come last: a page shows them as a list below the text.
        return self._contact(language, f"{lead} {say(language, 'handoff.leave_message')}\n")

    def added(self, language: Language, number: str) -> Message:
        """Says that what was told is with the request that waits for a person."""
        return _handoff(language, say(language, "handoff.still_waiting", number=number))

    def contact(self, language: Language) -> Message:
        """Where a person is, when no request could be kept."""
        return self._contact(language, say(language, "handoff.unkept"))

    def taken_over(self, language: Language) -> Message:
        """Says that a person answers from here on."""
        return _handoff(language, say(language, "handoff.taken_over"))

    def handed_back(self, language: Language) -> Message:
        """Says that the assistant answers again."""
        return _handoff(language, say(language, "handoff.handed_back"))

    def exception_offer(self, language: Language, policy_id: str) -> str:
        """Offers to send a request to the one who decides first about exceptions to a policy."""
        return say(language, "exception.offer", **self._decider(language, policy_id))

    def exception_sent(self, language: Language, policy_id: str, number: str) -> Message:
        """Says who decides about the request, and within which time; promises nothing."""
        text = say(language, "exception.sent", number=number, **self._decider(language, policy_id))
        return _handoff(language, text)

    def grace_sent(self, language: Language, number: str, day: date) -> Message:
        """Says that more time was asked for."""
        return _handoff(language, say(language, "grace.sent", number=number, day=say_date(language, day)))

    def told(self, language: Language, key: str, **facts: Any) -> Message:
        """A word about a request: `key` of the wording."""
        return Message("feedback", language, say(language, key, **facts))

    def message_left(self, language: Language, number: str) -> Message:
        """Says that a message was kept for a person."""
        return _handoff(language, say(language, "handoff.message_left", number=number))

    def yes_or_no(self, language: Language) -> tuple[Button, ...]:
        """Quick answers."""
        return tuple(Button(word, word) for word in entry(language, "yes_or_no"))

    def _decider(self, language: Language, policy_id: str) -> dict[str, str]:
        step: EscalationStep = self._library.article(policy_id).policy_file.escalation[0]
        return {"role": step.role.in_language(language), "within": say_hours(language, step.within_hours)}

    def contacts(self, language: Language) -> tuple[dict[str, Any], ...]:
        """Where a person is, as far as it may still be shown."""
        now = self._library.now()
        valid = (contact for contact in self._library.shelf().contacts if is_valid(contact, now))
        return tuple(resource_keys(contact, language, now) for contact in valid)

    def _contact(self, language: Language, lead: str) -> Message:
        shown = self.contacts(language)
        joint = "" if lead.endswith("\n") else " "
        lines = [f"{lead}{joint}{say(language, 'handoff.contact_lead')}"]
        lines += ["- " + resource_in_words(keys, language) for keys in shown]
        return _handoff(language, "\n".join(lines), shown)


def _handoff(language: Language, text: str, shown: tuple[dict[str, Any], ...] = ()) -> Message:
    return Message("handoff", language, text, resources=shown)
