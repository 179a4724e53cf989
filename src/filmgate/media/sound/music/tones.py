"""One note of each instrument: strings plucked and bowed, hammers, air, skins."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from filmgate.media.sound.blocks import (
    RATE,
    Mono,
    Random,
    Stereo,
    burst,
    damped,
    decay,
    drift,
    fast_length,
    from_spectrum,
    noise,
    single,
    sweep,
    unit,
)


def plucked(
    hz: float, length_s: float, rng: Random, bright: float, ring_s: float, pick: float = 0.18
) -> Mono:
    """A plucked string: a burst that runs round a lossy loop, solved in the frequency domain.

    The loop of Karplus and Strong [1]_ is a linear filter, so its whole sound is one quotient of
    spectra. The delay may be a fraction of a sample, which keeps the string in tune.

    Parameters
    ----------
    hz : float
        Pitch.
    length_s : float
        When the finger stops it; it may have died before.
    rng : Random
        Shapes the burst.
    bright : float
        0.0 thumb to 1.0 nail.
    ring_s : float
        Seconds in which the fundamental falls by 60 dB.
    pick : float
        Where it is plucked, as a fraction of the string; those overtones are missing.

    References
    ----------
    .. [1] Karplus, K. & Strong, A. (1983). Digital synthesis of plucked-string and drum timbres.
       Computer Music Journal 7(2).
    """
    n = round((length_s + 0.25) * RATE)
    size = fast_length(max(n, round(1.1 * ring_s * RATE)))
    f = np.arange(size // 2 + 1) / size
    turn = np.exp(-2j * math.pi * f * (RATE / hz))
    # overtones die faster: the loss per period grows with frequency
    loss = 10 ** (-3 / (ring_s * hz)) * np.exp(-((f * RATE / 5200) ** 1.3) * (0.5 / (0.3 + bright)))
    k = max(8, round(RATE / hz))
    start = rng.standard_normal(k) * np.hanning(k) ** 0.3
    spread = 1 / (1 + (f * RATE / (900 + 5200 * bright)) ** 2)
    # the loop would ring at 0 Hz too
    rise = 1 / (1 + (0.6 * hz / np.maximum(f * RATE, 1e-3)) ** 4)
    comb = 1 - np.exp(-2j * math.pi * f * (RATE / hz) * pick)
    spectrum = np.fft.rfft(start, size) * spread * rise * comb / (1 - loss * turn)
    y = from_spectrum(spectrum, size)[:n]
    return unit_peak(y * _let_go(n, length_s, 0.06))


def guitar(hz: float, length_s: float, velocity: float, rng: Random) -> Mono:
    """A steel-string guitar with two resonances of its box."""
    string = plucked(hz, length_s, rng, 0.25 + 0.5 * velocity, 3.6 * (196 / hz) ** 0.35)
    knock = damped(0.12, [104, 208], [0.5, 0.3], [0.03, 0.02], 0.001)
    m = min(knock.size, string.size)
    string[:m] += 0.10 * knock[:m]
    return string


def harp(hz: float, length_s: float, velocity: float, rng: Random) -> Mono:
    """A harp string, plucked near its middle with the flesh of the finger."""
    return plucked(hz, length_s + 0.6, rng, 0.15 + 0.3 * velocity, 4.2 * (262 / hz) ** 0.4, 0.42)


def bass(hz: float, length_s: float, velocity: float, rng: Random) -> Mono:
    """A plucked upright bass."""
    return plucked(hz, length_s, rng, 0.08 + 0.12 * velocity, 2.2, 0.3)


def piano(hz: float, length_s: float, velocity: float, rng: Random) -> Mono:
    """A felt piano: stiff strings in pairs that beat, a fast and a slow decay, a soft hammer."""
    partials = int(min(22, 9000 / hz))
    h = np.arange(1, partials + 1)
    stiff = 0.00028 * (hz / 262) ** 0.8
    tuned = h * hz * np.sqrt(1 + stiff * h**2)
    felt = np.exp(-h * hz / (900 + 3600 * velocity))
    amp = np.abs(np.sin(math.pi * h / 7.3)) / h**0.5 * felt + 0.002
    slow = 2.6 * (262 / hz) ** 0.5 / (1 + 0.22 * h)
    pitches = np.concatenate([tuned, tuned * 1.00035, tuned * 0.9998])
    amps = np.concatenate([0.6 * amp, 0.25 * amp, 0.5 * amp])
    falls = np.concatenate([0.28 * slow, slow, 0.9 * slow])
    y = damped(length_s + 0.35, pitches.tolist(), amps.tolist(), falls.tolist(), 0.0022)
    thud = burst(0.05, rng, 0.001, 0.012, 90, 900, 0.8) * np.float32(0.02 + 0.03 * velocity)
    m = min(thud.size, y.size)
    y[:m] += thud[:m] * float(np.abs(y).max() + 1e-9) * 3
    return unit_peak(y * _let_go(y.size, length_s, 0.22))


def celesta(hz: float, length_s: float, velocity: float, rng: Random) -> Mono:
    """Small steel plates over wooden boxes: nearly a sine, with a bell at its start."""
    strike = burst(0.03, rng, 0.0005, 0.004, 1500, 7000) * np.float32(0.05)
    y = damped(
        max(length_s, 1.2) + 0.4,
        [hz, hz * 2.0, hz * 4.02, hz * 6.7],
        [1.0, 0.12, 0.25 * velocity + 0.08, 0.10 * velocity],
        [0.85, 0.5, 0.22, 0.08],
        0.0015,
    )
    y[: strike.size] += strike
    return unit_peak(y)


def synth(hz: float, length_s: float, velocity: float, _rng: Random) -> Mono:
    """A plucked synthesizer: a sawtooth whose filter closes quickly."""
    h = np.arange(1, int(min(40, 9000 / hz)) + 1)
    falls = 0.9 / (1 + 0.35 * h * (1.25 - 0.6 * velocity))
    detuned = np.concatenate([h * hz * 0.9985, h * hz * 1.0015])
    amps = np.concatenate([1 / h, 1 / h])
    y = damped(length_s + 0.3, detuned.tolist(), amps.tolist(), [*falls, *falls], 0.003)
    return unit_peak(y * _let_go(y.size, length_s, 0.12))


def flute(hz: float, length_s: float, velocity: float, rng: Random) -> Mono:
    """A flute: few overtones, breath, a vibrato that arrives late."""
    n = round((length_s + 0.12) * RATE)
    t = np.arange(n) / RATE
    shake = 0.006 * np.clip((t - 0.25) / 0.4, 0, 1) * np.sin(2 * math.pi * 5.1 * t)
    glide = hz * (1 + shake + 0.002 * (drift(n, rng, 6.0) - 0.5))
    tone = sum(
        a * (1 + 3 * (h - 1) * shake) * sweep(h * glide, n)
        for h, a in ((1, 1.0), (2, 0.28 * velocity + 0.1), (3, 0.10), (4, 0.03))
    )
    air = noise(n, rng, 0.2, hz * 0.9, min(hz * 5, 9000)) * 0.035
    return unit_peak((tone + air) * _bow(n, 0.07, 0.12))


def ensemble(
    hz: float,
    length_s: float,
    rng: Random,
    harmonics: NDArray[np.float64],
    blur_cents: float,
    attack_s: float,
    release_s: float,
) -> Stereo:
    """Many players on one note.

    Each harmonic is a narrow band of noise, as in PADsynth [1]_; the lower ones have a steady
    line in their middle, as such a band alone would fade in and out.

    Parameters
    ----------
    hz : float
        Pitch.
    length_s : float
        Until the release begins.
    rng : Random
        Gives the phases, which differ between the channels.
    harmonics : ndarray of float, shape (k,)
        Amplitude of each harmonic, the fundamental first.
    blur_cents : float
        How far the players are out of tune with each other.
    attack_s, release_s : float
        Time to full level, and from it to nothing.

    References
    ----------
    .. [1] Nasca Octavian Paul (2006). The PADsynth algorithm. ZynAddSubFX documentation.
    """
    n = round((length_s + release_s) * RATE)
    size = fast_length(n)
    f = np.fft.rfftfreq(size, 1 / RATE)
    shape = np.zeros(f.size)
    for h, amp in enumerate(harmonics.tolist(), 1):
        centre = h * hz
        width = max((2 ** (blur_cents / 1200) - 1) * centre, 0.6)
        low, high = np.searchsorted(f, (centre - 4 * width, centre + 4 * width))
        bell = np.exp(-(((f[low:high] - centre) / width) ** 2))
        shape[low:high] += amp * bell / math.sqrt(max(float(np.sum(bell**2)), 1e-9))
    phases = np.exp(2j * math.pi * rng.random((2, f.size)))
    y = from_spectrum(shape * phases * size, size)[:, :n]
    y = unit(y) + unit(_lines(hz, harmonics[:10], n, rng))
    return single(0.35 * y * _bow(n, attack_s, release_s))


def bowed(hz: float, length_s: float, velocity: float, rng: Random) -> Stereo:
    """A string section, sustained."""
    return ensemble(hz, length_s, rng, _strings(hz, velocity), 11.0, min(0.32, length_s / 3), 0.38)


def spiccato(hz: float, _length_s: float, velocity: float, rng: Random) -> Stereo:
    """A string section, short bouncing bows."""
    y = 1.7 * ensemble(hz, 0.12, rng, _strings(hz, 0.9), 8.0, 0.010, 0.16)
    bite = burst(0.05, rng, 0.002, 0.012, 900, 5000)
    y[:, : bite.size] += 0.10 * bite * np.float32(velocity)
    return single(y)


def tremolo(hz: float, length_s: float, velocity: float, rng: Random) -> Stereo:
    """A string section that trembles."""
    y = bowed(hz, length_s, velocity, rng)
    t = np.arange(y.shape[1]) / RATE
    shake = 0.55 + 0.45 * np.abs(np.sin(math.pi * (13.0 + float(rng.uniform(-0.6, 0.6))) * t))
    return (y * shake).astype(np.float32)


def pad(hz: float, length_s: float, velocity: float, rng: Random) -> Stereo:
    """A soft synthetic pad that opens slowly."""
    h = np.arange(1, int(min(12, 4500 / hz)) + 1)
    amps = 1 / h ** (2.3 - 0.8 * velocity)
    return ensemble(hz, length_s, rng, amps, 9.0, min(0.9, length_s / 2.5), 0.9)


def choir(hz: float, length_s: float, velocity: float, rng: Random) -> Stereo:
    """A choir on "ah"."""
    h = np.arange(1, int(min(24, 4200 / hz)) + 1)
    f = h * hz
    mouth = sum(
        a * np.exp(-(((f - c) / w) ** 2)) for c, w, a in ((700, 220, 1), (1150, 260, 0.6))
    ) + 0.25 * np.exp(-(((f - 2700) / 450) ** 2))
    sung = (mouth + 0.05) / h ** (0.8 - 0.6 * velocity)
    return ensemble(hz, length_s, rng, sung, 16.0, min(0.5, length_s / 3), 0.55)


def brass(hz: float, length_s: float, velocity: float, rng: Random) -> Stereo:
    """Horns: round when soft, brassy when loud."""
    h = np.arange(1, int(min(22, 6000 / hz)) + 1)
    amps = np.exp(-h * hz / (500 + 1500 * velocity)) * (1 + 0.4 * (h == 2))
    return ensemble(hz, length_s, rng, amps, 6.0, min(0.12, length_s / 3), 0.22)


def kick(rng: Random, velocity: float) -> Mono:
    """A soft bass drum."""
    n = round(0.32 * RATE)
    t = np.arange(n) / RATE
    beater = burst(0.02, rng, 0.0005, 0.003, 800, 4500) * np.float32(0.12 * velocity)
    y = sweep(46 + 75 * np.exp(-t / 0.025), n) * decay(n, 0.002, 0.085)
    y[: beater.size] += beater
    return y


def tom(rng: Random, velocity: float) -> Mono:
    """A large skin, hit hard: taiko or concert tom."""
    n, hz = round(0.9 * RATE), 72.0
    t = np.arange(n) / RATE
    skin = sweep(hz * (1 + 0.35 * np.exp(-t / 0.05)), n) * decay(n, 0.003, 0.20)
    over = damped(0.9, [hz * 1.59, hz * 2.14, hz * 2.65], [0.4, 0.3, 0.2], [0.12, 0.08, 0.06])
    stick = burst(0.9, rng, 0.001, 0.018, 200, 2600, 0.6)
    return single(skin + 0.5 * over + 0.30 * velocity * stick)


def brush(rng: Random, velocity: float) -> Mono:
    """A brush on a snare drum."""
    return burst(0.22, rng, 0.006, 0.045, 900, 8500, 0.1) * np.float32(0.35 * (0.5 + velocity))


def shaker(rng: Random, velocity: float) -> Mono:
    """Seeds in a shell."""
    return burst(0.09, rng, 0.012, 0.018, 4500, 13_000, 0.0) * np.float32(0.22 * (0.4 + velocity))


def unit_peak(y: NDArray[np.floating]) -> Mono:
    """Scale to a peak of 1."""
    return single(y / (np.abs(y).max() + 1e-9))


def _lines(hz: float, harmonics: NDArray[np.float64], n: int, rng: Random) -> Stereo:
    """Steady harmonics, tuned 2 cents apart on the two sides."""
    h = np.arange(1, harmonics.size + 1)
    sides = []
    for detune in (0.9994, 1.0006):
        # a start somewhere in the first second gives each harmonic another phase
        late = int(rng.integers(1, RATE))
        pitches, forever = (h * hz * detune).tolist(), [1e6] * harmonics.size
        y = damped((n + late + 240) / RATE, pitches, harmonics.tolist(), forever)
        sides.append(y[late : late + n])
    return np.stack(sides)


def _strings(hz: float, velocity: float) -> NDArray[np.float64]:
    h = np.arange(1, int(min(26, 7500 / hz)) + 1)
    body = (
        1
        + 0.8 * np.exp(-(((h * hz - 480) / 180) ** 2))
        + 0.5 * np.exp(-(((h * hz - 2600) / 900) ** 2))
    )
    return np.asarray(body / h**1.05 * np.exp(-h * hz / (1600 + 3200 * velocity)))


def _let_go(n: int, length_s: float, fade_s: float) -> NDArray[np.float64]:
    """1 until the note is let go, then a quick fade."""
    t = np.arange(n) / RATE
    return np.asarray(np.clip(1 - (t - length_s) / fade_s, 0, 1) ** 2)


def _bow(n: int, attack_s: float, release_s: float) -> Mono:
    t = np.arange(n) / RATE
    up = np.sin(math.pi / 2 * np.clip(t / max(attack_s, 0.004), 0, 1)) ** 2
    down = np.sin(math.pi / 2 * np.clip((n / RATE - t) / max(release_s, 0.01), 0, 1)) ** 2
    return single(up * down)
