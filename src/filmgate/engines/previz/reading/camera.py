"""Reads what the camera does: moves in order, their speed and easing, sizes and angles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filmgate.engines.previz.reading.match import word_set
from filmgate.engines.previz.reading.tables import (
    ANGLES,
    EASINGS,
    LENSES,
    MOVES,
    SEQUENCE,
    SIZES,
    SPEEDS,
)
from filmgate.engines.previz.storyboard import Angle, Move, MoveKind, ShotSize

if TYPE_CHECKING:
    from filmgate.engines.previz.reading.match import Hit, Text, Vocabulary

_CAMERA: Final = word_set("camera lens drone we cinematographer fpv")
_PICTURE: Final = word_set("shot view frame pov aerial crane dolly")
_CONTINUES: Final = word_set("then and before finally eventually slowly gently while")
_LOSES: Final = word_set("as while where when who which that because whose")
_DETERMINERS: Final = word_set("the a an her his their its he she they two three")
_SPEED: Final = {"crawl": 0.4, "slow": 0.6, "fast": 2.0}
#: moves that cannot happen at once
_AXES: Final = (
    {MoveKind.PUSH, MoveKind.PULL, MoveKind.FLY_FORWARD},
    {MoveKind.ZOOM_IN, MoveKind.ZOOM_OUT},
    {MoveKind.PUSH, MoveKind.ZOOM_OUT},
    {MoveKind.PULL, MoveKind.ZOOM_IN},
    {MoveKind.TRACK_LEFT, MoveKind.TRACK_RIGHT, MoveKind.ORBIT_LEFT, MoveKind.ORBIT_RIGHT},
    {MoveKind.PAN_LEFT, MoveKind.PAN_RIGHT, MoveKind.WHIP_LEFT, MoveKind.WHIP_RIGHT},
    {MoveKind.TILT_UP, MoveKind.TILT_DOWN},
    {MoveKind.CRANE_UP, MoveKind.CRANE_DOWN},
)
_OVERLAYS: Final = frozenset({MoveKind.HANDHELD})
_MAX_STEPS: Final = 3
_WINDOW: Final = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A move of the text with the phrase it was read from."""

    kind: MoveKind
    hit: Hit
    speed: float
    easing: str


def camera_speaks(text: Text) -> list[bool]:
    """Mark the tokens whose subject is the camera.

    It holds from a word for the camera to the end of the sentence, unless another subject takes
    over ("as the sun rises", ", her hair …"). Words for a picture ("shot", "view") and a sentence
    that opens with a verb hold only to the end of their clause, or on with "then".
    """
    marks: list[bool] = []
    holds_on = holds = False
    for index, token in enumerate(text.tokens):
        if token.opens:
            holds_on, holds = False, True
        elif _takes_over(text, index):
            holds_on = holds = False
        elif token.after_break and token.word not in _CONTINUES:
            holds = False
        if token.word in _CAMERA:
            holds_on = True
        elif token.word in _PICTURE:
            holds = True
        marks.append(holds_on or holds)
        if token.opens and not _may_lead(token.word):
            holds = (holds and token.word in _PICTURE) or MOVES.starts(token.word)
    return marks


def _may_lead(word: str) -> bool:
    """Whether a direction may still follow the first word of a sentence."""
    return word.endswith("ly") or word in ("then", "finally", "slow", "gentle", "smooth", "next")


def _takes_over(text: Text, index: int) -> bool:
    """Whether a new subject begins at a token."""
    token = text.tokens[index]
    if token.word in _LOSES:
        return True
    after_and = index > 0 and text.tokens[index - 1].word in ("and", "with")
    is_subject = token.word in _DETERMINERS and (token.after_break or after_and)
    following = text.tokens[index + 1].word if index + 1 < len(text.tokens) else ""
    return is_subject and following not in _CAMERA


