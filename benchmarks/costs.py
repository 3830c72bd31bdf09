"""What Rasa's process costs on the shipped data: this project's configuration beside stock Rasa's, in one run.

Both are trained on `data/` and `domain.yml` and served by `rasa run` in the same environment, each with the channel,
the store (a SQLite file of its own) and the policies that it comes with; the action server must be running (`make
run`). Reported: processor seconds of training; seconds from start to the first reply; processor milliseconds of a
`/model/parse` and of a whole turn over REST, medians of blocks of messages asked of both servers in turn, each
message once, so that nothing remembered answers; resident memory. Stock's networks learn for 100 epochs; here they
learn for few, and the processor seconds of 100 are reckoned from those of 1 and 3, which changes nothing in what
serving costs.

    python -m benchmarks.costs
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import httpx
import yaml
from rich.table import Table

from benchmarks.results import report, shared_file

ROOT = Path(__file__).parent.parent
RASA = [str(ROOT / "bot" / ".venv" / "bin" / "python"), "-m", "rasa"]
# Without Rasa's cache, which would train nothing the second time.
ENVIRONMENT = {
    "CHIARO_ACTIONS_PORT": "5055",
    **os.environ,
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "RASA_MAX_CACHE_SIZE": "0",
}
# Each side's endpoints and credentials.
SETTINGS = {
    "ours": (ROOT / "endpoints.yml", ROOT / "credentials.yml"),
    "stock": (ROOT / "config" / "stock-endpoints.yml", ROOT / "config" / "stock-credentials.yml"),
}
EPOCHS = 100
FEW = (1, 3)
BLOCK = 50
TURNS = 5
WAIT_S = 240


@dataclass
class Server:
    """A `rasa run` of one model."""

    process: subprocess.Popen[bytes]
    client: httpx.Client
    first_reply_s: float

    def cpu(self) -> float:
        """Processor seconds used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


@click.command()
@click.option(
    "--blocks", default=10, show_default=True, type=click.IntRange(2, 11), help=f"Blocks of {BLOCK} messages a figure."
)
def main(blocks: int) -> None:
    """Train both, serve both, ask both."""
    texts = _texts(blocks)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        figures = {"ours": _train(folder, "ours", ROOT / "config.yml")}
        few = {epochs: _train(folder, f"stock-{epochs}", _stock(folder, epochs)) for epochs in FEW}
        epoch = (few[FEW[1]]["training_cpu_s"] - few[FEW[0]]["training_cpu_s"]) / (FEW[1] - FEW[0])
        figures["stock"] = {"training_cpu_s": few[FEW[0]]["training_cpu_s"] + epoch * (EPOCHS - FEW[0])}
        servers = {
            "ours": _serve(stack, "ours", folder / "ours.tar.gz", 5205),
            "stock": _serve(stack, "stock", folder / f"stock-{FEW[1]}.tar.gz", 5206),
        }
        _ask(servers, texts, figures)
    _report(figures)


def _texts(blocks: int) -> dict[str, list[str]]:
    """Return each figure's texts, `blocks` blocks of them, none twice."""
    lines = shared_file("dev/topics.jsonl").read_text(encoding="utf-8").splitlines()
    texts = list(dict.fromkeys(json.loads(line)["text"] for line in lines))
    random.Random(0).shuffle(texts)
    count = blocks * BLOCK
    return {kind: texts[place * count : (place + 1) * count] for place, kind in enumerate(KINDS)}


def _stock(folder: Path, epochs: int) -> Path:
    content = yaml.safe_load((ROOT / "config" / "stock.yml").read_text(encoding="utf-8"))
    for part in (*content["pipeline"], *content["policies"]):
        if "epochs" in part:
            part["epochs"] = epochs
    path = folder / f"stock-{epochs}.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def _train(folder: Path, name: str, config: Path) -> dict[str, float]:
    click.echo(f"training {name} …", err=True)
    command = [*RASA, "train", "--config", str(config), "--out", str(folder), "--fixed-model-name", name]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"training_cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}


def _serve(stack: ExitStack, side: str, model: Path, port: int) -> Server:
    click.echo(f"starting {model.stem} …", err=True)
    command = [*RASA, "run", "--model", str(model), "--enable-api", "--interface", "127.0.0.1", "--port", str(port)]
    command += ["--endpoints", str(_endpoints(side, model.parent)), "--credentials", str(SETTINGS[side][1])]
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(process.terminate)
    client = stack.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30))
    while time.monotonic() - began < WAIT_S:
        try:
            # Answered is answered: stock Rasa, which has hardly learnt here, may choose to say nothing.
            _turn(client, "ciao", "first")
            return Server(process, client, time.monotonic() - began)
        except httpx.HTTPError:
            time.sleep(0.2)
    raise SystemExit(f"{model.stem} gave no first reply in {WAIT_S} s: is the action server running (make run)?")


def _endpoints(side: str, folder: Path) -> Path:
    """The side's own endpoints, with a store of this run."""
    content = yaml.safe_load(SETTINGS[side][0].read_text(encoding="utf-8"))
    content["tracker_store"]["db"] = str(folder / f"{side}.db")
    path = folder / f"{side}-endpoints.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def _turn(client: httpx.Client, text: str, sender: str) -> httpx.Response:
    answer = client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
    answer.raise_for_status()
    return answer


def _ask(servers: dict[str, Server], texts: dict[str, list[str]], figures: dict[str, dict[str, float]]) -> None:
    for kind, ask in KINDS.items():
        spent: dict[str, list[float]] = {name: [] for name in servers}
        for start in range(0, len(texts[kind]), BLOCK):
            for name, server in servers.items():
                before = server.cpu()
                ask(server, texts[kind][start : start + BLOCK])
                spent[name].append((server.cpu() - before) * 1000 / BLOCK)
        for name, values in spent.items():
            figures[name][kind] = statistics.median(values[1:])  # the first block warms up
    for name, server in servers.items():
        figures[name]["start_to_first_reply_s"] = server.first_reply_s
        figures[name]["resident_memory_mb"] = server.memory_mb()


def _parse_block(server: Server, texts: list[str]) -> None:
    for text in texts:
        server.client.post("/model/parse", json={"text": text}).raise_for_status()


def _turn_block(server: Server, texts: list[str]) -> None:
    for start in range(0, len(texts), TURNS):
        sender = f"costs-{uuid4()}"
        for text in texts[start : start + TURNS]:
            _turn(server.client, text, sender)


# What is asked of the servers, by the figure's name.
KINDS: dict[str, Callable[[Server, list[str]], object]] = {"parse_cpu_ms": _parse_block, "turn_cpu_ms": _turn_block}


def _report(figures: dict[str, dict[str, float]]) -> None:
    table = Table("figure", "ours", "stock", "ours to stock")
    ratios: dict[str, Any] = {}
    for name, value in figures["ours"].items():
        ratios[name] = round(value / figures["stock"][name], 3)
        table.add_row(name, f"{value:.2f}", f"{figures['stock'][name]:.2f}", f"{ratios[name]:.2f}")
    report("costs", table, {**figures, "ratios": ratios})


if __name__ == "__main__":
    main()
