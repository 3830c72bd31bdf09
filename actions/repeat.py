"""Says the last answer again."""

from __future__ import annotations

from typing import get_args

from actions.answering import answer_question
from actions.base import ChiaroAction
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.turn import Turn
from actions.withdrawn import is_withdrawn, no_longer_in_force
from policy_kb.answer.composer import PartName


class Repeat(ChiaroAction):
    """The same parts about the same policy."""

    action_name = "action_repeat"
    acknowledges = False
    may_repeat = True

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        if is_withdrawn(turn, runtime):
            return no_longer_in_force(turn, runtime)
        if turn.policy_id is None:
            return answer_question(turn, runtime)
        wish = turn.wish(turn.policy_id)
        names: list[PartName] = [name for name in get_args(PartName) if name in turn.last_parts]
        said = [runtime.composer.part(name, wish) for name in names]
        if "detail" in turn.last_parts and (detail := runtime.composer.detail(wish)) is not None:
            said.append(detail)
        if "escalation" in turn.last_parts:
            said.append(runtime.composer.escalation(wish))
        return about(said or [runtime.composer.part("explanation", wish)], [*turn.last_parts])
