"""The canvas a scene is painted on: its geometry, its picture, its nearness and its masks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast

import cv2
import numpy as np

from filmgate.engines.previz.plate import GRID, Bytes2D, Floats2D, Plate, Sprite
from filmgate.engines.previz.scenes.noise import Floats, Random, mix
from filmgate.media.frames import to_planes

if TYPE_CHECKING:
    from filmgate.engines.previz.scenes.palette import Palette
    from filmgate.engines.previz.storyboard import StoryShot

#: how much larger than the frame a painted plate is
OVERSCAN_X: Final = 1.22
OVERSCAN_Y: Final = 1.14
#: a frame is painted with at most this many pixels, then enlarged
_MAX_PIXELS: Final = 1600 * 900


@dataclass(frozen=True, slots=True)
class Cutting:
    """A sprite as it is painted: colour and matte at canvas scale, and where it stands."""

    rgb: Floats
    alpha: Floats
    x: int
    y: int
    nearness: float
    motion: str = ""
    travel: tuple[float, float] = (0.0, 0.0)


@dataclass(slots=True)
class Stage:
    """Everything painters share. Positions are canvas pixels; `x` and `y` turn fractions into them.

    Attributes
    ----------
    width, height : int
        Of the canvas, overscan included.
    frame_width, frame_height : float
        Of the frame in the middle of the canvas.
    rgb : ndarray of float32, shape (height, width, 3)
        sRGB from 0 to 1, painted from far to near.
    near : ndarray of float32, shape (height, width)
        0 far to 1 near.
    """

    shot: StoryShot
    palette: Palette
    seed: int
    width: int
    height: int
    frame_width: float
    frame_height: float
    rgb: Floats
    near: Floats
    masks: dict[str, Floats] = field(default_factory=dict)
    cuttings: list[Cutting] = field(default_factory=list)
    horizon: float = 0.56
    #: of the sun or moon, as fractions of the frame
    sun: tuple[float, float] = (0.64, 0.45)
    #: where people stand: fraction of the frame's height of their feet, and their height
    ground: float = 0.90
    #: whether a bank has been laid for what stands beside water
    has_quay: bool = False
    person: float = 0.30
    subject: tuple[float, float, float] = (0.5, 0.55, 0.25)
    #: grey value of the scene where figures stand, to light them
    figure_light: float = 1.0

    def random(self, part: int) -> Random:
        """Make the source of chance of one part of the painting."""
        return np.random.default_rng([self.seed & 0xFFFFFFFF, part])

    def x(self, fraction: float) -> float:
        """Canvas column of a fraction of the frame's width."""
        return (self.width - self.frame_width) / 2 + fraction * self.frame_width

    def y(self, fraction: float) -> float:
        """Canvas row of a fraction of the frame's height."""
        return (self.height - self.frame_height) / 2 + fraction * self.frame_height

    @property
    def unit(self) -> float:
        """The measure of things: the frame's height, less in upright frames."""
        return float(min(self.frame_height, 1.25 * np.sqrt(self.frame_width * self.frame_height)))

    def has(self, *names: str) -> bool:
        """Whether the shot holds one of these details."""
        return any(name in self.shot.details for name in names)

    def lay(self, rgb: Floats, alpha: Floats, nearness: Floats | float | None = None) -> None:
        """Paint a layer over the picture; nearness follows where it covers."""
        self.rgb += (rgb - self.rgb) * alpha[..., None]
        if nearness is not None:
            self.near += (np.asarray(nearness, np.float32) - self.near) * alpha
        for mask in self.masks.values():
            np.multiply(mask, 1.0 - alpha, out=mask)

    def lay_box(
        self, rgb: Floats, alpha: Floats, x: int, y: int, nearness: float | None = None
    ) -> None:
        """Paint a small layer with its top left corner at a place; parts outside are cut off."""
        x0, y0 = max(0, x), max(0, y)
        x1 = min(self.width, x + alpha.shape[1])
        y1 = min(self.height, y + alpha.shape[0])
        if x1 <= x0 or y1 <= y0:
            return
        here = np.s_[y0:y1, x0:x1]
        cut = np.s_[y0 - y : y1 - y, x0 - x : x1 - x]
        share = alpha[cut]
        colours = rgb[cut] if rgb.ndim == 3 else rgb
        self.rgb[here] += (colours - self.rgb[here]) * share[..., None]
        if nearness is not None:
            self.near[here] += (np.float32(nearness) - self.near[here]) * share
        for mask in self.masks.values():
            mask[here] *= 1.0 - share

    def mark(self, name: str, mask: Floats) -> None:
        """Add to a mask: "sky", "water", "vegetation", "smoke", "glow"."""
        known = self.masks.get(name)
        self.masks[name] = mask.astype(np.float32) if known is None else np.maximum(known, mask)

    def glow(self, x: float, y: float, radius: float, colour: Floats, strength: float) -> None:
        """Add a soft light around a point; it marks the glow mask too."""
        reach = max(2, int(radius * 3.2))
        x0, x1 = max(0, int(x) - reach), min(self.width, int(x) + reach)
        y0, y1 = max(0, int(y) - reach), min(self.height, int(y) + reach)
        if x1 <= x0 or y1 <= y0:
            return
        rows, columns = np.mgrid[y0:y1, x0:x1].astype(np.float32)
        distance = np.hypot(columns - x, rows - y) / radius
        light = np.exp(-(distance**2)) * 0.55 + np.exp(-distance * 1.6) * 0.45
        edge = np.clip((3.2 - distance) / 1.2, 0, 1)
        light = (light * edge * strength).astype(np.float32)
        here = np.s_[y0:y1, x0:x1]
        base = self.rgb[here]
        self.rgb[here] = base + (1.0 - np.clip(base, 0, 1)) * light[..., None] * colour
        glow = self.masks.setdefault("glow", np.zeros((self.height, self.width), np.float32))
        glow[here] = np.maximum(glow[here], np.clip(light, 0, 1))


