"""What can go wrong while setting up and running. Each error is one sentence that says the mend."""

from __future__ import annotations

from ops.words import say


class OpsError(Exception):
    """A failure that a person can mend; `key` names its sentence in `words.json`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return say(self.key, **self.values)


class MachineError(OpsError):
    """The machine lacks something: a Python, disk space, a free port."""


class InstallError(OpsError):
    """Packages could not be installed."""


class NetworkError(InstallError):
    """Packages could not be fetched."""


class StepError(OpsError):
    """A program that set-up calls ended with a failure."""


class StartError(OpsError):
    """The processes were started and gave no answer."""


class StopRequestedError(OpsError):
    """Somebody asked to stop (Ctrl-C or SIGTERM)."""

    def __init__(self) -> None:
        super().__init__("interrupted")
