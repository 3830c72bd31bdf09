"""What Prometheus reads at /metrics: counts and times, nothing of what anybody wrote."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from web.breaker import Breaker
from web.inbox.bells import Bells

_BUCKETS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 20.0)


class Metrics:
    """The numbers of this process."""

    def __init__(self, breaker: Breaker, bells: Bells) -> None:
        self._registry = CollectorRegistry()
        self._accepted = self._counter("accepted", "Messages accepted")
        self._answered = self._counter("answered", "Messages answered")
        self._failed = self._counter("failed", "Messages given up with a true sentence")
        self._seconds = Histogram(
            "chiaro_turn_seconds",
            "Seconds from taking a message into work to its answer",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._waiting = Gauge(
            "chiaro_messages_waiting", "Messages without an answer, of all processes", registry=self._registry
        )
        self._gauge("chiaro_readers", "Open event streams and long polls", lambda: bells.readers)
        self._gauge("chiaro_breaker_state", "Rasa's breaker: 0 closed, 1 half-open, 2 open", lambda: breaker.state)

    def accepted(self) -> None:
        """A new message was kept."""
        self._accepted.inc()

    def turn_ended(self, seconds: float, failed: bool) -> None:
        """A message was answered, or given up."""
        (self._failed if failed else self._answered).inc()
        self._seconds.observe(seconds)

    def text(self, waiting: int) -> bytes:
        """All numbers in Prometheus' text format."""
        self._waiting.set(waiting)
        return generate_latest(self._registry)

    def _counter(self, name: str, words: str) -> Counter:
        return Counter(f"chiaro_messages_{name}", words, registry=self._registry)

    def _gauge(self, name: str, words: str, read: Callable[[], float]) -> None:
        Gauge(name, words, registry=self._registry).set_function(read)
