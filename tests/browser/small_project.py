"""A project of its own with little to learn from, trained within half a minute, and all of Chiaro running over it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import yaml

from conversation_tests.knowledge import copied, seeded
from ops.machine import LOOPBACK, Port
from ops.paths import Paths
from ops.process import Patience, Process
from ops.services import Ports, Service, Services
from tests.factories.companies import make_company
from tests.factories.folders import write_company
from tests.factories.revisions import make_resource
from tests.factories.small_company_questions import GIFTS, PARTS, SOFAS
from tests.factories.texts import pair
from tests.integration.web.web_servers import ROOT, Servers, free_port, wait_for

COMPANY = "policy_kb/content/aurora_casa"
LINES_AN_INTENT = 24
# Nothing like what customers say in the test is among the lines, whatever is taught one day.
UNHEARD = ("trafila", "rigmarole")
_LINKED = (".venv", "learning", "actions")
_COPIED = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "requirements.lock")
_NOT_COPIED = shutil.ignore_patterns(".venv", "__pycache__", ".*_cache", "tests")
_START_SECONDS = 180.0
# Every so many lines of the sets that models are compared on, and of the lines of a mood.
_OF_THE_SETS, _OF_A_MOOD = {"intents": 6, "frustration": 2}, 5
# A busy machine has other things to do than one of two models: what a message costs is measured elsewhere.
_GATE = "cost_at_most: null\n"
_TEST = """version: "3.1"

stories:
  - story: Gift wrapping is explained to whoever asks in {language}
    metadata:
      turns:
        - {{kinds: [explanation, steps], policy: gift-wrapping, language: {language}}}
    steps:
      - user: |
          {text}
        intent: ask_policy
      - action: action_answer_policy
"""
WRAPPING = {"it": "Quanto costa la confezione regalo?", "en": "What is the price of gift wrapping?"}


def make_project(root: Path) -> Path:
    """A project with a few dozen lines an intent, a company of three policies, and sets and tests of its own."""
    root.mkdir(parents=True)
    for name in _LINKED:
        (root / name).symlink_to(ROOT / name)
    for name in _COPIED:
        shutil.copy(ROOT / name, root / name)
    for name in ("bot", "data"):
        shutil.copytree(ROOT / name, root / name, ignore=_NOT_COPIED)
    (root / "bot" / ".venv").symlink_to(ROOT / "bot" / ".venv")
    for file in (root / "bot" / "resources" / "frustration").glob("??/*.yml"):
        moods = yaml.safe_load(file.read_text("utf-8"))
        _write(file, {level: lines[::_OF_A_MOOD] for level, lines in moods.items()})
    for language, text in WRAPPING.items():
        _thin(root / "data" / "nlu" / language)
        test = root / "tests" / "conversations" / "gifts" / f"test_gift_wrapping_is_explained_{language}.yml"
        test.parent.mkdir(parents=True, exist_ok=True)
        test.write_text(_TEST.format(language=language, text=text), encoding="utf-8")
    _make_company(root / COMPANY)
    _make_sets(root / "workbench" / "models")
    return root


def _thin(folder: Path) -> None:
    """A short file for each intent, in the place of all."""
    lines: dict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
            if "intent" in block:
                lines[block["intent"]] += [line for line in block["examples"].splitlines() if not _is_unheard(line)]
        file.unlink()
    for intent, found in lines.items():
        few = found[:: max(1, len(found) // LINES_AN_INTENT)][:LINES_AN_INTENT]
        if intent == "ask_policy":
            few += [f"- {question}" for questions in (GIFTS, SOFAS, PARTS) for question in questions[folder.name]]
        examples = "".join(f"    {line}\n" for line in few)
        text = f'version: "3.1"\n\nnlu:\n- intent: {intent}\n  examples: |\n{examples}'
        (folder / f"{intent}.yml").write_text(text, encoding="utf-8")


def _is_unheard(line: str) -> bool:
    return any(word in line.lower() for word in UNHEARD)


def _make_company(folder: Path) -> None:
    company = make_company()
    company["resources"]["contact-form"] = make_resource("form", title=pair("Scrivici", "Write to us"))
    write_company(folder, company=company)


def _make_sets(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "gate.yml").write_text(_GATE, encoding="utf-8")
    _write(folder / "sets.yml", {kind: [f"workbench/models/{kind}.jsonl"] for kind in _OF_THE_SETS})
    for kind, step in _OF_THE_SETS.items():
        lines = (ROOT / "benchmarks" / "sets" / f"{kind}.jsonl").read_text("utf-8").splitlines()
        (folder / f"{kind}.jsonl").write_text("\n".join(lines[::step]) + "\n", encoding="utf-8")


def _write(file: Path, content: object) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")


@dataclass(frozen=True)
class Chiaro:
    """Rasa, the action server and the web process over a project of their own."""

    project: Path
    servers: Servers
    processes: Mapping[str, Process]

    @property
    def ids(self) -> dict[str, int | None]:
        """The id of each process that runs, by its name."""
        return {name: one.pid if one.is_running else None for name, one in self.processes.items()}


@contextmanager
def chiaro_over(project: Path) -> Iterator[Chiaro]:
    """Train the project's first model, publish its company, and run all three processes until the block ends."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CHIARO_")}
    environ |= {"PYTHONPATH": str(ROOT), "CHIARO_PROJECT": str(project), "OPENBLAS_NUM_THREADS": "1"}
    model = _trained(project, environ)
    services = _services(project, model, environ)
    logs = project / "var" / "log"
    logs.mkdir()
    processes = {
        name: Process(service, project, logs / f"{name}.log", environ, Patience()) for name, service in services.items()
    }
    try:
        for process in processes.values():
            process.start()
        _wait_for_the_first_answer(services["rasa"], processes["rasa"])
        wait_for(services["web"].health, logs / "web.log")
        addresses = [services[name].health.rpartition("/")[0] for name in ("web", "rasa")]
        yield Chiaro(project, Servers(*addresses, project / "var" / "web.log"), processes)
    finally:
        for process in processes.values():
            process.ask_to_end()
        for process in processes.values():
            process.wait_until(time.monotonic() + 15)


