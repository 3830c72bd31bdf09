"""Puts a model in force without a restart, and takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from ops.errors import MachineError
from ops.fingerprint import code_fingerprint, model_name
from ops.in_force import InForce, code_of, write_in_force
from workbench.errors import NotThere, WorkbenchError
from workbench.models.registry import Comparisons, Promotion, Registry

_LOAD_SECONDS = 120.0
_SECONDS = 10.0
_QUESTION = "quanto tempo ho per il reso?"


@dataclass(frozen=True)
class Rasa:
    """The Rasa that answers customers, at `address`."""

    address: str

    def model(self) -> str:
        """The name of the model that it answers with; WorkbenchError where it does not say."""
        told = self._asked("GET", "/status")
        return str(told.get("model_file") or "").removesuffix(".tar.gz")

    def exchange(self, model: Path) -> None:
        """Let it answer with another model from now on, and see that it does.

        Raises:
            WorkbenchError: it does not. Where Rasa could not load the model it goes on with the one it had.
        """
        self._asked("PUT", "/model", {"model_file": str(model.resolve())}, _LOAD_SECONDS)
        name = model.name.removesuffix(".tar.gz")
        if self.model() != name or not self._asked("POST", "/model/parse", {"text": _QUESTION}).get("intent"):
            raise WorkbenchError("models.not-taken", name=name, address=self.address)

    def _asked(self, method: str, path: str, content: object = None, seconds: float = _SECONDS) -> dict[str, Any]:
        try:
            with httpx.Client(base_url=self.address, timeout=seconds, trust_env=False) as client:
                answer = client.request(method, path, json=content)
                answer.raise_for_status()
                return answer.json() if answer.content else {}
        except httpx.HTTPStatusError as error:
            raise WorkbenchError("models.rasa-refuses", why=_why(error.response), address=self.address) from error
        except (httpx.HTTPError, ValueError) as error:
            raise WorkbenchError("models.no-rasa", address=self.address, why=type(error).__name__) from error


def _why(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["message"])[:300]
    except (ValueError, KeyError, TypeError):
        return str(answer.status_code)


@dataclass(frozen=True)
class Asked:
    """What is to be put in force, by whom; with a `reason` also where the gate blocks it."""

    name: str
    by: str
    reason: str = ""


@dataclass(frozen=True)
class Promoter:
    """Promotes and rolls back in the checkout at `root`; `rasa` is None where none runs."""

    root: Path
    rasa: Rasa | None

    def promote(self, asked: Asked) -> Promotion:
        """Put a model in force.

        Raises:
            NotThere: there is no such model, or it was not compared with the one in force.
            WorkbenchError: the gate blocks it, Rasa does not take it, or somebody else promotes just now.
        """
        registry = Registry(self.root)
        with registry.alone():
            file, present = registry.file(asked.name), self._present(registry)
            name = file.name.removesuffix(".tar.gz")
            if name == present:
                raise WorkbenchError("models.in-force-already", name=name)
            compared = Comparisons(self.root).latest(name, present) if present else None
            gate = _gate(compared)
            if gate != "passed" and not asked.reason.strip():
                raise _blocked(gate, name, present, compared)
            about = str((compared or {}).get("id", ""))
            return self._exchange(
                registry, Promotion("promote", name, present, _now(), asked.by, gate, asked.reason, about)
            )

    def roll_back(self, by: str) -> Promotion:
        """Put the model in force again that was so before; errors as `promote`, but for the gate's."""
        registry = Registry(self.root)
        with registry.alone():
            recorded = registry.in_force()
            if recorded is None or not recorded.before:
                raise NotThere("models.nothing-before")
            registry.file(recorded.before)
            entry = Promotion("roll_back", recorded.before, recorded.name, _now(), by, "none")
            return self._exchange(registry, entry)

    def _present(self, registry: Registry) -> str:
        """The model in force: as recorded, else the one that Rasa answers with."""
        recorded = registry.in_force()
        if recorded is not None:
            return recorded.name
        return self.rasa.model() if self.rasa else ""

    def _exchange(self, registry: Registry, entry: Promotion) -> Promotion:
        """Let Rasa take it, and only then record it; where it does not, the one before is put back and counts."""
        if self.rasa is not None:
            try:
                self.rasa.exchange(registry.file(entry.name))
            except BaseException:  # also where whoever started it ends it
                self._put_back(registry, entry.before)
                raise
        code = code_of(registry.folder, entry.name) or self._code_now(entry.name)
        write_in_force(registry.folder, InForce(entry.name, entry.at, entry.by, code, entry.before))
        registry.note(entry)
        return entry

    def _code_now(self, name: str) -> str:
        """Of a model beside which no code is noted: the present one, where it is the model of these very files."""
        try:
            return code_fingerprint(self.root) if name == model_name(self.root) else ""
        except MachineError:
            return ""

    def _put_back(self, registry: Registry, name: str) -> None:
        assert self.rasa is not None
        try:
            if name and self.rasa.model() != name:
                self.rasa.exchange(registry.file(name))
        except WorkbenchError as error:
            raise WorkbenchError("models.neither", name=name, address=self.rasa.address) from error


def _gate(compared: Mapping[str, Any] | None) -> str:
    if compared is None or "gate" not in compared:
        return "none"
    return "passed" if compared["gate"]["passed"] else "blocked"


def _blocked(gate: str, name: str, present: str, compared: Mapping[str, Any] | None) -> WorkbenchError:
    if gate == "none" or compared is None:
        return NotThere("models.not-compared", name=name, present=present or "–")
    return WorkbenchError("models.gate-blocks", name=name, count=len(compared["gate"]["reasons"]), id=compared["id"])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
