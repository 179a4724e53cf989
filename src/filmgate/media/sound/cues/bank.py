"""The bank: every cue by name, with how loud it sits in a mix and where it lives."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from filmgate.media.sound.blocks import Random, Stereo
from filmgate.media.sound.cues import animals, machines, people, things, water, weather
from filmgate.media.sound.score import Line

#: (samples, source of chance, intensity 0…1) → the sound as heard from beside it
CueMaker = Callable[[int, Random, float], Stereo]


@dataclass(frozen=True, slots=True)
class Cue:
    """A sound the bank can make."""

    make: CueMaker
    #: loudness against a near footstep, in dB
    level_db: float
    #: the band it is recognised by, in Hz
    low: float
    high: float
    #: what answers it, a name of `space.SPACES`
    space: str = "outdoors"
    #: seconds of a single event; None goes on as long as its section
    length_s: float | None = None
    #: (samples, source of chance, line) → a line with this many syllables, for voices
    say: Callable[[int, Random, Line], Stereo] | None = None


_BANK: dict[str, Cue] = {
    # air and weather
    "wind": Cue(weather.wind, -6, 60, 900),
    "sea_wind": Cue(weather.sea_wind, -6, 40, 2500),
    "grass": Cue(weather.grass, -9, 1800, 8000),
    "leaves": Cue(weather.leaves, -8, 700, 6500),
    "rain": Cue(weather.rain, -3, 600, 10_000),
    "thunder": Cue(weather.thunder, 3, 28, 500, "valley"),
    "snow": Cue(weather.snow, -12, 90, 700),
    "room_tone": Cue(weather.room_tone, -29, 35, 700, "room"),
    "outdoor_air": Cue(weather.outdoor_air, -28, 60, 900),
    "night_air": Cue(weather.night_air, -20, 50, 500),
    # water and fire
    "waves": Cue(water.waves, -1, 60, 4000),
    "lapping": Cue(water.lapping, -5, 180, 2400),
    "stream": Cue(water.stream, -4, 350, 3500),
    "waterfall": Cue(water.waterfall, -2, 100, 8000),
    "drips": Cue(water.drips, -6, 700, 3500, "hall"),
    "fire": Cue(water.fire, -4, 60, 8000),
    # animals
    "birds": Cue(animals.birds, -7, 1800, 6000),
    "gulls": Cue(animals.gulls, -5, 700, 5000),
    "crickets": Cue(animals.crickets, -11, 3800, 5200),
    "cicadas": Cue(animals.cicadas, -10, 4000, 9000),
    "owl": Cue(animals.owl, -8, 300, 500, "valley"),
    "frogs": Cue(animals.frogs, -8, 450, 3000),
    "dog": Cue(animals.dog, -2, 300, 3000),
    "bees": Cue(animals.bees, -9, 180, 2500),
    "wings": Cue(animals.wings, -6, 250, 3200),
    "hooves_walk": Cue(animals.hooves_walk, -1, 70, 1700),
    "hooves_trot": Cue(animals.hooves_trot, 0, 70, 1700),
    "hooves_gallop": Cue(animals.hooves_gallop, 1, 70, 1700),
    # people
    "footsteps": Cue(people.footsteps, -4, 110, 5000, "street"),
    "footsteps_gravel": Cue(people.footsteps_gravel, -4, 900, 7000),
    "footsteps_wood": Cue(people.footsteps_wood, -3, 120, 1500, "room"),
    "footsteps_snow": Cue(people.footsteps_snow, -6, 400, 4800),
    "crowd": Cue(people.crowd, -6, 150, 2800, "street"),
    "cafe": Cue(people.cafe, -5, 150, 4500, "room"),
    "applause": Cue(people.applause, -2, 700, 6000, "hall"),
    "speech": Cue(people.speech, 2, 100, 3200, "room", 2.2, people.say),
    "whisper": Cue(people.whisper, -2, 900, 8000, "room", 2.2, people.whisper_line),
    "heartbeat": Cue(people.heartbeat, 0, 40, 250, "room"),
    "breath": Cue(people.breath, -8, 450, 5500, "room"),
    "cloth": Cue(people.cloth, -10, 700, 7000, "room"),
    # machines and streets
    "traffic": Cue(machines.traffic, -5, 45, 2600, "street"),
    "city_night": Cue(machines.city_night, -8, 40, 900, "street"),
    "car_pass": Cue(machines.car_pass, 0, 60, 3000, "street"),
    "motor": Cue(machines.motor, -4, 30, 900),
    "train": Cue(machines.train, -2, 40, 3200),
    "whir": Cue(machines.whir, -9, 80, 1500, "room"),
    "neon": Cue(machines.neon, -13, 95, 2200, "room"),
    "helicopter": Cue(machines.helicopter, -1, 50, 1100),
    "plane": Cue(machines.plane, -6, 60, 1800),
    "keyboard": Cue(machines.keyboard, -7, 1300, 8000, "room"),
    "projector": Cue(machines.projector, -8, 150, 4500, "room"),
    "camera": Cue(machines.camera, -5, 600, 7500, "room"),
    # things
    "bells": Cue(things.bells, -4, 100, 1100, "valley"),
    "chimes": Cue(things.chimes, -9, 750, 5000),
    "clock": Cue(things.clock, -9, 300, 8000, "room"),
    "vinyl": Cue(things.vinyl, -12, 300, 9000, "room"),
    "creak": Cue(things.creak, -8, 380, 3000, "room"),
    "whoosh": Cue(things.whoosh, 1, 250, 5000, "room", 0.8),
    "impact": Cue(things.impact, 4, 35, 300, "hall", 3.0),
    "space_drone": Cue(things.space_drone, -6, 35, 240, "hall"),
}

#: other words people use for a cue
_ALIASES = {
    "ambience": "room_tone",
    "applauding": "applause",
    "bell": "bells",
    "birdsong": "birds",
    "breeze": "wind",
    "brook": "stream",
    "campfire": "fire",
    "city": "traffic",
    "engine": "motor",
    "footsteps_stone": "footsteps",
    "gravel": "footsteps_gravel",
    "hooves": "hooves_trot",
    "machine": "whir",
    "market": "crowd",
    "murmur": "crowd",
    "night": "night_air",
    "ocean": "waves",
    "restaurant": "cafe",
    "river": "stream",
    "rustle": "leaves",
    "shutter": "camera",
    "steps": "footsteps",
    "street": "traffic",
    "surf": "waves",
    "typing": "keyboard",
    "water": "stream",
    "wind_chimes": "chimes",
}

#: every cue by name, other words included
CUES: Mapping[str, Cue] = MappingProxyType(
    _BANK | {word: _BANK[name] for word, name in _ALIASES.items()}
)


def cue_name(word: str) -> str:
    """Return the bank's own name of a cue, given that or another word for it.

    Raises
    ------
    ValueError
        If there is no such cue; names the nearest.
    """
    name = _ALIASES.get(word, word)
    if name not in _BANK:
        near = difflib.get_close_matches(word, CUES, 3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(_BANK)}"
        raise ValueError(f"no cue is named {word!r}; {hint}")
    return name
