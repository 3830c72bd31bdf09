"""How answers leave over REST."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.run import _create_single_channel
from sanic import Sanic

from bot.rest_channel import WholeMessageRestInput, WholeMessages

ANSWER = {
    "text": "Primo passo.\n\nSecondo passo.",
    "custom": {"language": "it"},
    "buttons": [],
    "image": None,
}


def collected(message: dict[str, Any]) -> list[dict[str, Any]]:
    collector = CollectingOutputChannel()
    asyncio.run(WholeMessages(collector).send_response("somebody", message))
    return collector.messages


def test_text_and_data_stay_in_one_message() -> None:
    assert collected(ANSWER) == [
        {"recipient_id": "somebody", "text": "Primo passo.\n\nSecondo passo.", "custom": {"language": "it"}}
    ]


def test_an_answer_with_nothing_in_it_is_not_sent() -> None:
    assert collected({"text": "", "custom": None}) == []


def test_rasa_finds_the_channel_by_its_path_and_serves_it_as_rest() -> None:
    channel = _create_single_channel("bot.rest_channel.WholeMessageRestInput", None)
    assert isinstance(channel, WholeMessageRestInput)
    assert channel.url_prefix() == "rest"


@asynccontextmanager
async def serving() -> AsyncIterator[str]:
    """Serve the channel on a free port, answering every message with `ANSWER`; give its address."""

    async def answer(message: UserMessage) -> None:
        await message.output_channel.send_response(message.sender_id, dict(ANSWER))

    app = Sanic("rest_channel", configure_logging=False)
    app.blueprint(WholeMessageRestInput().blueprint(answer), url_prefix="/webhooks/rest")
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True)
    await server.startup()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/webhooks/rest/webhook"
    server.close()
    await server.wait_closed()


async def replies_over_http(*queries: str) -> list[Any]:
    message = {"sender": "somebody", "message": "ciao"}
    replies = []
    async with serving() as address, aiohttp.ClientSession() as client:
        for query in queries:
            async with client.post(address + query, json=message) as response:
                replies.append(json.loads(await response.text()))
    return replies


def test_rasas_own_endpoint_answers_in_whole_messages_also_as_a_stream() -> None:
    collected_reply, streamed = asyncio.run(replies_over_http("", "?stream=true"))
    for reply in [*collected_reply, streamed]:
        assert (reply["text"], reply["custom"]) == (ANSWER["text"], ANSWER["custom"])
    assert len(collected_reply) == 1
