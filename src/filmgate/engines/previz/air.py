"""Chooses what lies over a shot from what the words ask for: light, weather, particles, grain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.core.order import FPS
from filmgate.engines.previz.camera import RISE_S
from filmgate.engines.previz.filters import grid_shape, smoothstep
from filmgate.engines.previz.fx import falling, lamps, weather
from filmgate.engines.previz.fx.flare import LensFlare
from filmgate.engines.previz.fx.light import Effect, Laid, Light, View
from filmgate.engines.previz.fx.particles import KINDS, Overlay, Petals, Specks

if TYPE_CHECKING:
    from filmgate.engines.previz.plate import Floats2D, Planes
    from filmgate.engines.previz.storyboard import StoryShot

#: luma, U and V of things that tumble
_PETAL: Final = (196.0, 124.0, 146.0)
_LEAF: Final = (118.0, 96.0, 158.0)
#: speck kinds by the word that calls for them
_SPECKS: Final = {
    "dust": "dust",
    "embers": "embers",
    "fireflies": "fireflies",
    "bubbles": "bubbles",
    "fire": "embers",
}


@dataclass
class Air:
    """Everything between the camera and the picture.

    Attributes
    ----------
    frames : int
        Length of the shot.
    rises, falls : bool
        Whether the first and the last frame must be free of it.
    speed : float
        Of everything that moves; below 1 in slow motion.
    """

    width: int
    height: int
    frames: int
    rises: bool
    falls: bool
    speed: float = 1.0
    effects: list[Effect] = field(default_factory=list)
    overlays: list[Overlay] = field(default_factory=list)
    #: what falls outside the window of a room
    outside: list[Overlay] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        """Whether nothing lies over the picture."""
        return not self.effects and not self.overlays and not self.outside

    def rise(self, frame: int) -> float:
        """How far effects have risen at a frame, 0 to 1."""
        length = RISE_S * FPS
        value = 1.0
        if self.rises:
            value = min(value, frame / length)
        if self.falls:
            value = min(value, (self.frames - 1 - frame) / length)
        return float(smoothstep(value))

    def light(
        self,
        frame: int,
        near: Floats2D,
        masks: dict[str, Floats2D],
        places: tuple[Floats2D, Floats2D] | None = None,
        before: Floats2D | None = None,
    ) -> Laid | None:
        """Work out the light of a frame; None if it changes nothing."""
        rise = self.rise(frame)
        if not self.effects or rise <= 0.0:
            return None
        rows, columns = near.shape
        light = Light(rows, columns)
        view = View(frame / FPS * self.speed, rise, near, masks, places, before)
        for effect in self.effects:
            effect.light(light, view)
        return light.settle()

    def draw(self, target: Planes, frame: int, window: Floats2D | None = None) -> None:
        """Draw what floats and falls over a finished frame.

        Parameters
        ----------
        window : ndarray of float32, shape (rows, columns) of the coarse grid, optional
            0 to 1 where the frame shows the world outside a room.
        """
        rise = self.rise(frame)
        if rise <= 0.0:
            return
        time_s = frame / FPS * self.speed
        if window is not None:
            falling.draw_behind(self.outside, target, window, time_s, rise)
        for overlay in self.overlays:
            overlay.draw(target, time_s, rise)

    def light_flat(self, target: Planes, frame: int) -> None:
        """Light a frame of which nothing is known but its pixels."""
        shape = grid_shape(self.width, self.height)
        laid = self.light(frame, np.full(shape, 0.5, np.float32), {})
        if laid is not None:
            lay(laid, target)
        self.draw(target, frame)


def lay(laid: Laid, target: Planes) -> None:
    """Lay light on a whole frame."""
    step = 64
    for top in range(0, target.height, step):
        laid.luma(target, slice(top, min(top + step, target.height)))
    laid.chroma(target)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the air of a shot depends on beside its words.

    Attributes
    ----------
    is_photo : bool
        Whether the picture is a photograph: its own light is left alone unless asked.
    is_still : bool
        Whether the camera stands still, so that the light must move.
    has_sky : bool
        Whether the picture shows sky.
    subject : tuple of float
        Centre x, centre y and half height, as fractions of the frame.
    """

    is_photo: bool
    is_still: bool
    has_sky: bool
    subject: tuple[float, float, float] = (0.5, 0.5, 0.25)
    #: the brightest light of the plate, as `find_light` tells it
    light: tuple[float, float] | None = None


def build_air(
    story: StoryShot,
    size: tuple[int, int],
    seed: int,
    setting: Setting,
    *,
    rises: bool,
    falls: bool = False,
) -> Air:
    """Choose the effects of a shot."""
    speed = 0.42 if "slow_motion" in story.lens else 1.0
    if {"time_lapse", "fast_motion"} & set(story.lens):
        speed = 2.6
    air = Air(*size, story.frames, rises, falls, speed)
    if "freeze" in story.lens:
        return air
    _add_weather(air, story, seed, setting)
    _add_lights(air, story, seed, setting)
    _add_particles(air, story, seed)
    if setting.is_still and air.is_clear:
        _add_quiet_life(air, seed, setting)
    if not setting.is_photo or {"film", "anamorphic"} & {*story.grade, *story.lens}:
        air.effects.append(lamps.Vignette(*_shape(air)))
    if "grain" in story.grade:
        air.overlays.append(falling.Grain(air.width, air.height, seed))
    return air


