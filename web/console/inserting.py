"""What an address puts into a reply, for whoever has no scripts: a part of a policy, or a kept reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from web.accounts.records import Staff
from web.console.canned.filling import Filling, Scene
from web.console.canned.replies import KeptReplies
from web.console.policies.reading import Reading, is_version
from web.language import is_language
from web.numbers import is_number

_PAIR_DIGITS = 9


@dataclass(frozen=True)
class Insert:
    """A text for the reply; `quoted` names the part of a policy that it is (see `Reading.sources`)."""

    text: str
    quoted: str = ""
    suggestion_id: str = ""


@dataclass(frozen=True)
class Inserting:
    """Reads it. Raises InboxUnavailableError and KnowledgeUnavailableError."""

    reading: Reading
    replies: KeptReplies
    filling: Filling

    async def of(self, address: Mapping[str, str], conversation_id: str, staff: Staff) -> Insert | None:
        """What `address` (the fields `part` and `lang`, or `reply`) asks for; None where it asks for nothing."""
        part, reply = address.get("part", ""), address.get("reply", "")
        if not part and not is_pair_id(reply):
            return None
        scene = await self.filling.scene(conversation_id, staff)
        if scene is None:
            return None
        return await self._part(part, address.get("lang"), scene) if part else await self._reply(int(reply), scene)

    async def _part(self, name: str, language: str | None, scene: Scene) -> Insert | None:
        policy_id, _, rest = name.partition(":")
        version, _, key = rest.partition(":")
        sheet = await self.reading.sheet(policy_id, int(version)) if is_version(version) else None
        piece = sheet.piece(key) if sheet is not None and sheet.can_be_used else None
        if piece is None:
            return None
        return Insert(piece.text.in_language(language if is_language(language) else scene.language), name)

    async def _reply(self, pair_id: int, scene: Scene) -> Insert | None:
        pair = await self.replies.find(pair_id)
        return None if pair is None else Insert(scene.fill(pair.texts.in_language(scene.language)))


def is_pair_id(value: str) -> bool:
    """Whether a text can be the number of a kept reply."""
    return is_number(value, _PAIR_DIGITS)
