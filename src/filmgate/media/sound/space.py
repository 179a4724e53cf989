"""Where a sound stands: left or right, near or far, in which kind of room."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from filmgate.media.sound.blocks import RATE, Stereo, fast_length, from_spectrum, noise, pan_gains


@dataclass(frozen=True, slots=True)
class Space:
    """What a place answers to a sound."""

    #: seconds until the low, middle and high tail has fallen by 60 dB
    low_s: float
    middle_s: float
    high_s: float
    #: seconds until the tail begins
    gap_s: float
    #: single echoes: seconds, gain
    echoes: tuple[tuple[float, float], ...]
    #: level of the answer beside a near sound, and of a far one
    near: float
    far: float


SPACES = {
    "outdoors": Space(0.5, 0.4, 0.2, 0.02, ((0.031, 0.3), (0.067, 0.2), (0.21, 0.12)), 0.03, 0.35),
    "street": Space(1.0, 0.8, 0.35, 0.012, ((0.019, 0.5), (0.043, 0.35), (0.09, 0.25)), 0.08, 0.6),
    "room": Space(0.4, 0.35, 0.22, 0.004, ((0.006, 0.5), (0.013, 0.4), (0.021, 0.3)), 0.22, 0.7),
    "hall": Space(1.9, 1.6, 0.9, 0.022, ((0.023, 0.4), (0.037, 0.35), (0.058, 0.3)), 0.16, 0.9),
    "valley": Space(3.2, 2.0, 0.7, 0.06, ((0.18, 0.3), (0.41, 0.25), (0.83, 0.15)), 0.15, 0.8),
}


def placed(x: Stereo, pan: float, distance: float, space: str) -> Stereo:
    """Put a sound somewhere.

    Parameters
    ----------
    x : ndarray of float32, shape (2, n)
        The sound as if one stood beside it.
    pan : float
        -1.0 left to 1.0 right; wide sounds keep some of their width.
    distance : float
        0.0 near to 1.0 far: 14 dB softer, treble damped from 20 to 2.2 kHz, narrower, more answer.
    space : str
        A name of `SPACES`.

    Returns
    -------
    ndarray of float32, shape (2, n)
    """
    room = SPACES[space]
    n = x.shape[1]
    narrow = _turned(x, pan, 1.0 - 0.55 * distance)
    kernel = _answer(space)
    size = fast_length(n + kernel.shape[1])
    hz = np.fft.rfftfreq(size, 1 / RATE)
    cutoff = 20_000 * (2_200 / 20_000) ** distance
    air = 1 / np.sqrt(1 + (hz / cutoff) ** 2)
    spectrum = np.fft.rfft(narrow, size) * air
    wet = room.near + (room.far - room.near) * distance
    direct = 1.0 - 0.45 * distance
    level = 10 ** (-14 * distance / 20)
    spectrum *= level * (direct + wet * np.fft.rfft(kernel, size))
    return from_spectrum(spectrum, size)[:, :n]


def _turned(x: Stereo, pan: float, width: float) -> Stereo:
    """Narrow to `width` and turn towards `pan`; hard left is almost mono, on the left."""
    keep = width * (1.0 - 0.7 * abs(pan))
    middle = 0.5 * (x[0] + x[1])
    side = 0.5 * keep * (x[0] - x[1])
    left, right = pan_gains(pan)
    return np.stack([left * (middle + side), right * (middle - side)]).astype(np.float32)


@lru_cache(maxsize=8)
def _answer(space: str) -> NDArray[np.float32]:
    """Impulse response of a space with unit energy, shape (2, k): echoes, then a noise tail."""
    room = SPACES[space]
    n = round((max(room.low_s, room.middle_s) + room.gap_s) * RATE)
    start = round(room.gap_s * RATE)
    t = np.arange(n - start) / RATE
    out = np.zeros((2, n))
    for channel in range(2):
        rng = np.random.default_rng([977, channel, len(space)])
        bands = ((150, 400, room.low_s, 0.8), (400, 2500, room.middle_s, 1.0))
        for low, high, fall_s, gain in (*bands, (2500, 9000, room.high_s, 0.6)):
            tail = noise(t.size, rng, 0.3, low, high) * np.exp(-6.9 * t / fall_s)
            out[channel, start:] += gain * tail * np.minimum(1, t / 0.008 + 0.2)
        tail_level = math.sqrt(float(np.sum(out[channel] ** 2)))
        for k, (delay_s, gain) in enumerate(room.echoes):
            late = round((delay_s * (1 + 0.07 * (channel if k % 2 else -channel))) * RATE)
            out[channel, min(late, n - 1)] += gain * tail_level
    return (out / math.sqrt(float(np.sum(out**2)) / 2)).astype(np.float32)