def _shape(air: Air) -> tuple[int, int]:
    return grid_shape(air.width, air.height)


def _add_weather(air: Air, story: StoryShot, seed: int, setting: Setting) -> None:
    asked = set(story.weather)
    shape = _shape(air)
    if story.place == "interior" and not setting.is_photo:
        _add_outside(air, asked, seed)
        return
    _add_veil(air, asked, story.time_of_day, seed, setting)
    if "rain" in asked:
        strength = 1.25 if "storm" in asked else 1.0
        if story.time_of_day in ("night", "blue_hour"):
            strength *= 0.65
        air.effects.append(weather.Fog(*shape, seed + 1, "storm", 0.35))
        air.overlays.append(falling.Rain(air.width, air.height, seed, strength))
    if "snow" in asked:
        density = 1.7 if asked & {"storm", "wind"} else 1.0
        air.overlays.append(Specks(KINDS["snow"], air.width, air.height, seed, density=density))
        air.effects.append(weather.Fog(*shape, seed + 2, "day", 0.22))
    if "sandstorm" in asked:
        air.effects.append(weather.Fog(*shape, seed + 3, "golden", 1.0))
        air.overlays.append(Specks(KINDS["sand"], air.width, air.height, seed))
    if "lightning" in {*story.atmosphere, *story.details}:
        air.effects.append(lamps.Lightning(story.frames / FPS, seed))


def _add_veil(air: Air, asked: set[str], time_of_day: str, seed: int, setting: Setting) -> None:
    """Veil the distance: fog thickly, haze lightly; painted scenes have haze of their own."""
    if "fog" in asked:
        density = 1.0 if setting.is_photo else 0.5
    elif "haze" in asked:
        density = 0.42 if setting.is_photo else 0.26
    else:
        return
    air.effects.append(weather.Fog(*_shape(air), seed, time_of_day, density))


def _add_outside(air: Air, asked: set[str], seed: int) -> None:
    """Let it rain or snow outside the window of a room, never in it."""
    if asked & {"rain", "storm"}:
        air.outside.append(falling.Rain(air.width, air.height, seed, 1.0))
    if "snow" in asked:
        air.outside.append(Specks(KINDS["snow"], air.width, air.height, seed))


def _add_lights(air: Air, story: StoryShot, seed: int, setting: Setting) -> None:
    asked = set(story.atmosphere)
    shape = _shape(air)
    if "god_rays" in asked:
        air.effects.append(lamps.GodRays(*shape, seed))
    if "lens_flare" in asked:
        place = (0.18, 0.16) if seed % 2 else (0.82, 0.18)
        wide = "anamorphic" in story.lens
        flare = LensFlare(*shape, place, is_anamorphic=wide, light=setting.light)
        air.effects.append(flare)
    _add_flames(air, asked, setting)
    if "flicker" in asked:
        air.effects.append(lamps.Flicker(0.28, is_electric=True))
    if "neon" in asked and setting.is_photo:
        air.effects.append(lamps.Neon(*shape))
    if "sun_glitter" in asked:
        air.effects.append(lamps.SunGlints(*shape, seed))
    if "rim_light" in asked:
        x, y, half = setting.subject
        air.effects.append(lamps.Backlight(*shape, (x, max(0.12, y - 0.5 * half))))
    _add_plumes(air, asked, seed, setting)


def _add_flames(air: Air, asked: set[str], setting: Setting) -> None:
    if not asked & {"candles", "fire", "lanterns"}:
        return
    place = (0.5, 1.05) if "fire" in asked else (0.32, 0.95)
    if setting.is_photo:
        air.effects.append(lamps.Glow(*_shape(air), place))
    air.effects.append(lamps.Flicker(0.12 if "fire" in asked else 0.08))


def _add_plumes(air: Air, asked: set[str], seed: int, setting: Setting) -> None:
    shape = _shape(air)
    x, y, half = setting.subject
    if "steam" in asked:
        source = (x, min(max(y - 0.4 * half, 0.35), 0.95))
        plume = weather.Plume(*shape, seed, source, height=0.55, luma=222.0, density=0.85)
        air.effects.append(plume)
    if "smoke" in asked:
        source = (min(max(x + 0.12, 0.1), 0.9), 1.02)
        smoke = weather.Plume(
            *shape, seed + 5, source, height=1.0, luma=150.0, density=0.8, spread=0.34
        )
        air.effects.append(smoke)


def _add_particles(air: Air, story: StoryShot, seed: int) -> None:
    size = (air.width, air.height)
    kinds = {_SPECKS[name]: name for name in story.atmosphere if name in _SPECKS}
    for number, (kind, name) in enumerate(kinds.items()):
        density = 0.5 if name == "fire" else 1.0
        air.overlays.append(Specks(KINDS[kind], *size, seed + number, density=density))
    if "petals" in story.atmosphere:
        air.overlays.append(Petals(*size, seed, _PETAL))
    if "leaves" in story.atmosphere:
        air.overlays.append(Petals(*size, seed + 7, _LEAF, count=34, size=0.015))


def _add_quiet_life(air: Air, seed: int, setting: Setting) -> None:
    """Let light and dust move where the camera does not and nothing else was asked for."""
    if setting.has_sky:
        air.effects.append(weather.CloudShadows(*_shape(air), seed))
    else:
        air.effects.append(weather.SoftLight(*_shape(air), seed))
        dust = Specks(KINDS["dust"], air.width, air.height, seed, density=0.6)
        air.overlays.append(dust)
