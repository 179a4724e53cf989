"""Turns a storyboard into a score and has it composed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from filmgate.core.order import FPS
from filmgate.media.sound import CUES, INSTRUMENTS, CueWish, Score, Section, compose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmgate.engines.previz.staging import Stage
    from filmgate.engines.previz.storyboard import SoundWish, StoryShot

#: length of the crossfade between the sounds of two shots, by how the second begins
_FADES = {"cut": 0.03, "dissolve": 0.7, "fade": 0.45, "whip": 0.08}


def compose_sound(stage: Stage) -> NDArray[np.float32]:
    """Compose the sound of a clip: float32, shape (samples, 2), 48 kHz, of its exact length."""
    order, layout = stage.order, stage.layout
    shots = layout.board.shots if order.audio else ()
    score = Score(
        sections=tuple(section_of(shot) for shot in shots),
        original=_original(stage),
        has_bed=order.audio,
    )
    return compose(score, layout.frames, layout.seed)


def section_of(shot: StoryShot) -> Section:
    """Turn the wishes of one shot into a section."""
    music = tuple(
        dict.fromkeys(
            wish.name for wish in shot.sounds if wish.kind == "music" and wish.name in INSTRUMENTS
        )
    )
    return Section(
        start_s=shot.start / FPS,
        end_s=(shot.start + shot.frames) / FPS,
        cues=tuple(_cue(wish) for wish in shot.sounds if wish.kind == "cue" and wish.name in CUES),
        music=music,
        mood=shot.mood or "calm",
        fade_s=_FADES.get(shot.transition, 0.03),
    )


def _cue(wish: SoundWish) -> CueWish:
    return CueWish(
        wish.name,
        gain_db=float(np.clip(wish.gain_db, -40.0, 12.0)),
        pan=float(np.clip(wish.pan, -1.0, 1.0)),
        distance=float(np.clip(wish.distance, 0.0, 1.0)),
        intensity=float(np.clip(wish.intensity, 0.0, 1.0)),
    )


def _original(stage: Stage) -> NDArray[np.float32] | None:
    """Read the reference video's own sound, if it is to be kept."""
    video = stage.order.reference_video
    if video is None or not stage.order.keep_original_sound:
        return None
    path = stage.input(video.loc).audio_path
    return None if path is None else np.load(path, allow_pickle=False)
