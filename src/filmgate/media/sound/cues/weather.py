"""Air and weather: wind, what it moves, rain, thunder, snow, and the tone of empty places."""

from __future__ import annotations

import math

import numpy as np

from filmgate.media.sound.blocks import (
    RATE,
    Mono,
    Random,
    Stereo,
    band,
    burst,
    damped,
    drift,
    narrow_noise,
    noise,
    place,
    shower,
    single,
    tame,
    wide_noise,
)


def wind(n: int, rng: Random, intensity: float) -> Stereo:
    """Gusts: the harder it blows the brighter it gets, with a hollow whistle in the peaks."""
    gust = _gusts(n, rng, intensity)
    out = np.zeros((2, n), np.float32)
    for channel in range(2):
        # the gust reaches one ear 0.15 s before the other
        late = _later(gust, 0.15 * channel)
        out[channel] = (
            noise(n, rng, 1.2, 60, 350) * (0.35 + 0.65 * late)
            + noise(n, rng, 0.9, 250, 900) * 0.7 * late
            + noise(n, rng, 0.4, 700, 2600) * (0.10 + 0.25 * intensity) * late**2.5
        )
    whistle = narrow_noise(n, rng, 520, 70) * drift(n, rng, 0.6)
    whistle = whistle + narrow_noise(n, rng, 750, 90) * drift(n, rng, 0.8)
    return single(out + 0.16 * intensity * whistle * gust**2)


def sea_wind(n: int, rng: Random, intensity: float) -> Stereo:
    """A steady salt wind with a flutter in the ear and surf far below it."""
    gust = 0.45 + 0.55 * _gusts(n, rng, intensity)
    flutter = 0.7 + 0.6 * drift(n, rng, 9.0)
    air = wide_noise(n, rng, 0.8, 160, 1700, 0.7) * gust
    ear = wide_noise(n, rng, 1.6, 30, 140, 1.0) * (flutter * gust * (0.2 + 0.5 * intensity))
    surf = wide_noise(n, rng, 0.5, 300, 5000, 1.0) * (0.22 + 0.45 * drift(n, rng, 0.3) ** 2)
    return single(air + ear + surf)


def grass(n: int, rng: Random, intensity: float) -> Stereo:
    """Tall dry grass brushed by a breeze: soft swishes made of countless blades."""
    gust = _gusts(n, rng, intensity) ** 1.5
    blades = [burst(0.03, rng, 0.004, 0.009, 2200, 7500) for _ in range(8)]
    swish = wide_noise(n, rng, 0.5, 1800, 8500, 0.9)
    flicker = np.stack([drift(n, rng, 14.0), drift(n, rng, 14.0)])
    grains = shower(n, rng, 260, blades, 0.1 + gust, 1.5)
    return swish * (0.12 + 0.5 * gust * (0.35 + 0.65 * flicker)) + 1.1 * grains


def leaves(n: int, rng: Random, intensity: float) -> Stereo:
    """A tree in the wind: papery leaves touching, denser with each gust."""
    gust = _gusts(n, rng, intensity)
    dry = [burst(0.03, rng, 0.0008, 0.006, 700 + 300 * k, 3400 + 450 * k) for k in range(8)]
    hush = wide_noise(n, rng, 0.8, 600, 4200, 0.9) * (0.12 + 0.4 * gust**2)
    return single(hush + 2.2 * shower(n, rng, 190, dry, 0.05 + gust**2, 2.5))


def rain(n: int, rng: Random, intensity: float) -> Stereo:
    """A wash of far drops with near ones in front: ticks on stone and plops in puddles."""
    hush = wide_noise(n, rng, 0.35, 600, 11_000, 0.9) * (0.75 + 0.25 * drift(n, rng, 0.5))
    roar = wide_noise(n, rng, 1.0, 120, 900, 0.9) * (0.15 + 0.5 * intensity)
    ticks = [burst(0.008, rng, 0.0003, 0.0018, 1800, 9500, 0.0) for _ in range(6)]
    plops = [_bubble(rng, 1100, 4200, 0.006) for _ in range(10)]
    near = shower(n, rng, 120 + 900 * intensity, ticks, None, 3.0)
    puddle = shower(n, rng, 50 + 110 * intensity, plops, None, 2.5)
    return single((0.35 + 0.5 * intensity) * hush + roar + 1.4 * near + 0.7 * puddle)


def thunder(n: int, rng: Random, intensity: float) -> Stereo:
    """A clap that tears, then rolls away in ever deeper waves; another one some seconds later."""
    out = np.zeros((2, n), np.float32)
    at = min(0.3, 0.05 * n / RATE)
    while at * RATE < n - 0.5 * RATE or at < 0.6:
        _clap(out, rng, round(at * RATE), intensity)
        at += 6.5 + 4.0 * float(rng.random())
    air = wide_noise(n, rng, 1.8, 25, 160, 0.8) * (0.03 + 0.05 * drift(n, rng, 0.7))
    return tame(out, 5.0) + air


