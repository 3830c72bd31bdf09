"""The processes: ours with its web process, and stock Rasa with the same data and actions."""

from __future__ import annotations

import contextlib
import secrets
import socket
import subprocess
import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.costs import ENVIRONMENT, RASA, ROOT
from benchmarks.fixed_answer.servers import HOST, family, start_ours, started, wait_for
from benchmarks.fixed_answer.stock import with_epochs

# Everybody here comes from one address, so its limit is raised; that of each visitor is the shipped one.
ONE_ADDRESS = {"CHIARO_ADDRESS_BURST": "1000000", "CHIARO_ADDRESS_PER_SECOND": "100000"}


@dataclass(frozen=True)
class Server:
    """Where a side is asked, and its processes; `database` has the inbox of ours."""

    address: str
    rasa: int
    web: int | None = None
    database: Path | None = None


def cpu_seconds(process: int) -> float:
    """Processor seconds that a process and its children have used so far. Raises OSError where it has ended."""
    # The process's own clock, as clock_getcpuclockid(3) names it: /proc counts in hundredths of a second only.
    return sum(time.clock_gettime((~member << 3) | 2) for member in family(process))


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now, each another one."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(contextlib.closing(socket.socket())) for _ in range(count)]
        for one in sockets:
            one.bind((HOST, 0))
        return [int(one.getsockname()[1]) for one in sockets]


def start_chat(stack: ExitStack, folder: Path, model: Path, database: Path) -> tuple[Server, int]:
    """Ours: action server, Rasa with `model`, web; also the action server's port. All on `database`."""
    rasa_port, actions_port, web_port = free_ports(3)
    side = start_ours(stack, folder, model, database, (rasa_port, actions_port))
    variables = {
        **ONE_ADDRESS,
        "CHIARO_SECRET": secrets.token_hex(20),
        "CHIARO_HOST": HOST,
        "CHIARO_WEB_PORT": str(web_port),
        "CHIARO_RASA_PORT": str(rasa_port),
        "CHIARO_ACTIONS_PORT": str(actions_port),
        "CHIARO_DATABASE_URL": f"sqlite:///{database}",
        "CHIARO_TRACKER_URL": f"sqlite:///{folder / 'ours-tracker.db'}",
    }
    web = stack.enter_context(started([str(ROOT / ".venv" / "bin" / "python"), "-m", "web"], variables))
    address = f"http://{HOST}:{web_port}"
    wait_for(f"{address}/ready")
    return Server(address, side.processes[0], web, database), actions_port


def start_stock(stack: ExitStack, folder: Path, model: Path, actions_port: int) -> Server:
    """Stock Rasa with `model`, its own channel and store, and the action server of ours."""
    (port,) = free_ports(1)
    content = yaml.safe_load((ROOT / "config" / "stock-endpoints.yml").read_text(encoding="utf-8"))
    content["tracker_store"]["db"] = str(folder / "stock-tracker.db")
    endpoints = folder / "stock-endpoints.yml"
    endpoints.write_text(yaml.safe_dump(content), encoding="utf-8")
    credentials = ROOT / "config" / "stock-credentials.yml"
    command = [*RASA, "run", "--model", str(model), "--enable-api", "--interface", HOST, "--port", str(port)]
    command += ["--endpoints", str(endpoints), "--credentials", str(credentials)]
    rasa = stack.enter_context(started(command, {"CHIARO_ACTIONS_PORT": str(actions_port)}))
    wait_for(f"http://{HOST}:{port}/status")  # answers once the model is loaded
    return Server(f"http://{HOST}:{port}", rasa)


def train_stock(folder: Path, epochs: int) -> Path:
    """Stock's pipeline and policies, trained on the project's own data for so many epochs; the model's file.

    Raises CalledProcessError where Rasa does not train it.
    """
    content = yaml.safe_load((ROOT / "config" / "stock.yml").read_text(encoding="utf-8"))
    config = folder / "stock-config.yml"
    config.write_text(yaml.safe_dump(with_epochs(content, epochs), sort_keys=False), encoding="utf-8")
    command = [*RASA, "train", "--config", str(config), "--out", str(folder), "--fixed-model-name", "stock"]
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "stock.tar.gz"


def newest_model(folder: Path) -> Path | None:
    """The model trained last; None where there is none."""
    models: Iterable[Path] = folder.glob("chiaro-*.tar.gz")
    return max(models, key=lambda path: path.stat().st_mtime, default=None)
