"""What the review's pages read besides their items: titles of policies, names of intents and entities."""

from __future__ import annotations

from dataclasses import dataclass

from web.console.knowledge import Knowledge, KnowledgeUnavailableError
from web.language import Language
from workbench.nlu.domain import read_domain
from workbench.project import Project

# Sent by buttons and by the console, never written by customers.
SENT = frozenset({"choose_policy", "choose_alternative", "take_over", "hand_back"})
OF_BUTTONS = frozenset({"policy_id", "alternative"})


@dataclass(frozen=True)
class Names:
    """What a correction can choose from."""

    intents: list[str]
    entities: list[str]
    policies: dict[str, str]


@dataclass(frozen=True)
class Showing:
    """Reads names."""

    knowledge: Knowledge
    project: Project

    async def titles(self, language: Language) -> dict[str, str]:
        """The titles of policies, in the order of the alphabet; none while the knowledge base does not answer."""
        try:
            titles = await self.knowledge.titles(language)
        except KnowledgeUnavailableError:
            return {}
        return dict(sorted(titles.items(), key=lambda pair: pair[1].casefold()))

    async def names(self, language: Language) -> Names:
        """All that can be chosen. Raises BadFile where domain.yml cannot be read."""
        domain = read_domain(self.project)
        intents, entities = domain.intents or frozenset(), domain.entities or frozenset()
        return Names(sorted(intents - SENT), sorted(entities - OF_BUTTONS), await self.titles(language))
