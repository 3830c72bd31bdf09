"""Puts the parts of this package in Rasa's place."""

import os

import rasa.core.actions.action
import rasa.core.agent
import rasa.core.processor
from rasa.core.actions.action import RemoteAction
from rasa.plugin import plugin_manager
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.action_calls import LeanActionCalls
from bot.engine.action_endpoint import action_seconds
from bot.engine.action_results import check_result
from bot.engine.graph_runner import SequentialGraphRunner
from bot.engine.lean_processor import LeanProcessor
from bot.engine.model_in_place import ModelInPlace
from bot.engine.told_action import ToldAction
from bot.engine.tracker_copies import copied

_PLUGIN = "chiaro-lean-action-calls"


def adjust_rasa() -> None:
    """Adjust this process; a second call changes nothing.

    Rasa 3.6 lets a component, a channel and a store be chosen, but neither its processor, the runner of its graph and
    the copy of a tracker nor the call of an action and the check of its answer, so five names are set anew here, and
    a sixth for the exchange of a model.
    `docs/decisions/0009` says what that gains, and `bot/tests` hold each part against the original.

    Raises:
        BadActionSecondsError: `CHIARO_ACTION_SECONDS` is no time.
    """
    action_seconds(os.environ)  # said now rather than at the first message
    rasa.core.processor.DaskGraphRunner = SequentialGraphRunner  # looked up when a model is loaded
    rasa.core.agent.MessageProcessor = LeanProcessor  # looked up when a model is loaded
    DialogueStateTracker.copy = copied
    RemoteAction._validate_action_result = check_result
    rasa.core.actions.action.RemoteAction = ToldAction  # looked up when an action is called
    if not isinstance(getattr(rasa.core.agent.load_agent, "__self__", None), ModelInPlace):
        in_place = ModelInPlace(rasa.core.agent.load_agent)
        rasa.core.agent.load_agent = in_place.load_agent  # looked up at `PUT /model`
    if not plugin_manager().has_plugin(_PLUGIN):
        plugin_manager().register(LeanActionCalls(), _PLUGIN)
