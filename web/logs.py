"""Logs as one JSON object a line. What customers write never gets into them; what looks personal is masked."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

from web.masking import mask

_SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_LONGEST = 20_000
_DEEPEST = 8
# Larger integers are nobody's number, and Python refuses to write out very long ones.
_LARGEST = 10**30


def configure_logs(level: int = logging.INFO) -> None:
    """Send this package's logs and those of the libraries to standard error as JSON."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(log_formatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # These two log every address that is called, at a level that we keep for our own.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)


def log_formatter() -> logging.Formatter:
    """Writes a record as one line of JSON, masked; also records of libraries, and the text of exceptions."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask_event,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def mask_event(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A structlog processor: the event with every string in it masked, at any depth. Long ones are cut."""
    return {_masked_text(key): _masked(value, 0) for key, value in event.items()}


def _masked(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return _masked_integer(value)
    if isinstance(value, dict) and depth < _DEEPEST:
        return {_masked_text(str(key)): _masked(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset) and depth < _DEEPEST:
        return [_masked(item, depth + 1) for item in value]
    return _masked_text(value if isinstance(value, str) else repr(value))


def _masked_integer(value: int) -> int | str:
    if abs(value) >= _LARGEST:
        return "…"
    written = str(value)
    return value if mask(written) == written else mask(written)


def _masked_text(text: str) -> str:
    return mask(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
