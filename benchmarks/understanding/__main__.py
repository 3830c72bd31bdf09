"""Intents on public sets: trains this project's configuration and stock Rasa's, and scores the official test splits.

python -m benchmarks.understanding [--set banking77] [--ours-only]
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import click
import yaml
from rich.table import Table

from benchmarks.results import RESULTS, report
from benchmarks.understanding.picture import draw_confusions
from benchmarks.understanding.public_sets import SETS, PublicSet, write_training_data
from benchmarks.understanding.scores import Reading, scores

ROOT = Path(__file__).parent.parent.parent
CONFIGS = {"ours": ROOT / "config.yml", "stock": ROOT / "config" / "stock.yml"}
# One thread of linear algebra, as in service, so that processor seconds are work and not waiting; and none of Rasa's
# cache, which would train nothing the second time.
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "RASA_MAX_CACHE_SIZE": "0",
    "RASA_TELEMETRY_ENABLED": "false",
}
COLUMNS = (
    "accuracy", "macro_f1", "calibration_error", "out_of_scope_auroc", "parse_cpu_ms", "training_cpu_s", "model_mb",
    "peak_memory_mb",
)  # fmt: skip


@click.command()
@click.option("--set", "names", multiple=True, type=click.Choice(list(SETS)), help="Only these sets.")
@click.option("--ours-only", is_flag=True, help="Without stock Rasa, which takes most of the time.")
def main(names: tuple[str, ...], ours_only: bool) -> None:
    """Train, read, score, print, keep."""
    table = Table("set", "configuration", *COLUMNS)
    figures: dict[str, Any] = {}
    for name in names or tuple(SETS):
        public = SETS[name]()
        for which, config in CONFIGS.items():
            if which == "stock" and ours_only:
                continue
            click.echo(f"{name}: training and reading with {which} …", err=True)
            figures[f"{name}, {which}"] = found = _run(public, which, config)
            table.add_row(name, which, *(f"{found[key]:.4g}" if key in found else "-" for key in COLUMNS))
    report("understanding", table, figures)


def _run(public: PublicSet, which: str, config: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        names = write_training_data(public.train, folder / "nlu.yml")
        texts = [text for text, _ in public.test] + public.outside
        (folder / "test.json").write_text(json.dumps(texts), encoding="utf-8")
        (folder / "config.yml").write_text(_configuration(config), encoding="utf-8")
        result = _worker(folder)
    reading = Reading.of(result.pop("read"), names, len(public.test))
    RESULTS.mkdir(exist_ok=True)
    picture = RESULTS / f"confusions-{public.name}-{which}.svg"
    draw_confusions([intent for _, intent in public.test], reading.first, picture, f"{public.name}, {which}")
    return {**scores(reading, public), **result}


def _configuration(config: Path) -> str:
    """The configuration with every intent told in the ranking, so that out of scope can be weighed."""
    content = yaml.safe_load(config.read_text(encoding="utf-8"))
    for component in content["pipeline"]:
        if component["name"].endswith(("TwoHeadIntentClassifier", "DIETClassifier")):
            component["ranking_length"] = 0 if component["name"] == "DIETClassifier" else 1000
    return str(yaml.safe_dump(content, sort_keys=False))


def _worker(folder: Path) -> dict[str, Any]:
    command = [str(ROOT / "bot" / ".venv" / "bin" / "python"), "-m", "benchmarks.understanding.rasa_side"]
    files = [str(folder / name) for name in ("config.yml", "nlu.yml", "test.json", "result.json")]
    subprocess.run([*command, *files], cwd=ROOT, env={**os.environ, **ENVIRONMENT}, check=True)
    result: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return result


if __name__ == "__main__":
    main()
