"""People: steps, voices, crowds, hands."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from filmgate.media.sound.blocks import (
    RATE,
    Mono,
    Random,
    Stereo,
    arch,
    beats,
    burst,
    damped,
    decay,
    drift,
    noise,
    place,
    shower,
    single,
    sweep,
    tame,
    wide_noise,
)
from filmgate.media.sound.cues.voices import Voice, phrase, spoken, syllable, voice_of
from filmgate.media.sound.score import Line

StepMaker = Callable[[Random], Mono]


def footsteps(n: int, rng: Random, intensity: float) -> Stereo:
    """Leather soles on stone: heel, then toe, with a hard edge."""
    return _walk(n, rng, intensity, _stone_step)


def footsteps_gravel(n: int, rng: Random, intensity: float) -> Stereo:
    """Boots on gravel: each step crunches as the stones give way."""
    return _walk(n, rng, intensity, _gravel_step)


def footsteps_wood(n: int, rng: Random, intensity: float) -> Stereo:
    """Steps on floorboards: a hollow knock that the boards hold for a moment."""
    return _walk(n, rng, intensity, _wood_step)


def footsteps_snow(n: int, rng: Random, intensity: float) -> Stereo:
    """Steps in snow: a soft compressing creak."""
    return _walk(n, rng, intensity, _snow_step)


def crowd(n: int, rng: Random, intensity: float) -> Stereo:
    """Many people talking at once, near and far, no word to be made out."""
    voices = 12 + round(10 * intensity)
    wash = wide_noise(n, rng, 0.9, 250, 2400, 0.8) * (0.05 + 0.05 * drift(n, rng, 3.0))
    return _babble(n, rng, voices) + wash


def cafe(n: int, rng: Random, intensity: float) -> Stereo:
    """A café: talk at the tables, cups on saucers, now and then the steam of the machine."""
    out = 0.8 * _babble(n, rng, 8 + round(6 * intensity))
    out += wide_noise(n, rng, 1.2, 80, 900, 0.8) * 0.05
    at = 0.25
    while at * RATE < n:
        pan, loud = float(rng.uniform(-0.8, 0.8)), float(rng.uniform(0.12, 0.4))
        for _ in range(int(rng.integers(1, 4))):
            place(out, _clink(rng), round(at * RATE), pan, loud)
            at += float(rng.uniform(0.07, 0.2))
        at += float(rng.gamma(2.0, 0.55))
    if n > 3 * RATE:
        steam = noise(round(1.6 * RATE), rng, -0.3, 2500, 11_000)
        place(out, steam * arch(steam.size, 0.25), round(0.45 * n), 0.5, 0.09)
    return out


def applause(n: int, rng: Random, intensity: float) -> Stereo:
    """A hall that claps: dozens of pairs of hands, each at its own pace."""
    claps = [
        burst(0.03, rng, 0.0008, 0.005 + 0.002 * (k % 3), 700 + 130 * k, 2600 + 350 * k, 0.2)
        for k in range(10)
    ]
    swell = 0.7 + 0.3 * drift(n, rng, 0.6)
    mass = shower(n, rng, 110 + 160 * intensity, claps, swell, 1.0)
    near = np.zeros((2, n), np.float32)
    for k in range(5):
        pan, rate = (-0.7, 0.6, -0.2, 0.3, 0.8)[k], float(rng.uniform(3.2, 4.6))
        for at, _ in beats(n, rng, (1 / rate,), 0.05 * k, 0.06):
            place(near, claps[2 * k], at, pan, float(rng.uniform(0.5, 0.9)))
    return mass + near + wide_noise(n, rng, 0.6, 500, 5000) * 0.05


def speech(n: int, rng: Random, intensity: float) -> Stereo:
    """Somebody says a line: the melody and mouth of speech without its words."""
    voice = phrase(n, rng, voice_of(rng), 4.2 + 1.2 * intensity)
    return np.stack([voice, voice])


def say(n: int, rng: Random, line: Line) -> Stereo:
    """A line of so many syllables in a certain voice, without its words."""
    voice = spoken(n, rng, Voice(line.hz, line.throat), line.clauses)
    return np.stack([voice, voice])


def whisper(n: int, rng: Random, intensity: float) -> Stereo:
    """A whispered line: breath through a mouth that speaks."""
    return _breathed(n, rng, phrase(n, rng, voice_of(rng), 4.4 + intensity))


def whisper_line(n: int, rng: Random, line: Line) -> Stereo:
    """A whispered line of so many syllables."""
    return _breathed(n, rng, spoken(n, rng, Voice(line.hz, line.throat), line.clauses))


def _breathed(n: int, rng: Random, line: Mono) -> Stereo:
    """Breath with the loudness of a spoken line."""
    level = np.abs(line)
    k = min(1200, n)
    level = np.convolve(level, np.hanning(k + 2)[1:-1] / ((k + 1) / 2), mode="same")
    breath = noise(n, rng, 0.3, 900, 3200) + 0.7 * noise(n, rng, 0.0, 3500, 8500)
    voice = (breath * level).astype(np.float32)
    return np.stack([voice, voice])


def heartbeat(n: int, rng: Random, intensity: float) -> Stereo:
    """A heart, heard from within: a deep double knock, faster when the heart is afraid."""
    out = wide_noise(n, rng, 1.5, 30, 200, 0.5) * 0.01
    beat = 60 / (58 + 50 * intensity)
    lub = _thud(58, 0.055)
    dub = _thud(74, 0.04)
    for at, k in beats(n, rng, (0.3 * beat / 0.8, beat - 0.3 * beat / 0.8), 0.1, 0.012):
        place(out, dub if k else lub, at, 0.0, 0.75 if k else 1.0)
    # overtones let small loudspeakers tell of a tone they cannot play
    return single(np.tanh(2.5 * out))


def breath(n: int, rng: Random, intensity: float) -> Stereo:
    """Somebody breathing: in, a little brighter, and out."""
    out = np.zeros((2, n), np.float32)
    each = 1.75 - 0.9 * intensity
    for at, k in beats(n, rng, (each * 0.9, each * 1.2), 0.05, 0.04):
        m = round(each * (0.75, 0.95)[k] * RATE)
        air = noise(m, rng, 0.4, (900, 450)[k], (5500, 3200)[k])
        place(out, air * arch(m, (0.6, 0.3)[k]), at, 0.0, (0.7, 1.0)[k])
    return out


def cloth(n: int, rng: Random, intensity: float) -> Stereo:
    """Linen or a coat as somebody moves: short soft strokes."""
    out = wide_noise(n, rng, 0.8, 500, 5000) * 0.01
    at = 0.1
    while at * RATE < n:
        m = round(float(rng.uniform(0.18, 0.5)) * RATE)
        stroke = noise(m, rng, 0.6, 700, 7000) * arch(m, float(rng.uniform(0.3, 0.7)))
        stroke *= 0.5 + 0.5 * drift(m, rng, 28.0)
        place(out, stroke, round(at * RATE), float(rng.uniform(-0.5, 0.5)), rng.uniform(0.3, 0.9))
        at += m / RATE + float(rng.uniform(0.05, 0.7 - 0.5 * intensity))
    return out


def _babble(n: int, rng: Random, voices: int) -> Stereo:
    """Voices made of syllables, each with pauses in which it listens."""
    out = np.zeros((2, n), np.float32)
    for k in range(voices):
        who = voice_of(rng)
        bank = [syllable(rng, who, float(rng.uniform(0.12, 0.28))) for _ in range(5)]
        pan = float(rng.uniform(-0.95, 0.95))
        loud = float(rng.uniform(0.25, 1.0)) * (1.0 if k % 3 else 1.4)
        at = -float(rng.random())
        while at * RATE < n:
            for _ in range(int(rng.integers(5, 16))):
                sound = bank[int(rng.integers(len(bank)))]
                place(out, sound, round(at * RATE), pan, loud * float(rng.uniform(0.5, 1.0)))
                at += sound.size / RATE * float(rng.uniform(0.75, 1.05))
            at += float(rng.gamma(2.0, 0.35))
    return single(out / np.sqrt(voices))


def _walk(n: int, rng: Random, intensity: float, step: StepMaker) -> Stereo:
    out = wide_noise(n, rng, 1.2, 80, 900, 0.8) * 0.004
    gap = 60 / (104 + 40 * intensity)
    for at, k in beats(n, rng, (gap, gap * 1.02), 0.1, 0.02):
        place(out, step(rng), at, (-0.12, 0.12)[k], float(rng.uniform(0.8, 1.0)))
    return tame(out, 9.0)


def _stone_step(rng: Random) -> Mono:
    m = round(0.3 * RATE)
    out = np.zeros((2, m), np.float32)
    heel = burst(0.09, rng, 0.0008, 0.010, 300, 5200, 0.6)
    thump = _thud(float(rng.uniform(125, 150)), 0.018)
    toe = burst(0.12, rng, 0.004, 0.016, 500, 4200, 0.5)
    place(out, heel, 0, 0.0, 0.9)
    place(out, thump, 0, 0.0, 0.7)
    place(out, toe, round(0.085 * RATE), 0.0, 0.3)
    return single(out[0])


def _gravel_step(rng: Random) -> Mono:
    m = round(0.34 * RATE)
    stones = [
        burst(0.02, rng, 0.0006, 0.003 + 0.001 * (k % 4), 900 + 300 * k, 4500 + 500 * k, 0.2)
        for k in range(8)
    ]
    press = (arch(m, 0.12) + 0.40 * arch(m, 0.5)) * np.linspace(1, 0.2, m)
    grains = shower(m, rng, 300, stones, press.astype(np.float32), 2.5, 0.0)[0]
    weight = np.zeros(m, np.float32)
    weight[: round(0.15 * RATE)] = burst(0.15, rng, 0.004, 0.03, 90, 700, 0.8)
    return single(grains * 0.9 + 0.45 * weight)


def _wood_step(rng: Random) -> Mono:
    hz = float(rng.uniform(135, 175))
    board = damped(
        0.3, [hz, hz * 2.1, hz * 3.4, hz * 5.3], [1.0, 0.6, 0.35, 0.18], [0.05, 0.032, 0.018, 0.01]
    )
    knock = burst(0.3, rng, 0.0006, 0.007, 350, 4000, 0.5)
    return (0.8 * board + 0.55 * knock).astype(np.float32)


def _snow_step(rng: Random) -> Mono:
    m = round(0.32 * RATE)
    press = noise(m, rng, 0.5, 500, 4800) * arch(m, 0.3)
    creak = 0.45 + 0.55 * np.abs(sweep(float(rng.uniform(34, 48)), m))
    return (press * creak * 0.8 + _padded(_thud(85, 0.03), m) * 0.25).astype(np.float32)


def _thud(hz: float, fall_s: float) -> Mono:
    n = round(fall_s * 7 * RATE)
    return sweep(hz * np.linspace(1.3, 0.8, n), n) * decay(n, 0.004, fall_s)


def _padded(x: Mono, n: int) -> Mono:
    return np.pad(x, (0, max(0, n - x.size)))[:n].astype(np.float32)


def _clink(rng: Random) -> Mono:
    hz = float(rng.uniform(2100, 3900))
    ratios = (1.0, 1.47, 2.31, 3.07)
    falls = [0.09 / r for r in ratios]
    return damped(0.4, [hz * r for r in ratios], [1.0, 0.6, 0.5, 0.3], falls, 0.0004)
