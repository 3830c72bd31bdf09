"""Puts the parts of this package in Rasa's place."""

import rasa.core.processor
from rasa.core.actions.action import RemoteAction
from rasa.plugin import plugin_manager

from bot.engine.action_calls import LeanActionCalls
from bot.engine.action_results import check_result
from bot.engine.graph_runner import SequentialGraphRunner

_PLUGIN = "chiaro-lean-action-calls"


def adjust_rasa() -> None:
    """Adjust this process; a second call changes nothing.

    Rasa 3.6 lets a component, a channel and a store be chosen, but neither the runner of its graph nor the check of an
    action's answer, so two names are set anew here. `docs/decisions/0009` says what that gains, and `bot/tests` hold
    each part against the original.
    """
    rasa.core.processor.DaskGraphRunner = SequentialGraphRunner  # looked up when a model is loaded
    RemoteAction._validate_action_result = check_result
    if not plugin_manager().has_plugin(_PLUGIN):
        plugin_manager().register(LeanActionCalls(), _PLUGIN)