def read_moves(text: Text) -> tuple[list[Move], list[Found]]:
    """Read the moves of a shot, with start and end as fractions of it."""
    speaks = camera_speaks(text)
    found = [
        Found(MoveKind(hit.name), hit, _speed(text, hit), _easing(text, hit))
        for hit in MOVES.find(text)
        if not hit.negated and (not hit.weak or speaks[hit.first])
    ]
    overlays = [item for item in found if item.kind in _OVERLAYS]
    steps = _steps(text, [item for item in found if item.kind not in _OVERLAYS])
    steps = _static_wins(text, steps)[:_MAX_STEPS]
    moves = [
        Move(item.kind, item.speed, index / len(steps), (index + 1) / len(steps), item.easing)
        for index, step in enumerate(steps)
        for item in step
    ]
    moves += [Move(item.kind, item.speed) for item in overlays[:1]]
    return moves, found


def _speed(text: Text, hit: Hit) -> float:
    """Read how fast: adverbs beside the move, in its own clause."""
    names = _around(text, hit, SPEEDS)
    for name in ("crawl", "fast", "slow"):
        if name in names:
            return _SPEED[name]
    return 2.0 if hit.name.startswith("whip") else 1.0


def _easing(text: Text, hit: Hit) -> str:
    """Read how it starts and ends."""
    if hit.name.startswith("whip"):
        return "ramp_up"
    names = _around(text, hit, EASINGS, reach=8)
    return names[0] if names else "ease"


def _around(text: Text, hit: Hit, vocabulary: Vocabulary, reach: int = _WINDOW) -> list[str]:
    """List what a vocabulary finds beside a hit: a few words either side, same sentence."""
    low, high = hit.first - reach, hit.last + reach
    for index in range(hit.first, max(low, 0), -1):
        if text.tokens[index].opens:
            low = index
            break
    names = []
    for other in vocabulary.find(text):
        crosses = any(t.after_break for t in text.tokens[hit.last : other.first + 1])
        if low <= other.first < high and not (other.first >= hit.last and crosses):
            names.append(other.name)
    return names


def _steps(text: Text, found: list[Found]) -> list[list[Found]]:
    """Group moves that happen at once; groups follow each other."""
    steps: list[list[Found]] = []
    for item in found:
        if steps and item.kind in {other.kind for other in steps[-1]}:
            continue
        if steps and not _follows(text, steps[-1], item):
            steps[-1].append(item)
        else:
            steps.append([item])
    return steps


def _follows(text: Text, step: list[Found], item: Found) -> bool:
    """Whether a move comes after a group instead of together with it."""
    last = step[-1].hit.last
    between = text.tokens[last : item.hit.first]
    if any(_clash(other.kind, item.kind) for other in step):
        return True
    if any(token.opens for token in text.tokens[last : item.hit.first + 1]):
        return True
    joins = [h.name for h in SEQUENCE.find(text) if last <= h.first < item.hit.first]
    if "then" in joins:
        return True
    if MoveKind.STATIC in (item.kind, step[-1].kind):
        return True
    return bool(between) and "while" not in joins and len(between) > 1


def _clash(first: MoveKind, second: MoveKind) -> bool:
    """Whether two moves need the same axis of the camera."""
    return any({first, second} <= axis and first is not second for axis in _AXES)


def _static_wins(text: Text, steps: list[list[Found]]) -> list[list[Found]]:
    """Let a still camera win, unless it is a beat of a sequence: "pushes in, then holds"."""
    still = [i for i, step in enumerate(steps) if step[0].kind is MoveKind.STATIC]
    if not still or len(steps) == 1:
        return steps
    for index in still:
        is_hold = steps[index][0].hit.weak and index > 0
        edge = steps[index][0].hit.first if index else steps[1][0].hit.first
        before = steps[index - 1][-1].hit.last if index else steps[0][0].hit.last
        joined = any(h.name == "then" and before <= h.first < edge for h in SEQUENCE.find(text))
        if not is_hold and not joined:
            return [steps[index]]
    return steps


def read_size(text: Text) -> ShotSize | None:
    """Read how much the frame holds: the first size named; "macro" and the like win over "wide"."""
    names = SIZES.names(text)
    return ShotSize(names[0]) if names else None


def read_angle(text: Text) -> Angle | None:
    """Read where the camera looks from: the first angle named."""
    names = ANGLES.names(text)
    return Angle(names[0]) if names else None


def read_lens(text: Text) -> tuple[str, ...]:
    """Read lens and speed words."""
    return LENSES.names(text)