def snow(n: int, rng: Random, intensity: float) -> Stereo:
    """Muffled air that swallows everything, and flakes that settle almost without a sound."""
    hush = wide_noise(n, rng, 1.4, 90, 620, 0.6) * (0.5 + 0.5 * _gusts(n, rng, 0.2) ** 2)
    flakes = [burst(0.006, rng, 0.0008, 0.0015, 5000, 12_000, 0.0) for _ in range(5)]
    veil = wide_noise(n, rng, 0.0, 4500, 11_000) * (0.012 + 0.03 * drift(n, rng, 0.8))
    return single(hush + veil + 0.22 * shower(n, rng, 45 + 60 * intensity, flakes, None, 2.0))


def room_tone(n: int, rng: Random, intensity: float) -> Stereo:
    """A quiet room: air handling, a trace of mains hum, nothing else."""
    air = wide_noise(n, rng, 1.2, 45, 700, 0.7) * (0.9 + 0.1 * drift(n, rng, 0.3))
    t = np.arange(n) / RATE
    hum = sum(
        a * np.sin(2 * math.pi * f * t + f) for f, a in ((50, 0.10), (100, 0.16), (150, 0.05))
    )
    hiss = wide_noise(n, rng, 0.3, 1500, 9000) * 0.02
    return single(air + hiss + intensity * hum)


def outdoor_air(n: int, rng: Random, intensity: float) -> Stereo:
    """Open air on a still day: far-off broadband breath that slowly comes and goes."""
    low = wide_noise(n, rng, 1.3, 60, 900, 0.9) * (0.6 + 0.4 * drift(n, rng, 0.25))
    high = wide_noise(n, rng, 0.7, 900, 5000, 1.0) * (0.04 + 0.10 * intensity * drift(n, rng, 0.4))
    return low + high


def night_air(n: int, rng: Random, intensity: float) -> Stereo:
    """A still night: dark air, one far cricket choir, something small in the leaves."""
    air = wide_noise(n, rng, 1.5, 50, 500, 0.8) * (0.7 + 0.3 * drift(n, rng, 0.2))
    choir = np.stack([narrow_noise(n, rng, 4480, 320) for _ in range(2)])
    pulse = 0.5 + 0.5 * np.sin(2 * math.pi * 13.0 * np.arange(n) / RATE)
    steps = [burst(0.03, rng, 0.003, 0.008, 1200, 4500) for _ in range(4)]
    rustle = shower(n, rng, 3.0, steps, drift(n, rng, 0.6) ** 6, 1.0)
    return (air + choir * pulse * (0.04 + 0.06 * intensity) + 0.4 * rustle).astype(np.float32)


def _gusts(n: int, rng: Random, intensity: float) -> Mono:
    """How hard the wind blows, 0…1: slow swells with quicker ones on top."""
    slow = drift(n, rng, 0.45 + 0.2 * intensity)
    quick = drift(n, rng, 1.4 + 1.2 * intensity)
    blow = 0.7 * slow + 0.3 * quick
    # a short clip must have a gust too, so the curve is stretched to its own range
    blow = (blow - blow.min()) / max(float(np.ptp(blow)), 0.25)
    return single(0.12 + 0.88 * np.clip(blow, 0, 1) ** 1.3)


def _later(x: Mono, by_s: float) -> Mono:
    k = round(by_s * RATE)
    if k == 0 or x.size == 0:
        return x
    return np.concatenate([np.full(min(k, x.size), x[0], np.float32), x])[: x.size]


def _bubble(rng: Random, low: float, high: float, fall_s: float) -> Mono:
    hz = low * (high / low) ** rng.random()
    return damped(fall_s * 6, [hz, hz * 1.7], [1.0, 0.2], [fall_s, fall_s * 0.5], 0.0004)


def _clap(out: Stereo, rng: Random, at: int, intensity: float) -> None:
    """One lightning: a crack when it is near, and a dozen rumbles, each later one lower."""
    pan = float(rng.uniform(-0.5, 0.5))
    if intensity > 0.3:
        crack = burst(0.7, rng, 0.002, 0.10, 180, 4200, 0.6)
        place(out, crack, at, pan, 0.9 * intensity)
        for _ in range(5):
            spot = at + round(RATE * 0.25 * rng.random())
            place(out, burst(0.12, rng, 0.001, 0.02, 400, 6000), spot, pan, 0.5 * intensity)
    late = 0.0
    for k in range(11):
        high = 900 * 0.74**k + 70
        rumble = burst(3.2, rng, 0.03 + 0.025 * k, 0.24 + 0.06 * k, 28, high, 1.0)
        level = (1.0 if k else 0.7) * 0.88**k * float(rng.uniform(0.35, 1.1))
        place(out, rumble, at + round(late * RATE), pan * (1 - k / 8), level)
        late += float(rng.uniform(0.15, 0.75))
    crackle = band(rng.standard_normal(RATE // 3).astype(np.float32), 700, 5000)
    place(out, crackle * np.exp(-np.arange(crackle.size) / 2500).astype(np.float32), at, pan, 0.12)
