"""Runs at the start of every Python in the project's environment.

The action server warns at each call that Rasa 3.6.21 and rasa-sdk 3.21 are no pair (they speak the same
protocol, and the tests drive it), and listens on every network interface unless told otherwise.
"""

import os
import warnings

os.environ.setdefault("SANIC_HOST", "127.0.0.1")
warnings.filterwarnings("ignore", message="Your versions of rasa and", category=UserWarning)
