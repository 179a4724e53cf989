"""The demo's picture: one row of frames for each clip, with its name and its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from filmgate.media.lettering import legible

_COLUMNS = 6
_TILE = (288, 162)
_GAP = 6
_TEXT = 46
_PAPER = (22, 24, 28)


@dataclass(frozen=True, slots=True)
class Strip:
    """One clip of the sheet."""

    video: Path
    title: str
    facts: str


def draw_sheet(strips: Sequence[Strip], target: Path, tile: tuple[int, int] = _TILE) -> None:
    """Draw every clip as a row of six frames, the first and the last among them, and save a PNG.

    Parameters
    ----------
    tile : tuple of int
        Width and height that each frame is shrunk into, in pixels.
    """
    width = _COLUMNS * (tile[0] + _GAP) + _GAP
    step = _TEXT + tile[1] + _GAP
    sheet = Image.new("RGB", (width, len(strips) * step + _GAP), _PAPER)
    pen = ImageDraw.Draw(sheet)
    for number, strip in enumerate(strips):
        top = number * step + _GAP
        pen.text(
            (_GAP + 2, top + 4), legible(strip.title), (240, 240, 240), ImageFont.load_default(18)
        )
        pen.text(
            (_GAP + 2, top + 26), legible(strip.facts), (160, 166, 176), ImageFont.load_default(13)
        )
        for column, frame in enumerate(_frames(strip.video)):
            left = _GAP + column * (tile[0] + _GAP)
            sheet.paste(_fit(frame, tile), (left, top + _TEXT))
    sheet.save(target)


def _frames(video: Path) -> list[Image.Image]:
    from filmgate.media.frames import frame_total, read_clip, spread, to_rgb

    total = frame_total(video)
    wanted = set(spread(_COLUMNS, total))
    return [
        Image.fromarray(to_rgb(planes))
        for index, planes in enumerate(read_clip(video))
        if index in wanted
    ]


def _fit(frame: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Shrink a frame into its tile, with bars where the shapes differ."""
    frame.thumbnail(size, Image.Resampling.LANCZOS)
    tile = Image.new("RGB", size, (0, 0, 0))
    tile.paste(frame, ((size[0] - frame.width) // 2, (size[1] - frame.height) // 2))
    return tile
