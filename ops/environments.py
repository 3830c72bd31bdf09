"""The two environments: what belongs in each, whether it is whole, and how it is made."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from ops.errors import InstallError, MachineError, NetworkError, OpsError
from ops.files import digest_of, tail, write_whole
from ops.find_python import BOT, PROJECT, Finder, Release
from ops.step import Runner
from ops.tools import Tools, Uv
from ops.words import say

STAMP = ".chiaro-complete"
NO_NETWORK = re.compile(
    r"failed to fetch|dns error|error sending request|name resolution|NewConnectionError"
    r"|ConnectTimeout|ReadTimeoutError|connection refused|Temporary failure|Network is unreachable",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Environment:
    """An environment: where it is, for which Pythons, and from which locks it is made."""

    name: str
    folder: str
    releases: tuple[Release, ...]
    lock: str
    startup: str
    dev_lock: str | None = None

    @property
    def title(self) -> str:
        """Its name for people."""
        return say(f"name-{self.name}")

    def digests(self, root: Path) -> dict[str, str]:
        """What a whole environment was made from, part by part."""
        sources = [root / self.lock, *sorted((root / self.startup).glob("*.py"))]
        marks = {"root": str(root), "base": digest_of(sources, root)}
        if self.dev_lock:
            marks["dev"] = digest_of([root / self.dev_lock], root)
        return marks

    def stamp(self, root: Path) -> Path:
        """The file that says from what the environment was made; written last."""
        return root / self.folder / STAMP

    def made_from(self, root: Path) -> dict[str, str]:
        """What the stamp says; {} for an environment that is half-built or not there."""
        python = root / self.folder / "bin" / "python"
        if not os.access(str(python), os.X_OK):
            return {}
        try:
            marks = json.loads(self.stamp(root).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return marks if isinstance(marks, dict) else {}

    def fits(self, root: Path, dev: bool) -> bool:
        """True where the environment is whole and made from the present locks."""
        return not self.missing(root, dev)

    def missing(self, root: Path, dev: bool) -> list[str]:
        """The parts to install: `base` (which means: from scratch), `dev`, both or none."""
        made, wanted = self.made_from(root), self.digests(root)
        if any(made.get(part) != wanted[part] for part in ("root", "base")):
            return ["base", "dev"] if self.dev_lock and (dev or "dev" in made) else ["base"]
        if dev and self.dev_lock and made.get("dev") != wanted["dev"]:
            # Another dev lock may want less than the one before: only a fresh one is exact.
            return ["base", "dev"] if "dev" in made else ["dev"]
        return []


PROJECT_ENVIRONMENT = Environment(
    "project", ".venv", PROJECT, "requirements.lock", "ops/startup/project", "requirements-dev.lock"
)
BOT_ENVIRONMENT = Environment("bot", "bot/.venv", BOT, "bot/requirements.lock", "ops/startup/bot")
ENVIRONMENTS = (PROJECT_ENVIRONMENT, BOT_ENVIRONMENT)


@dataclass(frozen=True)
class Builder:
    """Makes environments, with uv where it can be had and with pip elsewhere."""

    runner: Runner
    finder: Finder
    uv: Uv | None

    def build(self, environment: Environment, dev: bool) -> None:
        """Installs what `environment` misses; an interrupted call leaves no stamp, so the next one heals it.

        Raises:
            MachineError: no fitting Python; InstallError: packages cannot be had or not installed.
        """
        root = self.runner.paths.root
        parts = environment.missing(root, dev)
        made = environment.made_from(root)
        title = self._title(environment)
        _remove_stamp(environment.stamp(root))
        if "base" in parts:
            python = self._python(environment)
            with self.runner.console.step(title):
                self._create(environment, python)
                self._install(environment, parts)
            made = {}
        else:
            with self.runner.console.step(title):
                self._install(environment, parts)
        _start_up(environment, root)
        wanted = environment.digests(root)
        kept = {**made, **{part: wanted[part] for part in ("root", *parts)}}
        write_whole(environment.stamp(root), json.dumps(kept))

    def _title(self, environment: Environment) -> str:
        root = self.runner.paths.root
        folder, stamp = root / environment.folder, environment.stamp(root)
        half_built = folder.exists() and not stamp.exists()
        return say("mend-environment" if half_built else "make-environment", name=environment.title)

    def _python(self, environment: Environment) -> Path:
        found = self.finder.find(environment.releases)
        if found:
            return found
        release = "{}.{}".format(*environment.releases[0])
        if self.uv:
            with self.runner.console.step(say("fetch-python", wanted=release)):
                self.runner.call("python", [str(self.uv.program), "python", "install", release])
            found = self.finder.find(environment.releases)
        if found:
            return found
        wanted = release if len(environment.releases) == 1 else say("or-later", release="3.11")
        raise MachineError("no-python", wanted=wanted, example=release, package=f"python{release}")

    def _create(self, environment: Environment, python: Path) -> None:
        folder = self.runner.paths.root / environment.folder
        shutil.rmtree(str(folder), ignore_errors=True)
        # pip comes along only where it is needed to install.
        options = ["--without-pip"] if self.uv else []
        code = self.runner.call(environment.name, [str(python), "-m", "venv", *options, str(folder)])
        if code == 0:
            return
        if not self.uv:
            raise MachineError("no-installer")
        place = self.runner.paths.shown(folder)
        raise InstallError("environment-failed", name=environment.title, place=place, log=self._log(environment))

    def _install(self, environment: Environment, parts: Sequence[str]) -> None:
        locks = [environment.lock] if "base" in parts else []
        if "dev" in parts and environment.dev_lock:
            locks.append(environment.dev_lock)
        if self._call_installer(environment, locks) == 0:
            return
        lines = tail(self.runner.paths.log(environment.name), 40)
        key, kind = _failure(lines)
        if kind is InstallError:
            self.runner.console.lines(lines[-15:])
        raise kind(key, name=environment.title, log=self._log(environment))

    def _call_installer(self, environment: Environment, locks: Sequence[str]) -> int:
        python = str(self.runner.paths.root / environment.folder / "bin" / "python")
        options = ["--require-hashes"]
        for lock in locks:
            options += ["-r", lock]
        if self.uv:
            # As pip does: processes that all compile at their first start outlast the patience of Sanic.
            options.append("--compile-bytecode")
            command = [str(self.uv.program), "pip", "install", "--python", python, *options]
            return self.runner.call(environment.name, command, self.uv.variables)
        command = [python, "-m", "pip", "install", "--retries", "1", *options]
        return self.runner.call(environment.name, command)

    def _log(self, environment: Environment) -> str:
        return self.runner.paths.shown(self.runner.paths.log(environment.name))


def builder(runner: Runner, finder: Finder) -> Builder:
    """A builder with the best installer that can be had; says so where that is only pip."""
    uv = Tools(runner, finder).uv()
    if uv is None:
        runner.console.line(say("without-uv"))
    return Builder(runner, finder, uv)


def _failure(lines: Sequence[str]) -> tuple[str, type[OpsError]]:
    if any(NO_NETWORK.search(line) for line in lines):
        return "no-network", NetworkError
    return "install-failed", InstallError


def _remove_stamp(stamp: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        stamp.unlink()


def _start_up(environment: Environment, root: Path) -> None:
    """Puts the checkout on the environment's path, and what quiets libraries into its start."""
    for site in (root / environment.folder).glob("lib/python*/site-packages"):
        modules = sorted((root / environment.startup).glob("*.py"))
        for module in modules:
            shutil.copyfile(str(module), str(site / module.name))
        lines = [str(root), *(f"import {module.stem}" for module in modules)]
        (site / "chiaro.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
