"""The command as it is typed, as far as it goes without Rasa; and its words."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from conversation_tests.words import all_words

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "conversation_tests", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_files_that_are_all_bad_end_with_code_2_and_the_count(tmp_path: Path) -> None:
    file = tmp_path / "test_x.yml"
    file.write_text("stories: 3", encoding="utf-8")
    ended = run(str(file), "--junit", str(tmp_path / "new" / "junit.xml"))
    assert ended.returncode == 2
    assert f"{file}:1: must be a mapping" in ended.stdout
    assert ended.stdout.splitlines()[-1] == "0 passed, 1 failed"
    assert (tmp_path / "new" / "junit.xml").is_file()


def test_a_folder_without_stories_is_one_sentence(tmp_path: Path) -> None:
    ended = run(str(tmp_path))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"No story was found in {tmp_path}.\n"


def test_a_word_that_nothing_has_is_one_sentence() -> None:
    assert run("--match", "no such story").stderr == "No story's name or file has “no such story” in it.\n"


def test_a_model_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    ended = run("--model", str(tmp_path / "none.tar.gz"))
    assert ended.returncode == 1
    assert ended.stderr.startswith("There is no model")


def test_every_sentence_is_used_and_every_one_used_is_there() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "conversation_tests").glob("*.py"))
    code = code.replace("'", '"')
    used = set(re.findall(r"""(?:(?<!rasa\.)say|CannotRun|tell|_trouble|_list)\(\s*"([a-z-]+)\"""", code))
    assert used <= set(all_words())
    unused = {key for key in all_words() if f'"{key}"' not in code}
    assert all(key.startswith("coverage-") for key in unused)