def _trained(project: Path, environ: Mapping[str, str]) -> Path:
    """The first model; the company is published meanwhile."""
    command = [sys.executable, "-m", "chiaro", "model", "train"]
    with subprocess.Popen(
        command, cwd=project, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as training:
        copied(seeded(project, lambda root, database: _publish(root, database, environ)), project / "var" / "kb.db")
        said, _ = training.communicate()
    assert training.returncode == 0, said
    (model,) = (project / "models").glob("chiaro-*.tar.gz")
    return model


def _publish(project: Path, database: Path, environ: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "policy_kb", "load", "--today", "2026-11-26", COMPANY]
    variables = {**environ, "CHIARO_DATABASE_URL": f"sqlite:///{database}"}
    subprocess.run(command, cwd=project, env=variables, check=True, stdout=subprocess.DEVNULL)


def _services(project: Path, model: Path, environ: Mapping[str, str]) -> dict[str, Service]:
    named = {"rasa": "CHIARO_RASA_PORT", "actions": "CHIARO_ACTIONS_PORT", "web": "CHIARO_WEB_PORT"}
    ports = Ports(**{name: Port(free_port(), name, variable) for name, variable in named.items()})
    made = Services(Paths(project), ports, environ)
    variables = {
        "CHIARO_DATABASE_URL": f"sqlite:///{project / 'var' / 'kb.db'}",
        "CHIARO_TRACKER_URL": f"sqlite:///{project / 'var' / 'tracker.db'}",
        "CHIARO_COMPANY_FILE": str(project / COMPANY / "company.yml"),
        "CHIARO_SECRET": "s" * 40,
        "RASA_TELEMETRY_ENABLED": "false",
    }
    services = {"actions": made.actions(), "rasa": made.rasa(model), "web": made.web()}
    return {name: replace(one, variables={**one.variables, **variables}) for name, one in services.items()}


def _wait_for_the_first_answer(rasa: Service, process: Process) -> None:
    """Until the whole chain answers, so that no test waits for what is read with the first message."""
    address = f"{rasa.health.rpartition('/')[0]}/webhooks/rest/webhook"
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.is_running:
        try:
            said = httpx.post(address, json={"sender": "first", "message": "ciao"}, timeout=60, trust_env=False)
            if said.status_code == httpx.codes.OK and said.json():
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise AssertionError("\n".join([f"Rasa does not answer at http://{LOOPBACK}", *process.last_lines()]))
