"""Things that ring, tick, creak or rush by: bells, chimes, clock, vinyl, whoosh, impact."""

from __future__ import annotations

import math

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
    narrow_noise,
    noise,
    place,
    shower,
    single,
    sweep,
    tame,
    wide_noise,
)

#: partials of a tuned church bell against its prime: hum, prime, tierce, quint, nominal …
_BELL = (0.5, 1.0, 1.19, 1.5, 2.0, 2.51, 2.66, 3.01, 4.1)
_BELL_AMPS = (0.55, 0.8, 0.65, 0.3, 1.0, 0.3, 0.35, 0.3, 0.2)
_BELL_FALLS = (4.2, 2.9, 2.2, 1.5, 1.5, 0.9, 0.85, 0.7, 0.45)


def bells(n: int, rng: Random, intensity: float) -> Stereo:
    """Church bells: one or two, swinging, each stroke with its hum, prime and minor third."""
    out = np.zeros((2, n), np.float32)
    prime = float(rng.uniform(205, 262))
    rings = [_bell(prime, rng)]
    if intensity > 0.35:
        rings.append(_bell(prime * 1.3348, rng))
    every = 2.1 - 0.5 * intensity
    for which, ring in enumerate(rings):
        for at, _ in beats(n, rng, (every * (1 + 0.07 * which),), 0.1 + 0.9 * which, 0.012):
            pan = (-0.2, 0.25)[which]
            place(out, ring, at, pan, float(rng.uniform(0.85, 1.0)) * (1.0, 0.8)[which])
    return out


def chimes(n: int, rng: Random, intensity: float) -> Stereo:
    """Wind chimes: thin tubes of a pentatonic scale, struck as the breeze pleases."""
    out = wide_noise(n, rng, 1.0, 200, 2500) * 0.004
    base = float(rng.uniform(780, 960))
    tubes = [_tube(base * 2 ** (k / 12)) for k in (0, 2, 4, 7, 9, 12, 14)]
    breeze = drift(n, rng, 0.6)
    at = 0.08
    while at * RATE < n:
        k = int(rng.integers(len(tubes)))
        place(out, tubes[k], round(at * RATE), (k - 3) / 4, float(rng.uniform(0.3, 1.0)))
        blow = float(breeze[min(n - 1, round(at * RATE))])
        at += float(rng.gamma(1.6, 0.38 - 0.22 * blow - 0.08 * intensity))
    return out


def clock(n: int, rng: Random, intensity: float) -> Stereo:
    """A wall clock: tick and tock, twice a second, in a wooden case."""
    out = wide_noise(n, rng, 1.4, 50, 500, 0.7) * 0.004
    tick, tock = _escapement(rng, 1.0), _escapement(rng, 0.84)
    for at, k in beats(n, rng, (0.5, 0.5), 0.06, 0.0015):
        place(out, tock if k else tick, at, 0.1, (1.0, 0.85)[k] * (0.8 + 0.4 * intensity))
    return tame(out, 7.0)


def vinyl(n: int, rng: Random, intensity: float) -> Stereo:
    """A record turning: dust in the groove, surface noise, one scratch that comes round again."""
    surface = wide_noise(n, rng, 0.6, 300, 7000, 0.5) * (0.09 + 0.06 * intensity)
    rumble = wide_noise(n, rng, 1.6, 25, 90, 0.3) * 0.05
    dust = [burst(0.006, rng, 0.0003, 0.0010, 1200, 7500, 0.0) for _ in range(8)]
    out = surface + rumble + 0.6 * shower(n, rng, 22 + 30 * intensity, dust, None, 3.0, 0.6)
    scratch = burst(0.02, rng, 0.0008, 0.004, 400, 5000, 0.4)
    for at, _ in beats(n, rng, (60 / 33.333,), 0.3, 0.0):
        place(out, scratch, at, -0.1, 0.5)
    return tame(out, 7.0)


def creak(n: int, rng: Random, intensity: float) -> Stereo:
    """Leather, rope or an old board under load: a stick-slip groan that bends."""
    out = wide_noise(n, rng, 1.2, 80, 900, 0.7) * 0.004
    at = 0.1
    while at * RATE < n:
        m = round(float(rng.uniform(0.25, 0.7)) * RATE)
        rate = float(rng.uniform(38, 80)) * (1 + 0.7 * drift(m, rng, 3.0))
        slip = np.clip(sweep(rate, m), 0, 1) ** 10
        hz = float(rng.uniform(420, 800))
        wood = damped(0.03, [hz, hz * 2.2, hz * 3.7], [1.0, 0.5, 0.3], [0.006, 0.004, 0.002])
        jerks = np.diff(slip > 0.5, prepend=False).astype(np.float64) * rng.uniform(0.6, 1, m)
        groan = np.convolve(jerks, wood)[:m] * arch(m, 0.4)
        place(out, groan.astype(np.float32), round(at * RATE), float(rng.uniform(-0.4, 0.4)), 0.6)
        at += m / RATE + float(rng.uniform(0.25, 1.5 - intensity))
    return out


