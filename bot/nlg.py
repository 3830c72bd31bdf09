"""Chooses the wording in the language of the message that is being answered, and in the register that is set."""

import os
from collections.abc import Mapping
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.components.language_detector import CERTAIN_KEY, LANGUAGE_KEY
from bot.errors import BotError

DEFAULT_LANGUAGE = "it"
REGISTER_KEY = "register"
REGISTER_VARIABLE = "CHIARO_REGISTER"
REGISTERS = ("tu", "lei")
# The wording is drawn by chance; of two, the one that was said last comes so often in a row once in a million.
_DRAWS = 20


class UnknownRegisterError(BotError):
    """`CHIARO_REGISTER` names no way in which Chiaro addresses customers."""


class BilingualGenerator(TemplatedNaturalLanguageGenerator):
    """Rasa's own choice among the responses of the domain, with the slots `language` and `register` brought up to date.

    Conditions of responses are evaluated on slots, and the slot `language` is only set by the action that
    answers. This generator puts the language of the latest message in its place, so that a customer who
    switches is answered in the new language in the same turn. The slot `register` is set by nobody: this generator
    knows from the environment whether Italian customers are addressed with `tu` or `lei`. Named in `endpoints.yml`
    under `nlg: type:`.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        """Take the responses of `domain`; Rasa passes both arguments by name.

        Raises:
            UnknownRegisterError: `CHIARO_REGISTER` is neither `tu` nor `lei`.
        """
        super().__init__((domain or Domain.empty()).responses)
        settings = endpoint_config.kwargs if endpoint_config else {}
        self._default_language = str(settings.get("default_language", DEFAULT_LANGUAGE))
        self._register = read_register(os.environ)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return a response for `utter_action`, or None where the domain has none that fits."""
        slots = tracker.current_slot_values()
        slots[LANGUAGE_KEY] = language_of(tracker, self._default_language)
        slots[REGISTER_KEY] = self._register
        return self._fresh(
            utter_action, slots, output_channel, getattr(tracker.latest_bot_utterance, "text", None), kwargs
        )

    def _fresh(
        self, utter_action: str, slots: dict[str, Any], channel: str, said: str | None, settings: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Draw a wording that is not the one `said` last; a response with a single one is said again."""
        draft: dict[str, Any] | None = None
        for _ in range(_DRAWS):
            draft = self.generate_from_slots(utter_action, slots, channel, **settings)
            if draft is None or draft.get("text") != said:
                return draft
        return draft


def read_register(environ: Mapping[str, str]) -> str:
    """Return how customers are addressed in Italian: `tu`, also where `CHIARO_REGISTER` is not set, or `lei`.

    Raises:
        UnknownRegisterError: the variable holds something else.
    """
    written = environ.get(REGISTER_VARIABLE, "").strip() or REGISTERS[0]
    if written not in REGISTERS:
        raise UnknownRegisterError(f"{REGISTER_VARIABLE} is {written!r:.60}. Set {' or '.join(REGISTERS)}.")
    return written


def language_of(tracker: DialogueStateTracker, default: str) -> str:
    """Return the language to answer in.

    That of the latest message where it is long enough to tell, else that of the conversation so far, else a
    guess from the latest message. A chosen option (`/choose_policy{...}`) has no language of its own.
    """
    parsed = getattr(tracker.latest_message, "parse_data", None) or {}
    if parsed.get(CERTAIN_KEY) and parsed.get(LANGUAGE_KEY):
        return str(parsed[LANGUAGE_KEY])
    return str(tracker.get_slot(LANGUAGE_KEY) or parsed.get(LANGUAGE_KEY) or default)
