"""Reads the findings."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from policy_kb.bilingual import Bilingual
from policy_kb.findings.changes import read_changes
from policy_kb.findings.counting import Answers, count_answers
from policy_kb.findings.disclosure import THRESHOLD, shown, shown_ease, shown_total
from policy_kb.findings.model import Findings, PolicyFindings, Totals
from policy_kb.findings.period import Period
from policy_kb.store.articles import titles_in_force
from policy_kb.store.companies import the_company


def read_findings(db_session: Session, today: date) -> Findings:
    """The findings of the twelve months up to `today`, a day in the company's time zone; fit to be shown to anybody.

    Policies come by their id, and after them the answers about no single policy, where those may be shown.
    Raises NotReady where no company was loaded.
    """
    period = Period.of_twelve_months(today, the_company(db_session).time_zone)
    titles = {revision.policy_id: revision.title for revision in titles_in_force(db_session, today)}
    answers = count_answers(db_session, period, titles)
    policies = [_policy(answers, policy_id, title) for policy_id, title in titles.items()]
    others = _policy(answers, None, None)
    return Findings(
        since=period.first,
        until=period.last,
        threshold=THRESHOLD,
        totals=_totals(answers, list(titles)),
        policies=(*policies, others) if others.are_told else tuple(policies),
        changes=read_changes(db_session, today),
    )


def _policy(answers: Answers, policy_id: str | None, title: Bilingual | None) -> PolicyFindings:
    return PolicyFindings(
        policy_id=policy_id,
        title=title,
        objections=shown(answers.objections[policy_id]),
        helped=shown(answers.helped[policy_id]),
        not_helped=shown(answers.not_helped[policy_id]),
        ease=shown_ease(answers.surveys[policy_id], answers.ease.get(policy_id, 0.0)),
    )


def _totals(answers: Answers, policy_ids: list[str]) -> Totals:
    return Totals(
        objections=shown_total(answers.objections, policy_ids),
        helped=shown_total(answers.helped, policy_ids),
        not_helped=shown_total(answers.not_helped, policy_ids),
        surveys=shown_total(answers.surveys, policy_ids),
    )
