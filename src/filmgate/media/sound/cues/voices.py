"""A voice without words: harmonics of a throat, shaped by vowels that glide into each other."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filmgate.media.sound.blocks import RATE, Mono, Random, drift, noise, unit

#: the first three resonances of a grown voice, in Hz: "ah", "eh", "ee", "oh", "oo", "uh"
VOWELS = (
    (730, 1090, 2440),
    (530, 1840, 2480),
    (300, 2250, 3000),
    (570, 840, 2410),
    (320, 900, 2240),
    (620, 1200, 2400),
)


_STEP = 96
#: length of the pause between two clauses, in syllables
_PAUSE = 1.3


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks."""

    #: pitch in Hz, about 110 for men and 205 for women
    hz: float
    #: length of the throat against a man's: below 1 raises every resonance
    throat: float


def voice_of(rng: Random) -> Voice:
    """Draw a grown speaker."""
    if rng.random() < 0.5:
        return Voice(float(rng.uniform(98, 135)), float(rng.uniform(0.98, 1.06)))
    return Voice(float(rng.uniform(180, 235)), float(rng.uniform(0.83, 0.90)))


def phrase(n: int, rng: Random, voice: Voice, rate: float = 4.6) -> Mono:
    """Speech-like sound of `n` samples, about `rate` syllables a second, pitch falling to the end.

    Each syllable has a vowel, an opening and a closing; some begin with the noise of a consonant.
    """
    return _uttered(n, rng, voice, _syllables(n, rng, rate))


def spoken(n: int, rng: Random, voice: Voice, clauses: tuple[int, ...]) -> Mono:
    """Speech-like sound of `n` samples with so many syllables in each clause."""
    return _uttered(n, rng, voice, _counted(n, rng, clauses))


def _uttered(n: int, rng: Random, voice: Voice, bounds: list[tuple[int, int]]) -> Mono:
    """Speak syllables with these starts and ends."""
    points = np.array([a for a, _ in bounds] + [n]) / RATE
    vowels = [VOWELS[int(k)] for k in rng.integers(0, len(VOWELS), points.size)]
    t = np.arange(n) / RATE
    accent = np.interp(t, points, rng.uniform(-0.08, 0.14, points.size))
    hz = voice.hz * (1.12 - 0.24 * t / max(t[-1], 1e-3) + accent) * (1 + 0.01 * drift(n, rng, 30))
    formants = [np.interp(t, points, [v[k] for v in vowels]) / voice.throat for k in range(3)]
    sung = unit(_harmonics(hz, formants))
    level = np.zeros(n)
    hiss = np.zeros(n)
    for start, stop in bounds:
        _speak(level, hiss, rng, start, stop)
    return (sung * level + hiss).astype(np.float32)


def syllable(rng: Random, voice: Voice, length_s: float) -> Mono:
    """One syllable, for crowds that are built of many."""
    n = round(length_s * RATE)
    first, last = (VOWELS[int(k)] for k in rng.integers(0, len(VOWELS), 2))
    u = np.linspace(0, 1, n)
    formants = [(a + (b - a) * u) / voice.throat for a, b in zip(first, last, strict=True)]
    bend = float(rng.uniform(-0.22, 0.16))
    hz = voice.hz * float(rng.uniform(0.85, 1.25)) * (1 + bend * (u - 0.5) + 0.04 * np.sin(7 * u))
    shape = np.sin(math.pi * np.clip(u, 0, 1)) ** 0.8
    return (unit(_harmonics(hz, formants)) * shape).astype(np.float32)


def _harmonics(hz: NDArray[np.float64], formants: list[NDArray[np.float64]]) -> Mono:
    """Sum of harmonics of a falling source, each as loud as the resonances let it through."""
    turn = np.exp(2j * math.pi / RATE * np.cumsum(hz))
    # resonances move slowly: their gain is computed every 2 ms and drawn out in straight lines
    steps = -(-hz.size // _STEP)
    slow = np.minimum(np.arange(steps + 1) * _STEP, hz.size - 1)
    ramp = np.arange(_STEP) / _STEP
    around = np.ones(steps * _STEP, dtype=np.complex128)
    around[: hz.size] = turn
    wave = np.ones_like(around)
    out = np.zeros((steps, _STEP))
    for h in range(1, int(min(32, 4000 / float(hz.min()))) + 1):
        wave *= around
        f = h * hz[slow]
        gain = np.full(slow.size, 0.01)
        for centre, width, amp in zip(formants, (90, 130, 190), (1.0, 0.55, 0.28), strict=True):
            gain += amp / (1 + ((f - centre[slow]) / width) ** 2)
        gain /= h**0.6
        lines = gain[:-1, None] + (gain[1:] - gain[:-1])[:, None] * ramp
        out += lines * wave.imag.reshape(steps, _STEP)
    return out.ravel()[: hz.size].astype(np.float32)


def _syllables(n: int, rng: Random, rate: float) -> list[tuple[int, int]]:
    """Start and end of each syllable in samples, with breaths after every few."""
    out: list[tuple[int, int]] = []
    t, since = 0.02, 0
    while t * RATE < n - 0.05 * RATE or not out:
        length = float(rng.uniform(0.7, 1.3)) / rate
        out.append((round(t * RATE), min(n, round((t + 0.85 * length) * RATE))))
        t += length
        since += 1
        if since >= 5 and rng.random() < 0.3:
            t += float(rng.uniform(0.18, 0.35))
            since = 0
    return out


def _counted(n: int, rng: Random, clauses: tuple[int, ...]) -> list[tuple[int, int]]:
    """Start and end of each syllable when their number is given; a pause parts the clauses."""
    lengths = [rng.uniform(0.75, 1.25, count) for count in clauses]
    whole = sum(float(part.sum()) for part in lengths) + _PAUSE * (len(clauses) - 1)
    each = n / whole
    out: list[tuple[int, int]] = []
    at = 0.0
    for part in lengths:
        for length in part:
            out.append((round(at), min(n, round(at + 0.85 * length * each))))
            at += length * each
        at += _PAUSE * each
    return out


def _speak(
    level: NDArray[np.float64], hiss: NDArray[np.float64], rng: Random, start: int, stop: int
) -> None:
    m = stop - start
    if m < 240:
        return
    u = np.linspace(0, 1, m)
    level[start:stop] = (
        float(rng.uniform(0.55, 1.0))
        * np.minimum(1, u / 0.18)
        * (np.minimum(1, (1 - u) / 0.3) ** 0.8)
    )
    if rng.random() < 0.45:
        k = min(m, round(float(rng.uniform(0.03, 0.08)) * RATE))
        centre = float(rng.uniform(2500, 6000))
        breath = noise(k, rng, 0.0, centre * 0.7, centre * 1.4) * np.hanning(k)
        hiss[start : start + k] += 0.22 * breath