def whoosh(n: int, rng: Random, intensity: float) -> Stereo:
    """Something rushes past the ear: noise whose colour rises and falls, left to right."""
    u = np.linspace(0, 1, n)
    out = np.zeros((2, n), np.float32)
    side = float(rng.choice([-1.0, 1.0]))
    for k, centre in enumerate((260, 620, 1400, 3000, 6000)):
        top = 0.55 - 0.035 * abs(k - 2)
        lobe = np.exp(-(((u - top) / (0.20 - 0.022 * k)) ** 2))
        air = noise(n, rng, 0.3, centre * 0.7, centre * 1.5) * lobe * (0.9**k)
        angle = (np.clip(side * (u - 0.5) * 2.2, -1, 1) + 1) * (math.pi / 4)
        out += np.stack([air * np.cos(angle), air * np.sin(angle)]).astype(np.float32)
    return out * arch(n, 0.55) ** (0.8 - 0.3 * intensity)


def impact(n: int, rng: Random, intensity: float) -> Stereo:
    """A trailer's boom: a hit, a sub tone that sinks, and the hall behind it."""
    m = min(n, 4 * RATE)
    t = np.arange(m) / RATE
    sub = sweep(34 + 48 * np.exp(-t / 0.16), m) * decay(m, 0.004, 0.8 + 0.6 * intensity)
    hit = burst(m / RATE, rng, 0.001, 0.06, 60, 2600, 0.9)
    tail = wide_noise(m, rng, 1.3, 40, 900, 0.9) * decay(m, 0.02, 0.7)
    out = np.zeros((2, n), np.float32)
    place(out, (sub + 0.5 * hit[:m]).astype(np.float32), 0)
    place(out, (0.22 * tail).astype(np.float32), 0)
    return out


def space_drone(n: int, rng: Random, intensity: float) -> Stereo:
    """The hum of a ship in the void: beating low tones and a slow metallic breath."""
    out = wide_noise(n, rng, 1.6, 30, 220, 0.7) * 0.25
    for k, hz in enumerate((41.2, 55.0, 82.6, 110.4, 165.0)):
        level = (0.5 + 0.5 * drift(n, rng, 0.25)) / (1 + 0.5 * k)
        for channel, detune in ((0, 0.997), (1, 1.003)):
            out[channel] += 0.35 * level * sweep(hz * detune, n)
    ring = narrow_noise(n, rng, 1190, 60) + 0.6 * narrow_noise(n, rng, 1880, 70)
    return single(out + 0.05 * (0.3 + intensity) * ring * drift(n, rng, 0.4) ** 2)


def _bell(prime: float, rng: Random) -> Mono:
    """A stroke of 5 s; each partial is a pair that beats slowly."""
    hz, amps, falls = [], [], []
    for ratio, amp, fall in zip(_BELL, _BELL_AMPS, _BELL_FALLS, strict=True):
        split = 1 + float(rng.uniform(0.0004, 0.0016))
        hz += [prime * ratio, prime * ratio * split]
        amps += [amp * 0.6, amp * 0.4]
        falls += [fall, fall]
    ring = 0.25 * damped(5.0, hz, amps, falls, 0.003)
    clapper = burst(0.05, rng, 0.0005, 0.008, 900, 6500, 0.3)
    ring[: clapper.size] += 0.10 * clapper
    return ring


def _tube(hz: float) -> Mono:
    """A free bar rings at 1 : 2.76 : 5.40 of its lowest tone."""
    return damped(2.6, [hz, hz * 2.76, hz * 5.4], [0.7, 0.6, 0.25], [0.75, 0.5, 0.16], 0.001)


def _escapement(rng: Random, size: float) -> Mono:
    hz = [h * size for h in (1150.0, 2350.0, 3900.0, 310.0)]
    case = damped(0.2, hz, [0.5, 0.6, 0.3, 0.6], [0.016, 0.011, 0.006, 0.035], 0.0006)
    wheel = burst(0.2, rng, 0.0008, 0.004, 2200, 7500, 0.1)
    catch = np.roll(wheel, round(0.022 * RATE)) * 0.4
    catch[: round(0.022 * RATE)] = 0
    return single(case + 0.35 * wheel + 0.6 * catch)
