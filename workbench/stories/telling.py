"""A run, and what tests leave out, in lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.stories.covered import NO_POLICY, Coverage
from workbench.stories.history import History, Past
from workbench.stories.pictures.pasts import as_blocks
from workbench.stories.played import Failure, Played, Run
from workbench.wording import Language, say


def told_run(run: Run, language: Language) -> Iterator[str]:
    """What failed and why, then the count; the last line is `N passed, N failed` in the language."""
    for unread in run.unread:
        yield f"{unread.file}:{unread.line}: {unread.problem}"
    for test in run.tests:
        if not test.passed:
            yield ""
            yield from _told_test(test, language)
    if not run.tests and not run.unread:
        yield say(language, "stories.nothing-to-run")
    if run.tests:
        yield say(language, "stories.took", seconds=run.seconds, model=run.model)
    yield say(language, "stories.counted", passed=sum(test.passed for test in run.tests), failed=run.failed)


def _told_test(test: Played, language: Language) -> Iterator[str]:
    yield f"✗ {test.story}"
    yield f"  {test.file}:{test.line}"
    if test.is_flaky:
        yield "  " + say(language, "stories.flaky-here", passes=test.passes, plays=test.plays)
    if test.failure is not None:
        yield from (f"  {line}" for line in told_failure(test.failure, language))


def told_failure(failure: Failure, language: Language) -> Iterator[str]:
    """Where and why a test failed, with both sides of each difference."""
    if failure.turn:
        yield say(language, "stories.failed-turn", number=failure.turn, text=failure.text)
    yield "  " + why(failure, language)
    for difference in failure.differences:
        expected = say(language, "stories.expected", what=difference.what, value=difference.expected)
        yield f"    {expected}"
        yield "    " + say(language, "stories.seen", what=difference.what, value=difference.seen)


def why(failure: Failure, language: Language) -> str:
    """The likely cause in a sentence, with what to do."""
    return say(
        language,
        f"stories.why-{failure.reason.replace('_', '-')}",
        understood=failure.understood,
        confidence=f"{failure.confidence:.2f}",
        runner_up=failure.runner_up or "–",
        actions=", ".join(failure.actions) or "–",
        rules="; ".join(failure.rules) or "–",
        trouble=failure.trouble,
    )


def told_coverage(coverage: Coverage, language: Language) -> Iterator[str]:
    """By sort how much is come by and what is not, then the holes by policy."""
    if not coverage.is_complete:
        yield say(language, "stories.incomplete", missing=len(coverage.missing), known=coverage.known)
    for sort, names in coverage.touched.items():
        untouched = coverage.untouched(sort)
        touched = len(names) - len(untouched)
        name = say(language, f"stories.sort-{sort.replace('_', '-')}")
        yield say(language, "stories.covered", name=name, touched=touched, total=len(names))
        if untouched:
            yield "  " + say(language, "stories.uncovered", names=", ".join(untouched))
    yield say(language, "stories.holes", count=len(coverage.grid.holes))
    for policy in coverage.grid.policies:
        holes = [f"{kind} {said}" for name, kind, said in coverage.grid.holes if name == policy]
        if holes:
            yield f"  {say(language, 'stories.no-policy') if policy == NO_POLICY else policy}: {', '.join(holes)}"


def told_history(history: History, language: Language) -> Iterator[str]:
    """A test's past in one line, and a second one where something is to be said."""
    yield f"{as_blocks(history.past)}  {history.file}  {history.story}"
    if history.is_flaky:
        yield "    " + say(language, "stories.flaky")
    if history.failing_since is not None:
        yield "    " + _told_past("stories.failing-since", history.failing_since, language)
        last = history.last_passed
        never = say(language, "stories.never-passed")
        yield "    " + (never if last is None else _told_past("stories.last-passed", last, language))


def _told_past(key: str, past: Past, language: Language) -> str:
    return say(language, key, at=past.at, model=past.model, commit=past.commit or "–")
