"""Colours and light of a time of day, season and weather."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.engines.previz.scenes.noise import Floats, mix

if TYPE_CHECKING:
    from filmgate.engines.previz.storyboard import StoryShot


def colour(code: str) -> Floats:
    """Read a colour such as "ffd9a0" as sRGB from 0 to 1, shape (3,)."""
    return np.array([int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)], np.float32)


@dataclass(frozen=True, slots=True)
class Palette:
    """Light and colours; all sRGB from 0 to 1, shape (3,)."""

    zenith: Floats
    middle: Floats
    horizon: Floats
    #: of the sun or moon, and of what it lights
    sun: Floats
    #: what distance fades into, away from the sun and towards it
    haze: Floats
    haze_sun: Floats
    #: what lights the shade
    shade: Floats
    #: how strong sunlight and skylight are
    key: float
    fill: float
    #: height of the sun above the horizon as a fraction of the frame; None hides it
    sun_height: float | None
    #: tangent of the sun's elevation, for shadows on the ground
    sun_slope: float
    #: 0 clear to 1 closed
    clouds: float
    #: how far one sees, in hundreds of metres
    sight: float
    #: 1 in bright day, 0.2 at night
    light: float
    is_night: bool = False


def _palette(
    codes: str, numbers: tuple[float, ...], sun: float | None, night: bool = False
) -> Palette:
    zenith, middle, horizon, bright, haze, haze_sun, shade = map(colour, codes.split())
    key, fill, slope, clouds, sight, light = numbers
    colours = (zenith, middle, horizon, bright, haze, haze_sun, shade)
    return Palette(*colours, key, fill, sun, slope, clouds, sight, light, night)


#: zenith, middle, horizon, sun, haze, haze towards the sun, shade;
#: key, fill, sun slope, clouds, sight, light; sun height
_TIMES: Final[dict[str, Palette]] = {
    "day": _palette(
        "2f6fb8 6ba6dc c8def0 fff4dc b7cfe4 dbe6ee 7f9cc4", (1.0, 0.50, 0.9, 0.46, 26, 1.0), 0.62
    ),
    "golden": _palette(
        "4a6d9c c9a98a ffd596 ffc97a dcae8a ffcf8c 8a7a92",
        (1.05, 0.42, 0.24, 0.42, 16, 0.92),
        0.075,
    ),
    "sunset": _palette(
        "2a2f60 a2567c ff9350 ffb060 a8607a ff9a58 5c5078",
        (0.86, 0.36, 0.16, 0.50, 15, 0.74),
        0.045,
    ),
    "dawn": _palette(
        "5d80b4 c4b2cc ffdcc0 ffdcb4 bdb6cc ffdcc0 8690b4", (0.80, 0.50, 0.2, 0.40, 9, 0.86), 0.06
    ),
    "blue_hour": _palette(
        "16264e 34528c d69a7e b8c4ea 3f5a8e 8c7c92 33487c",
        (0.20, 0.52, 0.6, 0.40, 12, 0.46),
        None,
        True,
    ),
    "night": _palette(
        "050a1a 0e1c3e 213a66 bcd0ff 162a50 26406c 1a2c54",
        (0.34, 0.30, 0.7, 0.34, 14, 0.30),
        0.36,
        True,
    ),
    "overcast": _palette(
        "8796a6 a8b4be ccd4d8 eef0ee b4bec6 c4ccd0 8c9aa8", (0.30, 0.68, 1.5, 0.92, 8, 0.78), None
    ),
    "storm": _palette(
        "262f3c 465463 8a969c c8d2d8 606e7a 8a969a 4a5868", (0.34, 0.46, 1.2, 0.97, 7, 0.52), None
    ),
}
_WET_GREY: Final = colour("9aa6b0")


def palette_of(shot: StoryShot) -> Palette:
    """Choose the palette of a shot and bend it to its weather."""
    chosen = _TIMES.get(shot.time_of_day, _TIMES["day"])
    weather = set(shot.weather)
    if "storm" in weather and not chosen.is_night:
        chosen = _stormy(chosen)
    elif weather & {"rain", "snow", "storm"} and not chosen.is_night:
        chosen = _greyed(chosen, 0.45 if shot.time_of_day not in ("overcast", "storm") else 0.1)
    elif weather & {"rain", "snow", "storm"}:
        chosen = replace(chosen, sun_height=None, clouds=0.9, sight=chosen.sight * 0.5)
    if "fog" in weather:
        chosen = _greyed(replace(chosen, sight=chosen.sight * 0.28), 0.12, clouds=chosen.clouds)
    if "sandstorm" in weather:
        dusty = colour("c89a62")
        chosen = replace(
            chosen,
            haze=mix(chosen.haze, dusty, 0.6),
            haze_sun=mix(chosen.haze_sun, dusty, 0.5),
            horizon=mix(chosen.horizon, dusty, 0.6),
            middle=mix(chosen.middle, dusty, 0.45),
            sight=chosen.sight * 0.3,
        )
    return chosen


def _stormy(base: Palette) -> Palette:
    """Close the sky over any time of day; a little of its colour is left low down."""
    storm = _TIMES["storm"]
    dusk = np.float32(0.55 + 0.45 * base.light)
    return replace(
        storm,
        zenith=storm.zenith * dusk,
        middle=mix(storm.middle, base.middle, 0.10) * dusk,
        horizon=mix(storm.horizon, base.horizon, 0.16) * dusk,
        haze=mix(storm.haze, base.haze, 0.12) * dusk,
        haze_sun=mix(storm.haze_sun, base.haze_sun, 0.18) * dusk,
        light=storm.light * float(dusk),
    )


def _greyed(base: Palette, amount: float, clouds: float = 0.94) -> Palette:
    """Take colour and sun out of a palette, as rain does."""
    grey = _WET_GREY * np.float32(0.45 + 0.55 * base.light)
    return replace(
        base,
        zenith=mix(base.zenith, grey * 0.8, amount),
        middle=mix(base.middle, grey, amount),
        horizon=mix(base.horizon, grey * 1.12, amount * 0.8),
        haze=mix(base.haze, grey, amount),
        haze_sun=mix(base.haze_sun, grey, amount),
        key=base.key * (1.0 - amount),
        fill=base.fill * (1.0 + 0.3 * amount),
        sun_height=base.sun_height if amount < 0.3 else None,
        clouds=max(clouds, base.clouds),
        sight=base.sight * (1.0 - 0.5 * amount),
    )
