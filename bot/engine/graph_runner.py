"""Runs a model's graph node by node."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner


class SequentialGraphRunner(DaskGraphRunner):
    """Rasa's runner with the order of the nodes worked out once instead of at every run.

    Rasa hands the graph to dask, which copies, orders and schedules it anew three times a turn, though its nodes run
    one after the other all the same.
    """

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        """Take the arguments of Rasa's runner."""
        super().__init__(*arguments, **settings)
        self._orders: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Return what each target gives.

        Raises:
            GraphRunError: an input has the name of a node, or a node fails for want of one.
        """
        wanted = tuple(targets or self._graph_schema.target_names)
        order = self._order_for(wanted)
        results = _inputs(inputs or {}, order)
        try:
            for name, needs in order.items():
                # An unknown need is passed on by its name, which the node reports, as dask does.
                results[name] = self._instantiated_nodes[name](*(results.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(results[name] for name in wanted)

    def _order_for(self, wanted: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        if wanted not in self._orders:
            self._orders[wanted] = _order(self._graph_schema.minimal_graph_schema(list(wanted)))
        return self._orders[wanted]


def _order(schema: GraphSchema) -> dict[str, tuple[str, ...]]:
    """Return the nodes, each after those that it needs, with the names of these."""
    needs = {name: tuple(node.needs.values()) for name, node in schema.nodes.items()}
    return {name: needs[name] for name in TopologicalSorter(needs).static_order() if name in needs}


def _inputs(inputs: Mapping[str, Any], order: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in inputs.items():
        if isinstance(value, str) and value in order:
            raise GraphRunError(f"Input value '{value}' of '{name}' clashes with a node of that name.")
    return {name: (name, value) for name, value in inputs.items()}
