"""From a score to samples: lay out the sounds, balance them, fade, and set the loudness."""

from __future__ import annotations

import math
import operator
import zlib
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from filmgate.media.sound.blocks import RATE, Mono, Random, Stereo
from filmgate.media.sound.cues.bank import CUES, Cue, cue_name
from filmgate.media.sound.loudness import SILENCE, integrated_lufs, limited, loud_part_lufs
from filmgate.media.sound.music.bed import bed, instruments_of
from filmgate.media.sound.music.harmony import mood_named
from filmgate.media.sound.score import CueWish, Score, Section
from filmgate.media.sound.space import placed

#: samples of one video frame at 24 fps
FRAME = 2000
#: loudness of every finished clip, in LUFS, and its highest true peak, in dB
TARGET_LUFS = -16.0
PEAK_DB = -2.5
#: a near footstep before the loudness is set, and music against it
_NEAR_LUFS = -20.0
_MUSIC_DB = -4.0
#: how much louder the most violent is than the faintest
_VIOLENCE_DB = 6.0
#: how far a cue may lie under everything else within its own band
_MASKED_DB = -7.0
_MOST_LIFT_DB = 12.0
#: an original recording is raised by no more than this
_MOST_RAISE_DB = 18.0


#: cues that the rest gives way to, and by how much
_VOICES = frozenset({"speech", "whisper"})
_DUCK_DB = -9.0

#: samples of a frame in which levels are compared
_GRAIN = 4096


@dataclass(frozen=True, slots=True)
class Stem:
    """One sound of the mix over the whole clip."""

    #: cue or instruments; "original" for the sound of a reference video
    name: str
    #: "cue", "tone", "music" or "original"
    kind: str
    #: float32, shape (2, samples)
    samples: Stereo
    #: band it is recognised by, in Hz
    low: float = 20.0
    high: float = 20_000.0
    #: how far under the rest it may lie on purpose, in dB (a wish for less)
    below_db: float = 0.0


def compose(score: Score, frames: int, seed: int) -> NDArray[np.float32]:
    """Make the sound of a clip.

    Parameters
    ----------
    score : Score
        Sections beyond the clip's end are cut; time without a section has the room's tone only.
    frames : int
        Length of the clip at 24 fps.
    seed : int
        From 0 on; the same score, frames and seed give the same bytes.

    Returns
    -------
    ndarray of float32, shape (frames * 2000, 2)
        48 kHz, -16 LUFS ± 1, true peak under -1 dB; never silent. Only an `original` that is
        alone and very quiet stays quieter, and a silent one silent.

    Raises
    ------
    ValueError
        If `frames` is not positive, or a cue, instrument or mood is unknown.
    """
    if frames < 1:
        raise ValueError(f"frames is {frames}, a clip has at least 1")
    n = frames * FRAME
    stems = ducked(balanced(lay(score, n, seed)))
    mix = np.zeros((2, n), np.float32)
    for stem in stems:
        mix += stem.samples
    mix *= _clip_fades(n, score.fade_out_s)
    is_original_alone = all(stem.kind == "original" for stem in stems)
    raised = _MOST_RAISE_DB if is_original_alone else math.inf
    return np.ascontiguousarray(mastered(mix, raised).T)


def lay(score: Score, n: int, seed: int) -> list[Stem]:
    """Every sound of a score at its place and level, before balancing; each of `n` samples."""
    sections = _inside(score.sections, n / RATE)
    stems = _cues(sections, n, seed)
    stems += _music(sections, n, seed)
    if score.original is not None:
        return [*stems, _original(score, n, bool(stems))]
    if not stems and score.has_bed:
        whole = Section(
            0.0, n / RATE, music=("pad",), mood=sections[0].mood if sections else "calm"
        )
        stems += [replace(stem, below_db=6.0) for stem in _music([whole], n, seed)]
    return [*stems, _tone(sections, n, seed)]


