"""Training lines of intents, and how they are corrected without touching a byte of anything else."""

from workbench.nlu.annotations import Entity, entities_of, plain_text
from workbench.nlu.examples import Example
from workbench.nlu.files import NluFiles
from workbench.nlu.training_line import unmarked_line

__all__ = ["Entity", "Example", "NluFiles", "entities_of", "plain_text", "unmarked_line"]
