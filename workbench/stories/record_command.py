"""`chiaro stories record`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from conversation_tests.catalogue import Catalogue
from workbench.commands import (
    BAD,
    GOOD,
    events_option,
    json_option,
    language_option,
    progress_of,
    project_root,
    says_errors,
    write_json,
)
from workbench.progress import Progress
from workbench.project.project import Project
from workbench.stopping import stoppable
from workbench.stories.choosing import find_tests
from workbench.stories.played import Run
from workbench.stories.playing import Request, read_catalogue
from workbench.stories.recording.choices import KEPT, Choices, checked, read_choices, with_options
from workbench.stories.recording.export import Exported, read_export
from workbench.stories.recording.recorder import Recorded, look
from workbench.stories.recording.recorder import record as recorded
from workbench.stories.recording.replaying import Place, replay
from workbench.stories.recording.said import Conversation, conversation_of
from workbench.stories.run_command import play_and_keep
from workbench.stories.telling import told_run
from workbench.wording import Language, say

_file = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("export", type=_file)
@click.option("--conversation", metavar="ID", help="Which one, where the file has several.")
@click.option("--choices", "choices_file", type=_file, help="A JSON file with all that can be chosen.")
@click.option("--name", metavar="SENTENCE", help="What the test shows, as a sentence.")
@click.option("--folder", help="The folder below tests/conversations.")
@click.option("--turns", metavar="FIRST-LAST", help="Only these turns.")
@click.option(
    "--keep", multiple=True, metavar="[TURN:]PARTS", help="What is expected as it was: kinds,policy,language, …"
)
@click.option("--slots", metavar="NAMES", help="Slots that are expected as they were after each turn.")
@click.option("--expect", multiple=True, metavar="TURN.KEY=VALUE", help="What is expected whatever it was.")
@click.option("--now", metavar="MOMENT", help="When it takes place: a moment, or `kept`.")
@click.option("--customer", metavar="ID", help="Who is signed in: one of the sample customers, or `kept`.")
@click.option("--replace", "replaced", multiple=True, metavar="OLD=NEW", help="Replace this too.")
@click.option("--look", "look_only", is_flag=True, help="Only show the turns, with what can be chosen of each.")
@click.option("--play", is_flag=True, help="Say the messages again now, and expect what comes of them.")
@click.option("--model", type=_file, help="The model for --play and --run.")
@click.option("--write", is_flag=True, help="Write the file. Without it the change is shown only.")
@click.option("--run", "run_it", is_flag=True, help="Run the test when it is written.")
@json_option
@events_option
@language_option
@says_errors
def record(
    export: Path,
    conversation: str | None,
    choices_file: Path | None,
    look_only: bool,
    play: bool,
    model: Path | None,
    write: bool,
    run_it: bool,
    json_file: Path | None,
    events: bool,
    language: Language,
    **chosen: Any,
) -> None:
    """Make a test of the conversation in EXPORT: Rasa's events, an export or a transcript, as JSON."""
    root = project_root()
    exported = read_export(export, conversation)
    choices = None if look_only else checked(with_options(read_choices(choices_file) if choices_file else {}, chosen))
    with stoppable(say(language, "stories.stopped")), progress_of(events, language) as progress:
        catalogue = read_catalogue(root)
        talk = _conversation(Place(root, model), exported, choices, play, progress)
        if choices is None:
            looked = look(Project(root), talk)
        else:
            made = recorded(Project(root), talk, choices, catalogue)
            ran = _written(root, made, catalogue, model, progress, run_it) if write else None
    if choices is None:
        write_json(json_file, looked)
        lines = _told_turns(looked)
    else:
        write_json(json_file, {**made.document(), "written": write, "run": ran.document() if ran else None})
        lines = _told(made, write, ran, language)
    for line in () if events else lines:
        click.echo(line)
    sys.exit(BAD if choices is not None and ran is not None and ran.failed else GOOD)


def _conversation(
    place: Place, exported: Exported, choices: Choices | None, play: bool, progress: Progress
) -> Conversation:
    """As it went, or, where nobody kept that or it is wished, as it goes now."""
    talk = conversation_of(exported.events)
    if talk.turns and not play:
        return talk
    texts = [said.text for said in talk.turns] or list(exported.texts)
    if choices is not None:
        now = talk.began if choices.now == KEPT else choices.now
        customer = talk.customer if choices.customer == KEPT else choices.customer
        place = replace(place, now=now, customer=customer)
    return replay(place, texts, progress)


def _written(
    root: Path, made: Recorded, catalogue: Catalogue, model: Path | None, progress: Progress, run_it: bool
) -> Run | None:
    """Write the file, and run it where that is wished."""
    Project(root).write([made.change])
    if not run_it:
        return None
    found = find_tests(root, [made.change.path], catalogue)
    return play_and_keep(root, Request(found, made.change.path, model), catalogue, progress).run


def _told_turns(looked: dict[str, Any]) -> Iterator[str]:
    for turn in looked["turns"]:
        yield f"{turn['number']}. {turn['text']}"
        yield f"   {turn['intent']} → {', '.join(turn['actions'])}"
        seen = json.dumps(turn["seen"], ensure_ascii=False)
        yield f"   {seen}  {', '.join(turn['slots'])}"


def _told(made: Recorded, written: bool, ran: Run | None, language: Language) -> Iterator[str]:
    yield made.diff.rstrip("\n")
    for one in made.replaced:
        kind = say(language, f"stories.personal-{one.kind.replace(' ', '-')}")
        yield say(language, "stories.replaced", turn=one.turn, kind=kind, text=one.text)
    yield say(language, "stories.written" if written else "stories.not-written", file=made.change.path)
    if ran is not None:
        yield from told_run(ran, language)