def balanced(stems: list[Stem]) -> list[Stem]:
    """Raise cues that the others would mask: each is heard within its own band while it sounds."""
    if len(stems) < 2:
        return stems
    power = [_spectra(stem.samples) for stem in stems]
    gains = np.ones(len(stems))
    for _ in range(3):
        for k, stem in enumerate(stems):
            if stem.kind != "cue":
                continue
            own, rest = _in_band(power, gains, k, stem)
            short = _MASKED_DB + stem.below_db - 10 * math.log10((own + 1e-9) / (rest + 1e-9))
            if short > 0:
                gains[k] = min(gains[k] * 10 ** (short / 20), 10 ** (_MOST_LIFT_DB / 20))
    return [
        replace(stem, samples=stem.samples * np.float32(gain)) if gain > 1 else stem
        for stem, gain in zip(stems, gains, strict=True)
    ]


def ducked(stems: list[Stem]) -> list[Stem]:
    """Lower everything else while a voice of `VOICES` speaks, gently before and after."""
    voices = [stem for stem in stems if stem.name in _VOICES]
    others = [stem for stem in stems if stem.name not in _VOICES]
    if not voices or not others:
        return stems
    loud = np.max([np.abs(stem.samples).max(axis=0) for stem in voices], axis=0)
    n = loud.size
    # five values a second: held over pauses between words, then in straight lines
    step = RATE // 5
    blocks = np.pad(loud, (0, -n % step)).reshape(-1, step).max(axis=1)
    speaks = (blocks > 0.08 * blocks.max()).astype(np.float64)
    held = np.maximum.reduce([speaks, np.append(speaks[1:], 0.0), np.append(0.0, speaks[:-1])])
    depth = 1.0 - 10 ** (_DUCK_DB / 20)
    centres = (np.arange(held.size) + 0.5) * step
    gain = (1.0 - depth * np.interp(np.arange(n), centres, held)).astype(np.float32)
    return [
        stem if stem.name in _VOICES else replace(stem, samples=stem.samples * gain)
        for stem in stems
    ]


def mastered(mix: Stereo, most_raise_db: float = math.inf) -> Stereo:
    """Bring a mix to -16 LUFS with its peaks under the ceiling."""
    loud = integrated_lufs(mix)
    if loud <= SILENCE:
        return mix
    gain_db = min(TARGET_LUFS - loud, most_raise_db)
    is_held_back = gain_db == most_raise_db
    for _ in range(8):
        out = limited((mix * np.float32(10 ** (gain_db / 20))).astype(np.float32), PEAK_DB)
        short = TARGET_LUFS - integrated_lufs(out)
        if is_held_back or abs(short) < 0.2:
            break
        gain_db += short * 1.2
    return out


def _spectra(x: Stereo) -> NDArray[np.float32]:
    """Power of both channels by frame of 85 ms (rows) and frequency (columns, 11.7 Hz apart)."""
    n = x.shape[1] // _GRAIN * _GRAIN
    frames = np.fft.rfft(x[:, :n].reshape(2, -1, _GRAIN) * np.hanning(_GRAIN))
    return np.asarray(np.square(np.abs(frames)).sum(axis=0), dtype=np.float32)


def _in_band(
    power: list[NDArray[np.float32]], gains: NDArray[np.float64], k: int, stem: Stem
) -> tuple[float, float]:
    """Power of stem `k` and of all others in its band, over the frames in which it sounds."""
    hz = np.fft.rfftfreq(_GRAIN, 1 / RATE)
    inside = (hz >= stem.low) & (hz <= stem.high)
    each = np.array(
        [
            p[:, inside].sum(axis=1, dtype=np.float64) * g**2
            for p, g in zip(power, gains, strict=True)
        ]
    )
    sounds = each[k] > 0.01 * each[k].max(initial=0.0)
    own = float(each[k][sounds].sum())
    return own, float(each[:, sounds].sum()) - own


