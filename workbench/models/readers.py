"""Models that read messages, each in a process of Rasa's environment, without a server."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ops.files import tail
from ops.paths import Paths
from ops.services import ONE_THREAD
from ops.step import end_group
from workbench.errors import WorkbenchError
from workbench.models.reading import Reading

_QUIET = {"RASA_TELEMETRY_ENABLED": "false", "PYTHONUNBUFFERED": "1", "TF_CPP_MIN_LOG_LEVEL": "2"}


class Reader:
    """A model that reads; as a context manager it leaves no process behind."""

    def __init__(self, root: Path, model: Path, log: Path, environ: Mapping[str, str]) -> None:
        """Start loading the model of the checkout at `root`; `log` gets what the process says."""
        self._model = model
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as stream:
            self._process = subprocess.Popen(
                [str(Paths(root).bot_python), "-m", "bot.checks.readings", str(model)],
                cwd=root,
                env={**environ, **ONE_THREAD, **_QUIET},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stream,
                start_new_session=True,
                text=True,
                encoding="utf-8",
            )

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end_group(self._process, seconds=0.5)
        _pipe(self._process.stdout).close()
        with contextlib.suppress(BrokenPipeError):  # what was not read yet is of no interest
            _pipe(self._process.stdin).close()

    def wait(self) -> None:
        """Return once the model is loaded; WorkbenchError where it cannot be."""
        self._answer()

    def read(self, texts: Sequence[str]) -> tuple[list[Reading], float]:
        """The readings in the order of `texts`, and the processor seconds that they cost; WorkbenchError as `wait`."""
        try:
            _pipe(self._process.stdin).write(json.dumps(list(texts)) + "\n")
            _pipe(self._process.stdin).flush()
        except BrokenPipeError:
            raise self._trouble() from None
        answer = self._answer()
        return [Reading.of(one) for one in answer["readings"]], float(answer["seconds"])

    def _answer(self) -> dict[str, Any]:
        line = _pipe(self._process.stdout).readline()
        if not line:
            raise self._trouble()
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _trouble(self) -> WorkbenchError:
        return WorkbenchError(
            "models.not-read", model=self._model.name, why=" ".join(tail(self._log, 1)), log=self._log
        )


@contextmanager
def readers(root: Path, models: Sequence[Path], logs: Path, environ: Mapping[str, str]) -> Iterator[list[Reader]]:
    """All of them, loaded; WorkbenchError where one cannot be."""
    started: list[Reader] = []
    try:
        for number, model in enumerate(models):
            started.append(Reader(root, model, logs / f"reading-{number}.log", environ))
        for one in started:
            one.wait()
        yield started
    finally:
        for one in started:
            one.__exit__(None, None, None)


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
