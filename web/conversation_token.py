"""The signed token by which a customer's browser continues its own conversation and no other."""

from __future__ import annotations

import secrets

from itsdangerous import BadData, URLSafeTimedSerializer

from web.errors import RefusalCode, RefusalError

COOKIE = "chiaro_conversation"
COOKIE_PATH = "/api"

_LONGEST = 512


class ConversationTokens:
    """Makes conversation ids and signs them; nobody else can name a conversation."""

    def __init__(self, secret: str, seconds: int) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt="chiaro.conversation")
        self._seconds = seconds

    @staticmethod
    def new_id() -> str:
        """A conversation id that cannot be guessed: 128 random bits, 32 hexadecimal digits."""
        return secrets.token_hex(16)

    def sign(self, conversation_id: str) -> str:
        """The token for a conversation, valid for the set number of seconds from now."""
        return str(self._serializer.dumps(conversation_id))

    def read(self, token: str) -> str:
        """The id of the conversation that `token` was made for.

        Raises:
            RefusalError: the token is not ours, was changed, or has expired.
        """
        if len(token) > _LONGEST:
            raise RefusalError(RefusalCode.BAD_TOKEN)
        try:
            conversation_id = self._serializer.loads(token, max_age=self._seconds)
        except BadData as error:
            raise RefusalError(RefusalCode.BAD_TOKEN) from error
        if not isinstance(conversation_id, str):
            raise RefusalError(RefusalCode.BAD_TOKEN)
        return conversation_id
