"""The whole circle: a question that failed is corrected, tested, trained, compared, promoted, and answered.

Rasa, the action server, the web process and the browser are real, and none of them is started again on the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desks import Desks, write
from tests.browser.small_project import COMPANY, WRAPPING, Chiaro, chiaro_over, make_project
from tests.factories.folders import read_article
from tests.integration.web.web_servers import Servers
from web.accounts.records import Role
from web.workbench.page import address_of

OpenPage = Callable[..., Page]
REVIEW, TESTS, MODELS = (address_of(name) for name in ("review", "tests", "models"))
LANGUAGES = ("it", "en")
# Long enough where the machine has much else to do.
JOB_MS = 400_000
FOLLOW_UP = {"it": "qual è la trafila?", "en": "so what's the rigmarole then?"}
STEPS = {"it": "Porta lo scontrino alla cassa", "en": "Bring your receipt to the till"}
TEST_NAME = {"it": "Wrapping is told step by step in Italian", "en": "Wrapping is told step by step in English"}
TEST_FILE = {language: re.sub(r"\W", "_", f"test {name}".lower()) for language, name in TEST_NAME.items()}
# Nobody answers them from a policy; the policy that they are about.
UNANSWERED = {"it": "il cane mi ha mangiato il pomello", "en": "the dog swallowed a doodad"}
PARTS = {"it": "Viti e maniglie si trovano per 10 anni", "en": "Screws and handles can be had for 10 years"}
WORDS = {
    "it": {
        "look": "Guarda i turni",
        "otherwise": "Doveva andare diversamente",
        "show": "Mostra il file",
        "write": "Scrivi il file",
        "run_now": "Eseguilo adesso",
        "run": "Esegui: {name}",
        "one_failed": "Riusciti: 0, falliti: 1",
        "one_passed": "Riusciti: 1, falliti: 0",
        "train": "Addestra un candidato",
        "compare": "Confronta {name} con il modello in vigore",
        "passed": "Il varco lo lascia passare.",
    },
    "en": {
        "look": "Look at its turns",
        "otherwise": "It should have been otherwise",
        "show": "Show the file",
        "write": "Write the file",
        "run_now": "Run it now",
        "run": "Run: {name}",
        "one_failed": "0 passed, 1 failed",
        "one_passed": "1 passed, 0 failed",
        "promote": "Put {name} in force",
        "in_force": "This model answers customers.",
    },
}


@pytest.fixture(scope="module")
def chiaro(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chiaro]:
    with chiaro_over(make_project(tmp_path_factory.mktemp("circle") / "project")) as chiaro:
        yield chiaro


@pytest.fixture(scope="module")
def servers(chiaro: Chiaro) -> Servers:
    return chiaro.servers


@dataclass(frozen=True)
class Circle:
    """A customer and a trainer of one language."""

    language: str
    customer: Page
    trainer: Page
    project: Path
    words: dict[str, str]

    def asks(self, text: str) -> Locator:
        """The customer writes in the chat that is open; the answer."""
        write(self.customer, text)
        expect(self.customer.locator(".mine").last).to_have_attribute("data-stage", "answered", timeout=60_000)
        return self.customer.locator(".reply").last

    def go_to(self, path: str) -> None:
        """The trainer opens another page."""
        self.trainer.goto(re.sub(r"/staff/.*", path, self.trainer.url))

    def button(self, word: str, **values: str) -> Locator:
        """A button on the trainer's page."""
        return self.trainer.get_by_role("button", name=self.words[word].format(**values), exact=True)

    def corrects(self, text: str, field: str, right: str) -> None:
        """The trainer finds what the customer wrote, says what is right, and sees what will be written."""
        self.go_to(REVIEW)
        link = self.trainer.get_by_role("link", name=text, exact=True)
        for _ in range(120):
            if link.count():
                break
            self.trainer.wait_for_timeout(500)
            self.trainer.reload()
        link.click()
        self.trainer.locator("button[value=correct]").click()
        self.trainer.locator(f"#{field}").select_option(right)
        self.trainer.locator("button[value=show]").click()

    def makes_a_test(self) -> None:
        """The trainer makes a test of the conversation, of which the second turn should have been otherwise."""
        self.trainer.locator(".next a[href*='/tests/record?conversation=']").click()
        self.button("look").click()
        self.trainer.locator("#name").fill(TEST_NAME[self.language], timeout=JOB_MS)
        self.trainer.locator("#folder").select_option("gifts")
        self.trainer.locator("summary", has_text=self.words["otherwise"]).last.click()
        self.trainer.locator("#intent-2").select_option("ask_steps")
        self.trainer.locator("#action-2").select_option("action_give_steps")
        self.trainer.locator("#policy-2").select_option("gift-wrapping")
        self.trainer.locator("#kind-2").select_option("steps")
        self.button("show").click()
        expect(self.trainer.locator(".diff .added").first).to_be_visible(timeout=JOB_MS)
        self.button("write").click()
        expect(self.trainer.locator(".said.good")).to_contain_text(f"{TEST_FILE[self.language]}.yml")


