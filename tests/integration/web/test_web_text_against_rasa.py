"""What `web` sends is given to Rasa's own code, which must not take it for a command."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from web.customer_text import as_plain_text

ROOT = Path(__file__).parents[3]

# Does what Rasa 3.6.21 does with a message on its way in: strips it, then looks for an intent in it.
SCRIPT = """
import json, sys
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

def is_command(text):
    message = Message({TEXT: UserMessage(text).text})
    return YAMLStoryReader.unpack_regex_message(message).get(INTENT) is not None

print(json.dumps([is_command(text) for text in json.load(sys.stdin)]))
"""

SPACES = [" ", "\t", "\n", "\r\n", "\u00a0", "\u1680", "\u2003", "\u2028", "\u202f", "\u3000"]
INVISIBLE = ["\u200b", "\u200e", "\u2060", "\ufeff", "\u00ad", "\u200b \u2060"]
COMMANDS = ["/restart", "/back", "/session_start", '/ask_policy{"x": 1}', "/ask_policy@0.5", "//restart"]
TYPED = [
    *(before + command for before in ["", *SPACES, *INVISIBLE] for command in COMMANDS),
    *(before + "\uff0frestart" for before in ["", *SPACES, *INVISIBLE]),
]


@pytest.fixture(scope="module")
def bot_python() -> Path:
    python = Path(os.environ.get("CHIARO_BOT_PYTHON", ROOT / "bot" / ".venv" / "bin" / "python"))
    if not python.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"Rasa's environment is not built: {python} is missing (make setup, or CHIARO_BOT_PYTHON)")
    return python


def commands_seen(python: Path, texts: list[str]) -> list[bool]:
    done = subprocess.run([python, "-c", SCRIPT], input=json.dumps(texts), capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout.splitlines()[-1]))


def test_nothing_that_customers_type_is_a_command_to_rasa(bot_python: Path) -> None:
    assert not any(commands_seen(bot_python, [as_plain_text(text) for text in TYPED]))


def test_without_the_escape_rasa_would_take_them_for_commands(bot_python: Path) -> None:
    seen = commands_seen(bot_python, COMMANDS + [space + "/restart" for space in SPACES])
    assert all(seen)
