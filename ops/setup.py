"""Makes what is missing before anything runs: environments, knowledge base, model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from ops.environments import BOT_ENVIRONMENT, ENVIRONMENTS, Builder, Environment, builder
from ops.errors import InstallError
from ops.files import only_one
from ops.find_python import Finder
from ops.knowledge import publish
from ops.machine import check_disk
from ops.step import Runner
from ops.training import ensure_model, model_to_run
from ops.words import say


@dataclass(frozen=True)
class Setup:
    """The set-up of one checkout; each part does nothing where its work is done."""

    runner: Runner
    finder: Finder

    def environments(self, dev: bool = False, wanted: Sequence[Environment] = ENVIRONMENTS) -> None:
        """Makes the environments `wanted` whole, with the tools for tests and checks where `dev`."""
        root = self.runner.paths.root
        if all(environment.fits(root, dev) for environment in wanted):
            return
        with only_one(self.runner.paths.var / "setup.lock", self.runner.console):
            missing = [environment for environment in wanted if not environment.fits(root, dev)]
            if missing:
                check_disk(root)
                with_uv = builder(self.runner, self.finder)
                for environment in missing:
                    self._build(with_uv, environment, dev)

    def _build(self, first: Builder, environment: Environment, dev: bool) -> None:
        try:
            first.build(environment, dev)
        except InstallError:
            if first.uv is None:
                raise
            # pip knows settings of an index that uv does not (keyrings, client certificates).
            self.runner.console.line(say("uv-failed"))
            Builder(self.runner, self.finder, None).build(environment, dev)

    def knowledge_base(self) -> None:
        """Makes or migrates the database and publishes the sample company's policies in it."""
        publish(self.runner)

    def model(self) -> Path:
        """The model that fits the present training data, trained now where there is none."""
        with only_one(self.runner.paths.var / "train.lock", self.runner.console):
            return ensure_model(self.runner)

    def trained(self, dev: bool = False) -> Path:
        """Both environments and the model that fits."""
        self.environments(dev)
        return self.model()

    def everything(self) -> Path:
        """All that the three processes need; returns the model in force, or the one that fits."""
        self.environments()
        self.knowledge_base()
        with only_one(self.runner.paths.var / "train.lock", self.runner.console):
            return model_to_run(self.runner)


BOT_ONLY = (BOT_ENVIRONMENT,)
