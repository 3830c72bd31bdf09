"""Runs in Rasa's environment: trains a configuration on training data, then reads test lines with the model.

bot/.venv/bin/python -m benchmarks.understanding.rasa_side CONFIG TRAINING_DATA TEST_JSONL RESULT_JSON
"""

import asyncio
import json
import logging
import resource
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

LISTED = 200


def main(config: str, training: str, test: str, result: str) -> None:
    """Train, read, write what it cost and what was said."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)
    texts = json.loads(Path(test).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        model = train_nlu(config, training, folder, fixed_model_name="bench")
        training_cpu = time.process_time() - began
        agent = Agent.load(str(model))
        size = Path(str(model)).stat().st_size
        read, reading_cpu = _read(agent, texts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    costs = {
        "training_cpu_s": training_cpu,
        "parse_cpu_ms": reading_cpu * 1000 / len(texts),
        "model_mb": size / 1e6,
        "peak_memory_mb": memory,
    }
    Path(result).write_text(json.dumps({"read": read, **costs}), "utf-8")


def _read(agent: Any, texts: list[str]) -> tuple[list[dict[str, Any]], float]:
    loop = asyncio.new_event_loop()
    for text in texts[:20]:  # warm-up
        loop.run_until_complete(agent.parse_message(text))
    read = []
    began = time.process_time()
    for number, text in enumerate(texts):
        parsed = loop.run_until_complete(agent.parse_message(text))
        read.append({"ranking": parsed["intent_ranking"][:LISTED], "in_scope": parsed.get("in_scope")})
        if number % 500 == 0:
            print(f"read {number} of {len(texts)}", file=sys.stderr, flush=True)
    return read, time.process_time() - began


if __name__ == "__main__":
    main(*sys.argv[1:5])
