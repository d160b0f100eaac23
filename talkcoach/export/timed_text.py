"""Cues of subtitles: the transcript cut into pieces that can be read while they are spoken.

A cue has words of one sentence on at most two lines of similar length. Words without times share the time of their
sentence in proportion to their letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from talkcoach.domain import Sentence, Span
from talkcoach.report.model import Report
from talkcoach.report.printable import printable

LINE, LINES = 42, 2
"""Letters of a line and lines of a cue: Netflix, "Timed Text Style Guide: General Requirements"."""

SHORTEST = 1.0
"""Seconds that a cue is shown unless the next one begins; the same guide requires at least 5/6."""

PAUSE = 2.0
"""Seconds of silence after which a new cue begins, so that words do not appear long before they are spoken."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Letters that stay on one line; ``glued`` if there is no space before them."""

    span: Span
    text: str
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines that are shown together, with start and end in milliseconds."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def cues(report: Report) -> tuple[Cue, ...]:
    """The cues in order; they do not overlap, and each is shown for at least a millisecond."""
    groups = [
        lines
        for sentence in report.transcript.sentences
        for pieces in _between_pauses(_pieces(sentence))
        for lines in _in_cues(pieces)
    ]
    begins = [_milliseconds(lines[0][0].span.start) for lines in groups]
    cut: list[Cue] = []
    for lines, begin, following in zip(groups, begins, [*begins, None][1:], strict=True):
        start = max(begin, cut[-1].end if cut else 0)
        end = max(_milliseconds(lines[-1][-1].span.end), start + _milliseconds(SHORTEST))
        end = max(end if following is None else min(end, following), start + 1)
        cut.append(Cue(start, end, tuple(map(_joined, lines))))
    return tuple(cut)


def clock(milliseconds: int, point: str) -> str:
    """``hh:mm:ss.mmm`` with the decimal point of a format."""
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{thousandths:03d}"


def _pieces(sentence: Sentence) -> tuple[_Piece, ...]:
    """The words of a sentence with their times, long ones cut to the length of a line."""
    return tuple(part for piece in _timed(sentence) or _spread(sentence) for part in _short(piece))


def _timed(sentence: Sentence) -> list[_Piece]:
    """The words at their own times; empty when they do not add up to the text of the sentence."""
    rest, pieces = _line(sentence.text), list[_Piece]()
    for word in sentence.words:
        text, left = _line(word.text), rest.lstrip()
        if not text or not left.startswith(text):
            return []
        first, *others = _over(word.span, text.split(), glued=False)
        pieces += [_Piece(first.span, first.text, glued=bool(pieces) and left == rest), *others]
        rest = left[len(text) :]
    return [] if rest.strip() else pieces


def _spread(sentence: Sentence) -> list[_Piece]:
    """The words of the text at times in proportion to their letters."""
    texts = _line(sentence.text).split()
    return _over(sentence.span, texts, glued=False)


def _short(piece: _Piece) -> list[_Piece]:
    """A piece cut to the length of a line."""
    texts = [piece.text[at : at + LINE] for at in range(0, len(piece.text), LINE)]
    first, *others = _over(piece.span, texts, glued=True)
    return [_Piece(first.span, first.text, piece.glued), *others]


def _over(span: Span, texts: Sequence[str], *, glued: bool) -> list[_Piece]:
    letters, done, pieces = sum(map(len, texts)), 0, list[_Piece]()
    for text in texts:
        at, done = done, done + len(text)
        start, end = (min(span.start + span.duration * part / letters, span.end) for part in (at, done))
        pieces.append(_Piece(Span(start, end), text, glued))
    return pieces


def _between_pauses(pieces: tuple[_Piece, ...]) -> Iterator[tuple[_Piece, ...]]:
    """The pieces of a sentence, split at long silences."""
    cuts = [n for n, (one, next_) in enumerate(pairwise(pieces), 1) if next_.span.start - one.span.end >= PAUSE]
    for start, end in pairwise([0, *cuts, len(pieces)]):
        if start < end:
            yield pieces[start:end]


def _in_cues(pieces: tuple[_Piece, ...]) -> list[list[list[_Piece]]]:
    """Pieces in lines and lines in cues: as few lines as possible, and those as even as possible."""
    fewest = len(_in_lines(pieces, LINE))
    width = next(width for width in range(1, LINE + 1) if len(_in_lines(pieces, width)) <= fewest)
    lines = _in_lines(pieces, width)
    return [lines[at : at + LINES] for at in range(0, len(lines), LINES)]


def _in_lines(pieces: tuple[_Piece, ...], width: int) -> list[list[_Piece]]:
    """Pieces in lines of at most ``width`` letters; a longer piece has a line to itself."""
    lines: list[list[_Piece]] = []
    length = 0
    for piece in pieces:
        room = length + (not piece.glued) + len(piece.text)
        if lines and room <= width:
            lines[-1].append(piece)
            length = room
        else:
            lines.append([piece])
            length = len(piece.text)
    return lines


def _joined(line: list[_Piece]) -> str:
    first, *others = line
    return first.text + "".join(piece.text if piece.glued else f" {piece.text}" for piece in others)


def _milliseconds(seconds: float) -> int:
    return round(1000 * seconds)


def _line(text: str) -> str:
    return " ".join(printable(text).split())
