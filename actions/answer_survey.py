"""Takes the answers to the two questions, or the refusal."""

from __future__ import annotations

from actions.base import ChiaroAction
from actions.number_words import number_in
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.answer.survey import second_question, thanks

MOST_EFFORT = 5
# Intents that answer the second question with nothing to keep.
_NOTHING_TO_SAY = ("deny", "thank", "affirm")


class AnswerSurvey(ChiaroAction):
    """Keeps each answer at once, so that one who stops after the first question is counted all the same."""

    action_name = "action_answer_survey"
    acknowledges = False

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        if turn.awaiting.get("for") == "survey_comment":
            return _comment(turn, runtime)
        effort = _effort(turn)
        if effort is None:
            runtime.records.survey(turn, runtime.topic(turn), refused=True)
            return Reply([thanks(turn.language, refused=True)], slots={"survey": "refused"})
        survey_id = runtime.records.survey(turn, runtime.topic(turn), effort)
        awaits = {"for": "survey_comment", "survey_id": survey_id}
        return Reply([second_question(turn.language, *runtime.topic(turn))], slots={"survey": "done"}, awaits=awaits)


def _comment(turn: Turn, runtime: Runtime) -> Reply:
    survey_id = turn.awaiting.get("survey_id")
    if isinstance(survey_id, int) and turn.intent not in _NOTHING_TO_SAY:
        runtime.records.comment(turn, survey_id)
    return Reply([thanks(turn.language, refused=False)])


def _effort(turn: Turn) -> int | None:
    """The number from 1 to 5, also in letters; None for a refusal."""
    number = None if turn.intent == "deny" else number_in(turn.text)
    return number if number is not None and 1 <= number <= MOST_EFFORT else None