def set_stage(shot: StoryShot, palette: Palette, width: int, height: int, seed: int) -> Stage:
    """Lay out the canvas for a frame of this size."""
    scale = min(1.0, float(np.sqrt(_MAX_PIXELS / (width * height))))
    frame_width, frame_height = width * scale, height * scale
    canvas_width = int(np.ceil(frame_width * OVERSCAN_X / GRID)) * GRID
    canvas_height = int(np.ceil(frame_height * OVERSCAN_Y / GRID)) * GRID
    return Stage(
        shot,
        palette,
        seed,
        canvas_width,
        canvas_height,
        frame_width,
        frame_height,
        np.zeros((canvas_height, canvas_width, 3), np.float32),
        np.zeros((canvas_height, canvas_width), np.float32),
    )


def finish(stage: Stage, width: int, height: int) -> Plate:
    """Enlarge what was painted to the plate of the output: planes, grid, sprites."""
    plate_width = int(np.ceil(width * OVERSCAN_X / 16)) * 16
    plate_height = int(np.ceil(height * OVERSCAN_Y / 16)) * 16
    size = (plate_width, plate_height)
    picture = _bytes(stage.rgb, stage.random(9000))
    if size != (stage.width, stage.height):
        enlarged = cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)
        picture = cast("Bytes2D", enlarged)
    grid = (-(-plate_width // GRID), -(-plate_height // GRID))
    near = _shrunk(stage.near, grid)
    masks = {name: _shrunk(mask, grid) for name, mask in stage.masks.items()}
    factor = plate_height / stage.height
    sprites = [_sprite(item, factor) for item in stage.cuttings if item.alpha.max() > 0.02]
    return Plate(
        to_planes(picture),
        near,
        masks,
        stage.subject,
        stage.horizon,
        tuple(sorted(sprites, key=lambda sprite: sprite.nearness)),
    )


def _bytes(rgb: Floats, random: Random) -> Bytes2D:
    """Round to bytes with one level of static dither, which keeps soft skies free of bands."""
    noise = random.random(rgb.shape[:2], dtype=np.float32)[..., None]
    return cast("Bytes2D", np.clip(rgb * 255.0 + noise, 0, 255).astype(np.uint8))


def _shrunk(values: Floats, grid: tuple[int, int]) -> Floats2D:
    small = cv2.resize(np.clip(values, 0, 1), grid, interpolation=cv2.INTER_AREA)
    return cast("Floats2D", small.astype(np.float32))


def _sprite(item: Cutting, factor: float) -> Sprite:
    """Enlarge a cutting to the plate's scale, on even pixels."""
    x, y = 2 * round(item.x * factor / 2), 2 * round(item.y * factor / 2)
    width = max(2, 2 * round(item.alpha.shape[1] * factor / 2))
    height = max(2, 2 * round(item.alpha.shape[0] * factor / 2))
    rgb = np.clip(item.rgb * 255.0 + 0.5, 0, 255).astype(np.uint8)
    alpha = np.clip(item.alpha * 255.0 + 0.5, 0, 255).astype(np.uint8)
    if (width, height) != (alpha.shape[1], alpha.shape[0]):
        rgb = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_CUBIC)
        alpha = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_CUBIC)
    return Sprite(
        to_planes(rgb), cast("Bytes2D", alpha), x, y, item.nearness, item.motion, item.travel
    )


def flat(stage: Stage) -> Floats:
    """Paint the sprites onto a copy of the picture, as a viewer would see the plate at rest."""
    copy = Stage(
        stage.shot,
        stage.palette,
        stage.seed,
        stage.width,
        stage.height,
        stage.frame_width,
        stage.frame_height,
        stage.rgb.copy(),
        stage.near.copy(),
    )
    for item in sorted(stage.cuttings, key=lambda cutting: cutting.nearness):
        copy.lay_box(item.rgb, item.alpha, item.x, item.y, None)
    return copy.rgb


__all__ = ["OVERSCAN_X", "OVERSCAN_Y", "Cutting", "Stage", "finish", "flat", "mix", "set_stage"]
