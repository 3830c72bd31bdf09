"""How odd it is that a line stands under its intent.

The lines themselves teach it: each is shown once under its own intent and once under another that is drawn, and a
logistic regression learns from the evidence for an intent which of the two it was. What is very odd then is left out,
and the rest teaches it again, so that wrong lines do not pass for right ones (after C. Northcutt et al., "Confident
learning", 2021, with a few weights in the place of counts). The evidence for an intent, its lead over the best of the
others, and how usual it is that what looks so stands there are weighed together: intents that are close anyway give
no alarm.
"""

from __future__ import annotations

import numpy as np

from learning.least_squares import Floats
from learning.logistic import LinearHead
from workbench.findings.evidence import Classes, Evidence

# Of lines that are odder than exp(4) = 55 to one nothing is learnt at the second time.
_TOO_ODD = 4.0
_RARE = 0.3
_STRENGTH = 10.0
_TOLERANCE = 1e-4


def oddity(evidence: Evidence, own: Classes) -> Floats:
    """Of each line how odd it is: were half of all lines under an intent drawn by chance, then of those that look like
    it and stand where it does, one in exp(oddity) would be right."""
    signs = _signs(evidence, own)
    lines, intents = np.arange(len(own)), signs.shape[1]
    drawn = (own + 1 + np.random.default_rng(0).integers(0, intents - 1, len(own))) % intents
    right, wrong = signs[lines, own], signs[lines, drawn]
    first = _learnt(right, wrong, right)
    known = first < _TOO_ODD
    return _learnt(right[known], wrong[known], right) if known.any() else first


def _learnt(right: Floats, wrong: Floats, asked: Floats) -> Floats:
    labels = np.repeat([1, 0], [len(right), len(wrong)])
    head = LinearHead.fit(np.concatenate([right, wrong]), labels, _STRENGTH, _TOLERANCE)
    return np.asarray(-head.log_probabilities(asked)[:, 1])


def _signs(evidence: Evidence, own: Classes) -> Floats:
    """What speaks for each intent of each line, shape (lines, intents, signs)."""
    leads = [way - _best_other(way) for way in evidence.ways]
    return np.stack([*evidence.ways, *leads, _usual(evidence.probabilities, own)], axis=2)


def _best_other(way: Floats) -> Floats:
    """What the best of all other intents has, shape (lines, intents)."""
    second, best = np.partition(way, -2, axis=1)[:, -2:].T
    return np.asarray(np.where(way == best[:, None], second[:, None], best[:, None]))


def _usual(probabilities: Floats, own: Classes) -> Floats:
    """How usual it is, as a logarithm, that what looks like a line stands under each intent."""
    standing = np.eye(probabilities.shape[1], dtype=np.float32)[own]
    together = standing.T @ probabilities  # of lines under one intent (row), how many look like another (column)
    shares = (together + _RARE) / together.sum(axis=0, keepdims=True)
    return np.asarray(np.log(probabilities @ shares.T), dtype=np.float32)
