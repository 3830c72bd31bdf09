"""Example questions of a policy, put into its file in the company's folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.language import Language
from web.workbench.review.listed_line import with_line
from workbench.errors import BadFile, NotThere
from workbench.project import Change, Project, load_yaml


@dataclass(frozen=True)
class PolicyFiles:
    """The files of a company's policies; `folder` is the company's, from the project's folder on."""

    project: Project
    folder: str

    def with_questions(self, policy_id: str, language: Language, lines: Sequence[str]) -> Change:
        """The change that adds questions to a policy's list.

        Raises:
            NotThere: no file is that policy's.
            BadFile: the file cannot be read, or a question is there already.
        """
        path, before = self._file(policy_id)
        after = before
        for line in lines:
            after = with_line(after, path, ["questions", language], line)
        return Change(path, before, after)

    def _file(self, policy_id: str) -> tuple[str, str]:
        """Most files are called as their policy is; else all are looked into."""
        below = f"{self.folder}/policies"
        names = self.project.names(below)
        for path in sorted(names, key=lambda name: (name != f"{below}/{policy_id}.yml", name)):
            text = self.project.read(path, below).text
            if _policy_of(text, path) == policy_id:
                return path, text
        raise NotThere("review.no-policy", policy=policy_id)


def _policy_of(text: str, path: str) -> object:
    try:
        content = load_yaml(text, path)
    except BadFile:
        return None
    return content.get("policy_id") if isinstance(content, dict) else None
