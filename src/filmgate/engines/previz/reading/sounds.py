"""Reads what is heard: cues with level, distance and side, music and silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.engines.previz.reading.match import text_of
from filmgate.engines.previz.reading.tables import CUES, MUSIC, SILENCE
from filmgate.engines.previz.reading.words_cues import (
    CUE_NEEDS,
    DETAIL_CUES,
    NIGHT_CUES,
    PLACE_CUES,
    WEATHER_CUES,
)
from filmgate.engines.previz.reading.words_sound import FAR, LOUD, NEAR, SOFT
from filmgate.engines.previz.storyboard import SoundWish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filmgate.engines.previz.reading.match import Hit, Text, Vocabulary
    from filmgate.engines.previz.reading.world import World

_REACH: Final = 3
_MAX_CUES: Final = 6


def read_sounds(passages: Sequence[str]) -> tuple[SoundWish, ...]:
    """Read the sounds that passages about sound name."""
    wishes: dict[str, SoundWish] = {}
    for passage in passages:
        text = text_of(passage)
        for vocabulary, kind in ((CUES, "cue"), (MUSIC, "music")):
            for wish in _wishes(text, vocabulary, kind):
                wishes.setdefault(wish.name, wish)
    return _without_vague_music(tuple(wishes.values()))


def sounds_of_picture(picture: str, world: World, *, walks: bool) -> tuple[SoundWish, ...]:
    """Read sounds from the whole text when no passage is about sound, and from the place.

    Parameters
    ----------
    picture : str
        The text of the shot, or of the clip.
    world : World
        Gives the sounds that belong to the place and the weather.
    walks : bool
        Whether people walk in it; footsteps of animals do not count.
    """
    text = text_of(picture)
    wishes = {wish.name: wish for wish in _wishes(text, CUES, "cue")}
    for wish in _wishes(text, MUSIC, "music"):
        wishes.setdefault(wish.name, wish)
    names = [WEATHER_CUES[item] for item in world.weather if item in WEATHER_CUES]
    names += [DETAIL_CUES[item] for item in world.details if item in DETAIL_CUES]
    if walks and world.place in ("street", "village", "forest"):
        names.append("footsteps")
    has_cue = any(wish.kind == "cue" for wish in wishes.values())
    if not has_cue and not names:
        names += PLACE_CUES.get(world.place, ())
        names = [name for name in names if name != "footsteps" or walks]
        if world.time_of_day in ("night", "blue_hour"):
            names = [NIGHT_CUES.get(name, name) for name in names]
    for name in names:
        wishes.setdefault(name, SoundWish(name, gain_db=-3.0))
    return _without_vague_music(tuple(wishes.values()))[:_MAX_CUES]


def _wishes(text: Text, vocabulary: Vocabulary, kind: str) -> list[SoundWish]:
    """Turn what a vocabulary finds into wishes with level and place."""
    words = text.words()
    wishes = []
    for hit in vocabulary.find(text):
        if hit.negated or not CUE_NEEDS.get(hit.name, words) & words:
            continue
        wishes.append(_wish(text, hit, kind))
    return wishes


def _wish(text: Text, hit: Hit, kind: str) -> SoundWish:
    """Read level, distance and side from the words around a sound."""
    near = _beside(text, hit)
    distance = 0.8 if near & FAR else 0.1 if near & NEAR else 0.3
    gain, intensity = 0.0, 0.5
    if near & LOUD:
        gain, intensity = 4.0, 0.85
    elif near & SOFT:
        gain, intensity = -5.0, 0.25
    pan = -0.6 if "left" in near else 0.6 if "right" in near else 0.0
    return SoundWish(hit.name, kind, distance, pan, gain, intensity)


def _beside(text: Text, hit: Hit) -> set[str]:
    """Collect the words of a hit and around it, inside its clause."""
    low = hit.first
    while low > max(0, hit.first - _REACH) and not text.tokens[low].after_break:
        low -= 1
    high = hit.last
    while high < min(len(text.tokens), hit.last + _REACH) and not text.tokens[high].after_break:
        high += 1
    return {token.word for token in text.tokens[low:high]}


def _without_vague_music(wishes: tuple[SoundWish, ...]) -> tuple[SoundWish, ...]:
    """Drop the pad that "music" alone stands for where an instrument is named."""
    instruments = {wish.name for wish in wishes if wish.kind == "music"}
    if len(instruments) < 2 or "pad" not in instruments:
        return wishes
    return tuple(wish for wish in wishes if wish.name != "pad")


def muted(texts: Sequence[str]) -> set[str]:
    """Find what a text silences: "silence", "no_music", "no_dialogue"."""
    found: set[str] = set()
    for text in texts:
        found |= {hit.name for hit in SILENCE.find(text_of(text))}
    return found


def silenced(wishes: tuple[SoundWish, ...], mutes: set[str]) -> tuple[SoundWish, ...]:
    """Leave out what a text silences."""
    if "silence" in mutes:
        return tuple(wish for wish in wishes if wish.name == "room_tone") or (
            SoundWish("room_tone", gain_db=-6.0),
        )
    if "no_music" in mutes:
        wishes = tuple(wish for wish in wishes if wish.kind != "music")
    if "no_dialogue" in mutes:
        wishes = tuple(wish for wish in wishes if wish.name not in ("speech", "whisper"))
    return wishes
