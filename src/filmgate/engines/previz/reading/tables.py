"""The vocabularies, built once from the data modules."""

from __future__ import annotations

from typing import Final

from filmgate.engines.previz.reading import (
    words_camera,
    words_cast,
    words_cues,
    words_look,
    words_sound,
    words_world,
)
from filmgate.engines.previz.reading.match import Vocabulary

MOVES: Final = Vocabulary(words_camera.MOVES, fillers=True)
SPEEDS: Final = Vocabulary(words_camera.SPEEDS)
EASINGS: Final = Vocabulary(words_camera.EASINGS)
SEQUENCE: Final = Vocabulary(words_camera.SEQUENCE)
SIZES: Final = Vocabulary(words_camera.SIZES)
ANGLES: Final = Vocabulary(words_camera.ANGLES)
LENSES: Final = Vocabulary(words_camera.LENSES)
TRANSITIONS: Final = Vocabulary(words_camera.TRANSITIONS, fillers=True)
FADE_OUT: Final = Vocabulary(words_camera.FADE_OUT, fillers=True)
PLACES: Final = Vocabulary(words_world.PLACES)
DETAILS: Final = Vocabulary(words_world.DETAILS)
TIMES: Final = Vocabulary(words_world.TIMES)
SEASONS: Final = Vocabulary(words_world.SEASONS)
WEATHER: Final = Vocabulary(words_world.WEATHER)
ATMOSPHERE: Final = Vocabulary(words_look.ATMOSPHERE)
GRADES: Final = Vocabulary(words_look.GRADES)
SUBJECTS: Final = Vocabulary(words_cast.SUBJECTS)
POSES: Final = Vocabulary(words_cast.POSES, fillers=True)
CUES: Final = Vocabulary(words_cues.CUES)
MUSIC: Final = Vocabulary(words_sound.MUSIC)
MOODS: Final = Vocabulary(words_sound.MOODS)
SILENCE: Final = Vocabulary(words_sound.SILENCE)
