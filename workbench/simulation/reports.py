"""A simulation for programs, in JUnit's form."""

from __future__ import annotations

from xml.etree import ElementTree

from conversation_tests.machine_reports import xml_text
from workbench.simulation.walked import Simulation, Step, Walk
from workbench.wording import Language, say


def junit(found: Simulation, language: Language) -> str:
    """A suite a customer, a test case a walk; changed answers are its failure."""
    root = ElementTree.Element("testsuites")
    for customer in dict.fromkeys(walk.customer for walk in found.walks):
        walks = [walk for walk in found.walks if walk.customer == customer]
        failures = sum(bool(walk.changed or walk.trouble) for walk in walks)
        counts = {"name": customer, "tests": str(len(walks)), "failures": str(failures)}
        suite = ElementTree.SubElement(root, "testsuite", counts)
        for walk in walks:
            _add(suite, walk, language)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _add(suite: ElementTree.Element, walk: Walk, language: Language) -> None:
    case = ElementTree.SubElement(suite, "testcase", {"classname": walk.file, "name": xml_text(walk.test)})
    if walk.changed or walk.trouble:
        lines = [walk.trouble, *(_line(step, language) for step in walk.changed)]
        failure = ElementTree.SubElement(case, "failure", {"message": xml_text(next(filter(None, lines)))})
        failure.text = xml_text("\n".join(filter(None, lines)))


def _line(step: Step, language: Language) -> str:
    what = ", ".join(say(language, f"simulation.{name}") for name in step.changed)
    return f"{step.said}: {what} ({step.before.policy} → {step.answered.policy})"
