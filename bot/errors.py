"""Errors that the bot's components raise themselves."""

from rasa.shared.exceptions import RasaException


class BotError(RasaException):
    """Root of the errors raised in `bot`. Rasa prints its message without a traceback."""


class MissingTrainingLinesError(BotError):
    """Lines that a component must be trained from are missing or malformed."""


class MalformedGradesError(BotError):
    """Graded messages that a component must learn from are missing or malformed."""


class TooFewClassesError(BotError):
    """A classifier was given fewer than two classes to tell apart."""


class MissingFeaturesError(BotError):
    """A message reached a component without the features that it works on."""


class NoModelThereError(BotError):
    """A model file was named that does not exist."""
