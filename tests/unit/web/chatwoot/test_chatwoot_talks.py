"""What a customer, the assistant and a human agent say to each other in Chatwoot."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.unit.web.accounts.desk import connected
from tests.unit.web.chatwoot.bot import HANDED, PlayedRasa, until
from tests.unit.web.chatwoot.double import ACCOUNT, Chatwoot
from tests.unit.web.playing import message
from web.chatwoot.tables import chatwoot_conversation
from web.inbox.tables import chat_conversation, chat_event, chat_message

HOSTILE = "<img src=x onerror=alert(1)> **grassetto** {{7*7}} \u2028 %_\\ /greet"
pytestmark = pytest.mark.usefixtures("bot")


def kinds(url: str) -> list[str]:
    """Who said something, in order."""
    with connected(url) as connection:
        rows = connection.execute(select(chat_event.c.kind).order_by(chat_event.c.number)).scalars()
        return [kind for kind in rows if kind != "state"]


def test_a_message_of_a_pending_conversation_is_answered_by_the_bot(chatwoot: Chatwoot) -> None:
    talk = chatwoot.begin()
    assert chatwoot.deliver(chatwoot.write(talk, "Ciao")).json() == {"result": "kept"}
    until(talk.said)
    assert talk.said() == ["Hai scritto: Ciao"]
    posted = chatwoot.calls[0][1]
    assert (posted["message_type"], posted["private"], posted["content_type"]) == ("outgoing", False, "text")


def test_all_messages_of_an_answer_come_in_order_with_their_sources(chatwoot: Chatwoot, rasa: PlayedRasa) -> None:
    source = {"label": "Politica resi, art. 2", "url": "https://shop.example/resi"}
    rasa.answers["Ciao"] = [message("Uno."), message("Due.", sources=[source]), message("Tre.")]
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, "Ciao"))
    until(lambda: len(talk.said()) == 3)
    assert talk.said() == ["Uno.", "Due.\n\nFonti:\n- Politica resi, art. 2 https://shop.example/resi", "Tre."]


def test_answers_of_several_messages_keep_their_order(chatwoot: Chatwoot) -> None:
    talk = chatwoot.begin()
    for number in range(5):
        chatwoot.deliver(chatwoot.write(talk, f"domanda {number}"))
    until(lambda: len(talk.said()) == 5)
    assert talk.said() == [f"Hai scritto: domanda {number}" for number in range(5)]


def test_each_conversation_of_each_account_is_one_of_ours(chatwoot: Chatwoot, url: str) -> None:
    for number in (1, 2):
        talk = chatwoot.begin(number)
        for text in ("uno", "due"):
            chatwoot.deliver(chatwoot.write(talk, text))
    until(lambda: all(len(talk.said()) == 2 for talk in chatwoot.talks.values()))
    with connected(url) as connection:
        found = {(row.account, row.number) for row in connection.execute(select(chatwoot_conversation))}
        names = set(connection.execute(select(chat_conversation.c.customer_name)).scalars())
    assert (found, names) == ({(ACCOUNT, 1), (ACCOUNT, 2)}, {"Ada"})


def test_what_is_written_stays_text(chatwoot: Chatwoot, rasa: PlayedRasa) -> None:
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, HOSTILE))
    chatwoot.deliver(chatwoot.write(talk, "/restart\0"))
    until(lambda: len(talk.said()) == 2)
    assert rasa.heard == [HOSTILE, "\u2215restart"]


def test_an_option_is_chosen_in_the_chat_or_by_its_title(chatwoot: Chatwoot, rasa: PlayedRasa) -> None:
    options = [{"title": "Resi", "payload": "/choose_policy{}"}, {"title": "Consegne", "payload": "/choose_other{}"}]
    rasa.answers["Aiuto"] = rasa.answers["/choose_policy{}"] = [message("Quale intendi?", options=options)]
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, "Aiuto"))
    until(talk.said)
    offered = talk.messages[-1]
    assert offered["content_type"] == "input_select"
    assert [item["title"] for item in offered["content_attributes"]["items"]] == ["Resi", "Consegne"]
    offered["content_attributes"]["submitted_values"] = [{"title": "Resi", "value": "Resi"}]
    for _ in range(2):
        chatwoot.deliver(chatwoot.of_message(talk, offered, "message_updated"))
    until(lambda: len(talk.said()) == 2)
    chatwoot.deliver(chatwoot.write(talk, " consegne "))
    until(lambda: len(talk.said()) == 3)
    assert rasa.heard == ["Aiuto", "/choose_policy{}", "/choose_other{}"]


@pytest.mark.parametrize("status", ["open", "resolved", "snoozed"])
def test_no_message_is_answered_in_a_conversation_that_is_not_pending(
    chatwoot: Chatwoot, url: str, status: str
) -> None:
    talk, other = chatwoot.begin(1, status), chatwoot.begin(2)
    chatwoot.deliver(chatwoot.write(talk, "C'è qualcuno?"))
    chatwoot.deliver(chatwoot.write(other, "Ciao"))
    until(other.said)
    assert talk.said() == []
    assert "accepted" in kinds(url)


def test_nothing_but_contacts_messages_is_answered(chatwoot: Chatwoot) -> None:
    talk = chatwoot.begin()
    template = {"message_type": "template", "sender": {}}
    told = [
        chatwoot.reply(talk, "Sono Paola"),
        chatwoot.write(talk, "Nota", private=True),
        chatwoot.write(talk, "Benvenuto", **template),
        chatwoot.write(talk, "Altro bot", sender={"type": "user", "name": "Bot"}),
        chatwoot.write(talk, "Attività", message_type="activity"),
        chatwoot.write(talk, "Cambiato") | {"event": "message_updated"},
        chatwoot.conversation(talk) | {"event": "conversation_updated"},
        {"event": "webwidget_triggered", "id": 1},
    ]
    assert {chatwoot.deliver(one).json()["result"] for one in told} == {"ignored"}
    chatwoot.deliver(chatwoot.write(talk, "Ciao"))
    until(talk.said)
    assert talk.said() == ["Hai scritto: Ciao"]


def test_where_a_person_is_wanted_they_get_a_note_and_the_conversation(chatwoot: Chatwoot, rasa: PlayedRasa) -> None:
    rasa.answers["Voglio una persona"] = [message("Arriva una persona.", conversation=HANDED)]
    talk = chatwoot.begin()
    for text in ("Ciao", "Voglio una persona"):
        chatwoot.deliver(chatwoot.write(talk, text))
    until(lambda: talk.status == "open")
    assert talk.said() == ["Hai scritto: Ciao", "Arriva una persona."]
    [note] = talk.said(private=True)
    assert note.splitlines()[:3] == [
        "Chiaro passa la conversazione: serve una persona.",
        "Prima domanda: Ciao",
        "Domanda aperta: Voglio una persona",
    ]
    assert [act for act, _ in chatwoot.calls] == ["messages", "messages", "messages", "toggle_status"]


def test_while_a_person_has_it_the_bot_hears_and_says_nothing(chatwoot: Chatwoot, rasa: PlayedRasa, url: str) -> None:
    talk, other = chatwoot.begin(1), chatwoot.begin(2)
    chatwoot.deliver(chatwoot.write(talk, "Ciao"))
    until(talk.said)
    chatwoot.deliver(chatwoot.move(talk, "open") or {})
    chatwoot.deliver(chatwoot.reply(talk, "Sono Paola, eccomi."))
    chatwoot.deliver(chatwoot.write(talk, "Grazie Paola"))
    until(lambda: "Grazie Paola" in rasa.heard)
    chatwoot.deliver(chatwoot.write(other, "Ciao"))
    until(other.said)
    assert talk.said() == ["Hai scritto: Ciao"]
    with connected(url) as connection:
        said = connection.execute(select(chat_event.c.data).where(chat_event.c.kind == "person")).scalars()
        assert [(data["from"], data["text"]) for data in said] == [("Paola", "Sono Paola, eccomi.")]


def test_once_it_is_pending_again_the_bot_answers_again(chatwoot: Chatwoot) -> None:
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, "uno"))
    until(talk.said)
    chatwoot.deliver(chatwoot.move(talk, "open") or {})
    chatwoot.deliver(chatwoot.write(talk, "due"))
    chatwoot.deliver(chatwoot.move(talk, "resolved") or {})
    chatwoot.move(talk, "pending")
    chatwoot.deliver(chatwoot.write(talk, "tre"))
    until(lambda: len(talk.said()) == 2)
    assert talk.said() == ["Hai scritto: uno", "Hai scritto: tre"]


def test_a_message_that_cannot_be_read_calls_a_person(chatwoot: Chatwoot) -> None:
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, None))
    until(lambda: talk.status == "open")
    assert talk.said() == []
    assert "non contiene nulla che l'assistente possa leggere" in talk.said(private=True)[0]


def test_a_message_that_is_too_long_is_read_as_far_as_it_may_be(chatwoot: Chatwoot, rasa: PlayedRasa) -> None:
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, "a" * 9000))
    until(talk.said)
    assert rasa.heard == ["a" * 2000]


def test_too_many_messages_at_once_are_to_be_sent_again(chatwoot: Chatwoot, url: str) -> None:
    talk = chatwoot.begin()
    chatwoot.trouble = lambda _act: 500
    chatwoot.deliver(chatwoot.write(talk, "uno"))
    with connected(url) as connection:
        connection.execute(chat_message.update().values(outcome="waiting", lease_owner="x", lease_until=2e9))
    answers = [chatwoot.deliver(chatwoot.write(talk, f"altro {number}")) for number in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
