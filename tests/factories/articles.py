"""Policy articles."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.factories.policy_files import make_policy_file
from tests.factories.questions import make_questions
from tests.factories.revisions import make_revision
from tests.factories.texts import Content, pair


def make_article(policy_id: str = "test-policy", **changes: Any) -> Content:
    """An article of one revision with the least it may hold; `changes` replace whole keys."""
    name = policy_id.replace("-", " ")
    return {
        "policy_id": policy_id,
        "title": pair(f"Regola {name}", f"Rule {name}"),
        "owner": pair("Responsabile negozi", "Head of shops"),
        "review_by": date(2099, 12, 31),
        "questions": make_questions(f"la regola {name}", f"the {name} rule"),
        "policy": make_policy_file(),
        "revisions": [make_revision()],
    } | changes