def _cues(sections: list[Section], n: int, seed: int) -> list[Stem]:
    """Cue after cue; one that goes on over a cut is made once, so that it does not restart."""
    stems = []
    names = sorted({cue_name(w.name) for s in sections for w in s.cues}, key=list(CUES).index)
    for name in names:
        cue = CUES[name]
        wanted = [(s, w) for s in sections for w in s.cues if cue_name(w.name) == name]
        out = np.zeros((2, n), np.float32)
        events = [(s, w) for s, w in wanted if cue.length_s is not None or w.at_s is not None]
        for index, (section, wish) in enumerate(events):
            _add_event(out, cue, section, wish, _chance(seed, name, index + 1))
        beds = [(s, w) for s, w in wanted if cue.length_s is None and w.at_s is None]
        _add_bed(out, cue, beds, _chance(seed, name, 0))
        below = min(0.0, *(w.gain_db for _, w in wanted)) if wanted else 0.0
        stems.append(Stem(name, "cue", out, cue.low, cue.high, below))
    return stems


def _add_event(out: Stereo, cue: Cue, section: Section, wish: CueWish, rng: Random) -> None:
    """A sound with a time of its own; it may ring on 0.25 s after its section."""
    start = section.start_s + (wish.at_s or 0.0)
    length = min(wish.length_s or cue.length_s or math.inf, section.end_s + 0.25 - start)
    m, at = round(length * RATE), round(start * RATE)
    if m < RATE // 50 or at >= out.shape[1]:
        return
    if cue.say is not None and wish.line is not None:
        dry = cue.say(m, rng, wish.line)
    else:
        dry = cue.make(m, rng, wish.intensity)
    sound = _heard(cue, dry, wish)
    edge = np.ones(m, np.float32)
    k = min(m // 4, round(0.12 * RATE))
    edge[m - k :] = np.cos(np.linspace(0, math.pi / 2, k)) ** 2
    last = min(at + m, out.shape[1])
    out[:, at:last] += (sound * edge)[:, : last - at]


def _add_bed(out: Stereo, cue: Cue, beds: list[tuple[Section, CueWish]], rng: Random) -> None:
    """A continuous sound over its sections, with a crossfade where its place or level changes."""
    if not beds:
        return
    start = beds[0][0].start_s
    m = min(round((beds[-1][0].end_s + 0.3) * RATE), out.shape[1]) - round(start * RATE)
    at = round(start * RATE)
    dry = cue.make(m, rng, max(w.intensity for _, w in beds))
    for _, same in groupby(beds, key=lambda b: _manner(b[1])):
        run = list(same)
        heard = _heard(cue, dry, run[0][1])
        for section, _ in run:
            window = _window(out.shape[1], section, _joined(section, run))
            out[:, at : at + m] += heard * window[at : at + m]


def _manner(wish: CueWish) -> tuple[float, float, float]:
    return wish.gain_db, wish.pan, wish.distance


def _heard(cue: Cue, dry: Stereo, wish: CueWish) -> Stereo:
    """A dry cue at its level and place."""
    loud = loud_part_lufs(dry)
    gain_db = _NEAR_LUFS + cue.level_db + wish.gain_db - max(loud, -90.0)
    gain_db += _VIOLENCE_DB * (wish.intensity - 0.5)
    return placed(dry * np.float32(10 ** (gain_db / 20)), wish.pan, wish.distance, cue.space)


def _music(sections: list[Section], n: int, seed: int) -> list[Stem]:
    """Music of each run of sections that want the same; it does not stop at cuts inside a run."""
    stems = []
    runs = [list(run) for _, run in groupby(sections, key=lambda s: (s.music, s.mood))]
    for index, run in enumerate(runs):
        names = tuple(dict.fromkeys(i for word in run[0].music for i in instruments_of(word)))
        mood_named(run[0].mood)
        if not names:
            continue
        at, end = round(run[0].start_s * RATE), min(n, round(run[-1].end_s * RATE))
        tail = min(n - end, round(0.6 * RATE))
        music = bed(end - at + tail, names, run[0].mood, seed, index)
        loud = loud_part_lufs(music, 0.8)
        gain = 10 ** ((_NEAR_LUFS + _MUSIC_DB - max(loud, -90.0)) / 20)
        fade = np.ones(music.shape[1], np.float32)
        if at:
            k = min(round(0.25 * RATE), fade.size // 2)
            fade[:k] = np.sin(np.linspace(0, math.pi / 2, k))
        if tail:
            fade[fade.size - tail :] = np.cos(np.linspace(0, math.pi / 2, tail))
        out = np.zeros((2, n), np.float32)
        out[:, at : end + tail] = music * fade * np.float32(gain)
        stems.append(Stem("+".join(names), "music", out))
    return stems


def _tone(sections: list[Section], n: int, seed: int) -> Stem:
    """The tone of the place under everything: a room's, or that of open air."""
    spaces = {CUES[cue_name(w.name)].space for s in sections for w in s.cues}
    name = "outdoor_air" if spaces & {"outdoors", "valley", "street"} else "room_tone"
    dry = CUES[name].make(n, _chance(seed, name, 9), 0.3)
    return Stem(name, "tone", _heard(CUES[name], dry, CueWish(name, distance=0.0)))


def _original(score: Score, n: int, has_company: bool) -> Stem:
    """The sound of a reference video, cut or continued with silence, without a click at its end."""
    given = np.asarray(score.original, dtype=np.float32)
    rows = np.stack([given, given]) if given.ndim == 1 else given.T
    if rows.shape[0] != 2:
        raise ValueError(f"the original has shape {given.shape}, allowed is (samples, 2)")
    rows = np.nan_to_num(rows[:, :n], posinf=0.0, neginf=0.0)
    out = np.zeros((2, n), np.float32)
    m = rows.shape[1]
    out[:, :m] = rows
    k = min(m, RATE // 50)
    if m < n:
        out[:, m - k : m] *= np.linspace(1, 0, k, dtype=np.float32)
    loud = integrated_lufs(out)
    if has_company and loud > SILENCE:
        out *= np.float32(10 ** (min(_NEAR_LUFS - loud, _MOST_RAISE_DB) / 20))
    return Stem("original", "original", out * np.float32(10 ** (score.original_gain_db / 20)))


def _inside(sections: tuple[Section, ...], end_s: float) -> list[Section]:
    """Sections in order of time, cut at the clip's end."""
    ordered = sorted(sections, key=operator.attrgetter("start_s"))
    return [
        replace(s, end_s=min(s.end_s, end_s))
        for s in ordered
        if s.start_s < end_s and s.end_s > s.start_s
    ]


def _joined(section: Section, run: list[tuple[Section, CueWish]]) -> tuple[bool, bool]:
    """Whether the same sound goes on unchanged before and after a section."""
    starts = {s.start_s for s, _ in run}
    ends = {s.end_s for s, _ in run}
    return section.start_s in ends, section.end_s in starts


def _window(n: int, section: Section, joined: tuple[bool, bool]) -> Mono:
    """1 inside a section, equal-power slopes of its fade centred on its edges."""
    t = np.arange(n) / RATE
    half = max(section.fade_s, 0.01) / 2
    up = np.clip((t - section.start_s) / (2 * half) + 0.5, 0, 1)
    down = np.clip((section.end_s - t) / (2 * half) + 0.5, 0, 1)
    if section.start_s <= 0:
        up = np.ones(n)
    if joined[0]:
        up = (t >= section.start_s).astype(np.float64)
    if joined[1]:
        down = (t < section.end_s).astype(np.float64)
    elif section.end_s * RATE >= n:
        down = np.ones(n)
    return (np.sin(math.pi / 2 * up) * np.sin(math.pi / 2 * down)).astype(np.float32)


def _clip_fades(n: int, out_s: float) -> Mono:
    """Fade in over 0.12 s and out over `out_s`, shorter in very short clips."""
    up, down = min(round(0.12 * RATE), n // 8), min(round(out_s * RATE), n // 3)
    y = np.ones(n, np.float32)
    y[:up] = np.sin(np.linspace(0, math.pi / 2, up)) ** 2
    y[n - down :] = np.cos(np.linspace(0, math.pi / 2, down)) ** 2
    return y


def _chance(seed: int, name: str, index: int) -> Random:
    return np.random.default_rng([seed, zlib.crc32(name.encode()), index])
