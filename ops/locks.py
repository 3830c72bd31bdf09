"""`lock`: writes the lock files anew from what is wanted, each package with its hashes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ops.environments import Builder
from ops.errors import MachineError
from ops.step import Runner
from ops.words import say

OPTIONS = [
    *("--universal", "--generate-hashes", "--upgrade"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--quiet"),
]
# The environments that ops/locking/pyproject.toml names, which uv then repeats at each package.
EVERYWHERE = (
    " ; python_full_version < '3.11' and implementation_name == 'cpython' and"
    " platform_python_implementation == 'CPython' and (sys_platform == 'darwin' or sys_platform == 'linux')"
)


@dataclass(frozen=True)
class Lock:
    """A lock: from which file, for which Python; `settings` is a folder with a pyproject.toml for uv."""

    source: str
    target: str
    python: str
    settings: str = "."


# The order matters: the tools for tests are held to the packages of the project.
LOCKS = (
    Lock("ops/tools.in", "ops/tools.lock", "3.8"),
    Lock("requirements.in", "requirements.lock", "3.11"),
    Lock("requirements-dev.in", "requirements-dev.lock", "3.11"),
    Lock("bot/requirements.in", "bot/requirements.lock", "3.10", "ops/locking"),
)


def write_locks(runner: Runner, builder: Builder) -> None:
    """Writes every lock anew.

    Raises:
        MachineError: uv, which resolves them, cannot be had; StepError: what is wanted does not go together.
    """
    if builder.uv is None:
        raise MachineError("no-installer")
    for lock in LOCKS:
        target = runner.paths.root / lock.target
        runner.run(lock.target, "lock", _command(builder.uv.program, lock), builder.uv.variables)
        target.write_text(without_repetition(target.read_text(encoding="utf-8")), encoding="utf-8")
        runner.console.line(say("lock-done", path=lock.target))


def without_repetition(lock: str) -> str:
    """A lock without the condition that holds for every package of it."""
    return lock.replace(EVERYWHERE, "")


def _command(uv: Path, lock: Lock) -> list[str]:
    command = [str(uv), "--project", lock.settings, "pip", "compile", *OPTIONS]
    return [*command, "--python-version", lock.python, lock.source, "--output-file", lock.target]