@pytest.fixture
def circles(chiaro: Chiaro, open_page: OpenPage) -> list[Circle]:
    """A customer and a trainer of each language."""
    desks = Desks(chiaro.servers, open_page)
    return [
        Circle(
            language,
            desks.customer(language=language),
            desks.staff(name, language, REVIEW, Role.TRAINER, viewport={"width": 1300, "height": 900}),
            chiaro.project,
            WORDS[language],
        )
        for language, name in zip(LANGUAGES, ("Tina", "Emma"), strict=True)
    ]


@pytest.mark.timeout(1800)  # two trainings, a comparison and six runs of tests, on a machine that may be busy
def test_a_failed_question_is_answered_once_it_was_corrected_and_the_model_promoted(
    chiaro: Chiaro, circles: list[Circle]
) -> None:
    ids, (old,) = chiaro.ids, models_of(chiaro.project)
    for circle in circles:
        fails_is_corrected_and_becomes_a_test(circle)
    italian, english = circles

    # Train and compare.
    italian.go_to(MODELS)
    italian.button("train").click()
    expect(italian.trainer.locator("article.model")).to_have_count(2, timeout=JOB_MS)
    (new,) = models_of(chiaro.project) - {old}
    italian.button("compare", name=new).click()
    verdict = italian.trainer.locator("section[aria-labelledby=verdict]")
    expect(verdict).to_contain_text(italian.words["passed"], timeout=JOB_MS)
    answers = italian.trainer.locator("section[aria-labelledby=answers]")
    for language in LANGUAGES:
        expect(answers).to_contain_text(FOLLOW_UP[language])

    # Promote.
    english.go_to(MODELS)
    english.button("promote", name=new).click()
    expect(english.trainer.get_by_role("article", name=new)).to_contain_text(english.words["in_force"], timeout=JOB_MS)
    promotion = english.trainer.get_by_role("table").get_by_role("row").nth(1)
    expect(promotion).to_contain_text(new)
    expect(promotion).to_contain_text("emma.")

    for circle in circles:
        is_answered_and_its_test_passes(circle)
    assert chiaro.ids == ids
    assert None not in ids.values()


def fails_is_corrected_and_becomes_a_test(circle: Circle) -> None:
    """A customer's question fails; it is corrected, and becomes a test that fails with the model in force."""
    expect(circle.asks(WRAPPING[circle.language])).to_contain_text(STEPS[circle.language])
    text = FOLLOW_UP[circle.language]
    expect(circle.asks(text)).not_to_contain_text(STEPS[circle.language])
    circle.corrects(text, "intent", "ask_steps")
    path = f"data/nlu/{circle.language}/ask_steps.yml"
    lines = circle.project / path
    before = lines.read_text("utf-8")
    expect(circle.trainer.locator(".diff .added")).to_have_text(f"+    - {text}")
    circle.trainer.locator("button[value=write]").click()
    expect(circle.trainer.locator(".said.good")).to_contain_text(path)
    assert lines.read_text("utf-8") == f"{before}    - {text}\n"
    circle.makes_a_test()
    circle.button("run_now").click()
    expect(circle.trainer.locator(".said.wrong")).to_have_text(circle.words["one_failed"], timeout=JOB_MS)


def is_answered_and_its_test_passes(circle: Circle) -> None:
    """The same customer asks again in the same chat and is answered; the test passes now."""
    expect(circle.asks(FOLLOW_UP[circle.language])).to_contain_text(STEPS[circle.language])
    circle.go_to(TESTS)
    circle.button("run", name=TEST_NAME[circle.language]).first.click()
    expect(circle.trainer.locator(".said.good")).to_have_text(circle.words["one_passed"], timeout=JOB_MS)


@pytest.mark.timeout(1200)
def test_a_question_about_a_policy_is_answered_once_its_owner_approved_it_without_training(
    chiaro: Chiaro, circles: list[Circle], open_page: OpenPage
) -> None:
    ids, models = chiaro.ids, models_of(chiaro.project)
    for circle in circles:
        text = UNANSWERED[circle.language]
        expect(circle.asks(text)).not_to_contain_text(PARTS[circle.language])
        circle.corrects(text, "policy", "spare-parts")
        expect(circle.trainer.get_by_role("listitem").filter(has_text=text)).to_be_visible()
        circle.trainer.locator("button[value=write]").click()
        expect(circle.trainer.locator(".said.good")).to_be_visible()
    desks = Desks(chiaro.servers, open_page)
    owner = desks.staff("Olga", "en", f"{REVIEW}/drafts", Role.POLICY_OWNER)
    for _ in circles:
        owner.locator("form[action$='/approve'] button").first.click()
    expect(owner.locator("#unpublished")).to_be_hidden(timeout=JOB_MS)
    expect(owner.locator("#decided")).to_be_visible()
    questions = read_article(chiaro.project / COMPANY, "spare-parts")["questions"]
    for circle in circles:
        assert UNANSWERED[circle.language] in questions[circle.language]
        expect(circle.asks(UNANSWERED[circle.language])).to_contain_text(PARTS[circle.language])
    assert (chiaro.ids, models_of(chiaro.project)) == (ids, models)


def models_of(project: Path) -> set[str]:
    """The names of the models that are there."""
    return {file.name.removesuffix(".tar.gz") for file in (project / "models").glob("chiaro-*.tar.gz")}
