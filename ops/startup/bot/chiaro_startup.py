"""Runs at the start of every Python in Rasa's environment: quiet, but never hiding an error.

Rasa 3.6.21's libraries are past their end of life and say so in some sixty lines at each start. Nobody here
can mend those, so they are set off: deprecations raised inside installed packages, and TensorFlow's notes
below an error. Warnings about one's own code, training data and configuration stay.
"""

import os
import sys
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # errors only
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
# endpoints.yml names this variable; `make run` sets it where another port is wanted.
os.environ.setdefault("CHIARO_ACTIONS_PORT", "5055")

_INSTALLED = os.path.dirname(os.path.abspath(__file__)) + os.sep
_OLD = (DeprecationWarning, PendingDeprecationWarning)
_show = warnings.showwarning


def _show_what_can_be_mended(message, category, filename, lineno, file=None, line=None):  # type: ignore[no-untyped-def]
    """Passes a warning on, unless it is a deprecation inside an installed package."""
    # Filters would not do: Sanic puts one of its own before them that shows every deprecation once.
    of_a_package = filename.startswith((_INSTALLED, sys.base_prefix))
    if not (of_a_package and issubclass(category, _OLD)):
        _show(message, category, filename, lineno, file, line)


if not (sys.warnoptions or os.environ.get("CHIARO_ALL_WARNINGS")):
    warnings.showwarning = _show_what_can_be_mended
