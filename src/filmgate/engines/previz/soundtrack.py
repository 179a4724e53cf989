"""Turns a storyboard into a score and has it composed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from filmgate.core.order import FPS
from filmgate.engines.previz.murmur import spoken_wishes
from filmgate.engines.previz.reading.words_cues import SUBJECT_CUES
from filmgate.engines.previz.storyboard import MoveKind, ShotSize
from filmgate.engines.previz.takes import Source
from filmgate.media.sound import CUES, INSTRUMENTS, CueWish, Score, Section, compose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from filmgate.engines.previz.staging import Stage
    from filmgate.engines.previz.storyboard import SoundWish, StoryShot

#: length of the crossfade between the sounds of two shots, by how the second begins
_FADES: Final = {"cut": 0.03, "dissolve": 0.7, "fade": 0.45, "whip": 0.08}
#: how far away a subject sounds, by how tightly it is framed
_DISTANCES: Final = {
    ShotSize.EXTREME_WIDE: 0.62,
    ShotSize.WIDE: 0.42,
    ShotSize.MEDIUM: 0.25,
    ShotSize.MEDIUM_CLOSE: 0.18,
    ShotSize.CLOSE: 0.1,
    ShotSize.EXTREME_CLOSE: 0.05,
}
#: a wish at this distance has not been told how far away it is
_UNTOLD: Final = 0.3
#: how far to the side a subject at the frame's edge is heard
_SIDE: Final = 0.8
#: a picture that ends in black fades its sound as long, in seconds
_FADE_OUT_S: Final = 1.1
#: a whip pan is heard from so long before its cut, for so long, in seconds
_WHIP_BEFORE_S: Final = 0.35
_WHIP_S: Final = 0.6
_WHIPS: Final = {MoveKind.WHIP_LEFT: -0.5, MoveKind.WHIP_RIGHT: 0.5}


def compose_sound(stage: Stage) -> NDArray[np.float32]:
    """Compose the sound of a clip: float32, shape (samples, 2), 48 kHz, of its exact length."""
    order, layout = stage.order, stage.layout
    shots = layout.board.shots if order.audio else ()
    following = (*shots[1:], None)[: len(shots)]
    side = _side(stage)
    fades = bool(shots) and shots[-1].ending == "fade" and order.end is None
    score = Score(
        sections=tuple(
            section_of(shot, after, side if number == 0 else 0.0)
            for number, (shot, after) in enumerate(zip(shots, following, strict=True))
        ),
        original=_original(stage),
        has_bed=order.audio,
        fade_out_s=_FADE_OUT_S if fades else 0.4,
    )
    return compose(score, layout.frames, layout.seed)


def section_of(shot: StoryShot, following: StoryShot | None = None, side: float = 0.0) -> Section:
    """Turn the wishes of one shot into a section.

    Parameters
    ----------
    following : StoryShot, optional
        The shot after it, whose whip is heard before its cut.
    side : float
        Where the subject is: -1 left to 1 right.
    """
    music = tuple(
        dict.fromkeys(
            wish.name for wish in shot.sounds if wish.kind == "music" and wish.name in INSTRUMENTS
        )
    )
    known = [wish for wish in shot.sounds if wish.kind == "cue" and wish.name in CUES]
    distance = _DISTANCES[shot.size]
    return Section(
        start_s=shot.start / FPS,
        end_s=(shot.start + shot.frames) / FPS,
        cues=(
            *(_cue(wish, side, distance) for wish in known),
            *spoken_wishes(shot, _SIDE * side, distance),
            *_whips(shot, following),
        ),
        music=music,
        mood=shot.mood or "calm",
        fade_s=_FADES.get(shot.transition, 0.03),
    )


def _cue(wish: SoundWish, side: float, distance: float) -> CueWish:
    """Place a sound: what the subject makes is heard where it is, unless the words say where."""
    is_subject = wish.name in SUBJECT_CUES
    pan = _SIDE * side if is_subject and not wish.pan else wish.pan
    far = distance if is_subject and wish.distance == _UNTOLD else wish.distance
    return CueWish(
        wish.name,
        gain_db=float(np.clip(wish.gain_db, -40.0, 12.0)),
        pan=float(np.clip(pan, -1.0, 1.0)),
        distance=float(np.clip(far, 0.0, 1.0)),
        intensity=float(np.clip(wish.intensity, 0.0, 1.0)),
    )


def _whips(shot: StoryShot, following: StoryShot | None) -> tuple[CueWish, ...]:
    """Let the air be heard where the camera whips round."""
    length = shot.frames / FPS
    wishes = [
        CueWish("whoosh", pan=_WHIPS[move.kind], at_s=move.start * length, length_s=0.8)
        for move in shot.moves
        if move.kind in _WHIPS
    ]
    if following is not None and following.transition == "whip":
        at = max(0.0, length - _WHIP_BEFORE_S)
        wishes.append(CueWish("whoosh", at_s=at, length_s=_WHIP_S))
    return tuple(wishes)


def _side(stage: Stage) -> float:
    """Where the subject of a start image is in the frame, -1 left to 1 right; 0 if unknown."""
    take = stage.layout.takes[0]
    if take.source is not Source.START:
        return 0.0
    photo = stage.photo(take.loc)
    if not photo.analysis.has_subject:
        return 0.0
    box = stage.box(take, photo)
    x = (photo.analysis.focus[0] * photo.size[0] - box.left) / box.width
    return float(np.clip(2 * x - 1, -1.0, 1.0))


def _original(stage: Stage) -> NDArray[np.float32] | None:
    """Read the reference video's own sound, if it is to be kept."""
    video = stage.order.reference_video
    if video is None or not stage.order.keep_original_sound:
        return None
    path = stage.input(video.loc).audio_path
    return None if path is None else np.load(path, allow_pickle=False)
