"""How an action server is told at which moment a story takes place; the other side is `actions/clock.py`."""

from __future__ import annotations

# The value of CHIARO_NOW with which one server answers calls at any moment, and the header that names a call's.
PER_CALL = "per-call"
HEADER = "X-Chiaro-Now"
