"""A small project in which everything is right."""

from __future__ import annotations

from pathlib import Path

from workbench.findings.finding import Finding
from workbench.findings.looking import look
from workbench.progress import Silent
from workbench.project.project import Project

FILES = {
    "domain.yml": """intents:
  - greet
  - ask_policy
entities:
  - product
slots:
  language: {type: text, influence_conversation: false, mappings: [{type: custom}]}
actions:
  - action_greet
  - action_answer
""",
    "config.yml": "pipeline:\n  - name: a.Tokenizer\n  - name: b.OurIntentClassifier\n",
    "data/rules/all.yml": """rules:
  - rule: A greeting is returned
    steps:
      - intent: greet
      - action: action_greet
  - rule: A question is answered
    steps:
      - intent: ask_policy
      - action: action_answer
""",
    "data/stories/all.yml": """stories:
  - story: A greeting, then a question
    steps:
      - intent: greet
      - action: action_greet
      - intent: ask_policy
      - action: action_answer
""",
    "data/nlu/it/all.yml": """version: "3.1"
nlu:
- intent: greet
  examples: |
    - ciao
    - buongiorno
- intent: ask_policy
  examples: |
    - posso rendere il [divano](product)?
    - quanto costa la consegna
""",
    "data/nlu/en/all.yml": """version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello
    - good morning
- intent: ask_policy
  examples: |
    - can I return the [sofa](product)?
    - what does delivery cost
""",
    "data/responses/all.yml": """responses:
  utter_greet:
    - text: Ciao
      condition: [{type: slot, name: language, value: it}]
    - text: Hello
      condition: [{type: slot, name: language, value: en}]
""",
    "actions/greet.py": """class Greet:
    action_name = "action_greet"

    def reply(self, turn):
        return Reply(response=f"utter_{turn.intent}", slots={"language": "it"})
""",
    "actions/answer.py": """class Answer:
    def name(self):
        return "action_answer"

    def run(self, dispatcher, tracker, domain):
        return tracker.get_slot("language")
""",
    "policy_kb/wording/it.yml": 'steps: {lead: "Ecco {count} passi"}\nyes: [sì]\n',
    "policy_kb/wording/en.yml": 'steps: {lead: "Here are {count} steps"}\nyes: ["yes"]\n',
    "policy_kb/content/shop/policies/returns.yml": "policy_id: returns\n",
    "bot/resources/entities/shared.yml": "phrases: {shop: {torino: [torino]}}\n",
    "bot/resources/entities/it.yml": "phrases: {product: {sofa: [divano, poltrona], bed: [letto]}}\n",
    "tests/conversations/all/test_a_greeting.yml": """stories:
  - story: A greeting
    metadata:
      turns:
        - {kinds: [null], language: it, slots: {language: it}}
        - {kinds: [explanation], policy: returns}
    steps:
      - user: |
          ciao
        intent: greet
      - action: action_greet
      - user: posso rendere il divano?
        intent: ask_policy
      - action: action_answer
""",
}


class Small:
    """The project in a folder of its own, to be changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.project = Project(root)
        for file, text in FILES.items():
            self.write(file, text)

    def write(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))

    def replace(self, file: str, old: str, new: str) -> None:
        text = self.text(file)
        assert old in text
        self.write(file, text.replace(old, new, 1))

    def text(self, file: str) -> str:
        return (self.root / file).read_bytes().decode("utf-8")

    def line(self, file: str, words: str) -> int:
        """The last line that has these words."""
        lines = self.text(file).split("\n")
        return max(number for number, line in enumerate(lines, 1) if words in line)

    def findings(self, *checks: str) -> list[Finding]:
        return list(look(self.project, Silent(), checks).findings)

    def told(self, *checks: str) -> list[tuple[str, str, int]]:
        return [(one.kind, one.file, one.line) for one in self.findings(*checks)]
