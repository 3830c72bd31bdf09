"""Splits a text into the encoder's word pieces."""

from __future__ import annotations

from pathlib import Path

from sentencepiece import SentencePieceProcessor

_UNKNOWN, _BEGIN, _END = 0, 1, 2


class Pieces:
    """The encoder's unigram model, run by SentencePiece (T. Kudo, J. Richardson, EMNLP 2018).

    The encoder brings the same model in pure Python, which costs ten times as much a message, since it looks up every
    beginning of every piece in a dictionary of hundreds of thousands. Safe for several threads.
    """

    def __init__(self, model: Path) -> None:
        """Read the model file; raises OSError where that cannot be done."""
        self._processor = SentencePieceProcessor(model_proto=model.read_bytes())

    def encode(self, text: str, **_wanted: object) -> list[int]:
        """Return the numbers of the pieces between the marks of beginning and end, as the encoder was taught them.

        SentencePiece draws unknown characters that follow each other together; here each counts, as the encoder's own
        splitting has it. The encoder says besides that it wants numbers and both marks; there is no other form.
        """
        numbers = self._processor.encode(text)
        if _UNKNOWN in numbers:
            numbers = [number for piece in self._processor.encode(text, out_type=str) for number in self._of(piece)]
        return [_BEGIN, *(numbers or [_UNKNOWN]), _END]

    def _of(self, piece: str) -> list[int]:
        number = self._processor.piece_to_id(piece)
        return [_UNKNOWN] * len(piece) if number == _UNKNOWN else [number]
