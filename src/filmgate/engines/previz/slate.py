"""Burnt-in text: shot titles, captions, spoken lines and a running timecode, for review."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from filmgate.core.order import FPS
from filmgate.media.lettering import legible

if TYPE_CHECKING:
    from filmgate.engines.previz.plate import Bytes2D, Planes
    from filmgate.engines.previz.storyboard import StoryShot

#: height of letters, as a share of the frame's shorter side
_LETTER: Final = 0.034
#: how much of the picture is left behind a text box
_BEHIND: Final = 0.42
_WHITE: Final = 235.0
#: frames over which text appears and goes
_FADE: Final = 8
#: seconds a title stays
_TITLE_S: Final = 2.2


@dataclass(frozen=True, slots=True)
class Label:
    """A text box, ready to be laid on a frame.

    Attributes
    ----------
    ink : ndarray of uint8, shape (h, w)
        Coverage of the letters; both sides even.
    x, y : int
        Its left top corner in the frame; even.
    """

    ink: Bytes2D
    x: int
    y: int

    def draw(self, target: Planes, share: float) -> None:
        """Lay it on, faded to a share (0 to 1)."""
        if share <= 0.0:
            return
        high, wide = self.ink.shape
        ink = self.ink.astype(np.float32) * np.float32(share / 255.0)
        dark = np.float32(1.0 - (1.0 - _BEHIND) * share)
        box = target.y[self.y : self.y + high, self.x : self.x + wide]
        box[:] = ((box - 16.0) * dark * (1.0 - ink) + 16.0 + ink * (_WHITE - 16.0) + 0.5).astype(
            np.uint8
        )
        half = np.asarray(cv2.resize(ink, (wide // 2, high // 2), interpolation=cv2.INTER_AREA))
        window = (
            slice(self.y // 2, (self.y + high) // 2),
            slice(self.x // 2, (self.x + wide) // 2),
        )
        keep = dark * (1.0 - half)
        for plane in (target.u, target.v):
            part = plane[window]
            part[:] = ((part - 128.0) * keep + 128.5).astype(np.uint8)


class Slate:
    """The texts of one take.

    Parameters
    ----------
    story
        What the take shows.
    number
        Of its shot, from 1.
    size : tuple of int
        The frame's width and height.
    has_clock
        Whether a timecode runs.
    """

    def __init__(
        self, story: StoryShot, number: int, size: tuple[int, int], *, has_clock: bool
    ) -> None:
        self.size = size
        self.frames = story.frames
        self.letter = max(9, round(min(size) * _LETTER))
        self.title = self._label(title_of(story, number), "left_bottom")
        self.lines = [self._label(_wrapped(line), "middle") for line in story.dialogue]
        self.has_clock = has_clock

    def draw(self, target: Planes, frame: int, clip_frame: int, share: float) -> None:
        """Draw what is to be read at a frame; `share` fades everything near exact end frames."""
        shown = min(_TITLE_S * FPS, self.frames)
        fade = min((frame + 1) / _FADE, (shown - frame) / _FADE, 1.0)
        if fade > 0:
            self.title.draw(target, share * fade)
        if self.lines:
            each = self.frames / len(self.lines)
            self.lines[min(int(frame / each), len(self.lines) - 1)].draw(target, share)
        if self.has_clock:
            self._label(timecode(clip_frame), "right_top").draw(target, share)

    def _label(self, text: str, place: str) -> Label:
        width, height = self.size
        # a draft may be smaller than the smallest legible text
        ink = _ink(text, self.letter, int(width * 0.9))[: height // 2 * 2, : width // 2 * 2]
        high, wide = ink.shape
        edge = self.letter // 2 * 2
        if place == "left_bottom":
            x, y = edge, height - high - edge
        elif place == "right_top":
            x, y = width - wide - edge, edge
        else:
            x, y = (width - wide) // 2, height - high - 4 * edge
        x, y = min(max(x, 0), width - wide), min(max(y, 0), height - high)
        return Label(ink, x // 2 * 2, y // 2 * 2)


def title_of(story: StoryShot, number: int) -> str:
    """Compose a title: number, size and moves of a shot, and its caption."""
    moves = " + ".join(str(move.kind).replace("_", " ") for move in story.moves)
    parts = [f"SHOT {number}", str(story.size).replace("_", " "), moves]
    head = " · ".join(part for part in parts if part)
    return f"{head}\n{story.caption}" if story.caption else head


def timecode(frame: int) -> str:
    """Write a frame's time as hours, minutes, seconds and frames.

    Examples
    --------
    >>> timecode(61)
    '00:00:02:13'
    """
    whole, rest = divmod(frame, FPS)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}:{rest:02d}"


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 46)[:3])


@lru_cache(maxsize=512)
def _ink(text: str, letter: int, limit: int) -> Bytes2D:
    """Draw a text white on black with a margin, no wider than a limit in pixels."""
    font = ImageFont.load_default(letter)
    lines = legible(text).split("\n")
    while lines and max(font.getlength(line) for line in lines) > limit - letter and letter > 8:
        lines = [line[: max(4, int(len(line) * 0.92))].rstrip() for line in lines]
        if max(map(len, lines)) <= 4:
            break
    margin, step = letter // 2, round(letter * 1.3)
    wide = int(max(font.getlength(line) for line in lines)) + 2 * margin + 2
    high = step * len(lines) + margin
    picture = Image.new("L", (wide // 2 * 2, high // 2 * 2))
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((margin, margin // 2 + number * step), line, fill=255, font=font)
    return np.array(picture, np.uint8)
