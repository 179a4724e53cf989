"""Water and fire: surf, stream, waterfall, drops, lapping, flames."""

from __future__ import annotations

import numpy as np

from filmgate.media.sound.blocks import (
    RATE,
    Mono,
    Random,
    Stereo,
    arch,
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


def waves(n: int, rng: Random, intensity: float) -> Stereo:
    """Surf on a beach: each wave swells, breaks, and hisses back over the sand.

    The first breaks within a second and a half, so that short clips have one too.
    """
    out = wide_noise(n, rng, 1.1, 60, 700, 0.9) * 0.10
    out += wide_noise(n, rng, 0.3, 900, 6000, 1.0) * 0.025
    at = min(0.2, 0.1 * n / RATE) - 0.9 + 0.6 * float(rng.random())
    while at * RATE < n:
        _wave(out, rng, round(at * RATE), intensity)
        at += (6.8 - 1.6 * intensity) * float(rng.uniform(0.85, 1.15))
    return out


def lapping(n: int, rng: Random, intensity: float) -> Stereo:
    """A lake or harbour: small waves slap a bank and gurgle under it."""
    out = wide_noise(n, rng, 1.2, 90, 900, 0.8) * 0.05
    at = 0.15
    while at * RATE < n:
        slap = burst(0.5, rng, 0.05, 0.12, 180, 2400, 0.8)
        pan = float(rng.uniform(-0.7, 0.7))
        place(out, slap, round(at * RATE), pan, float(rng.uniform(0.25, 0.6)))
        for _ in range(int(rng.integers(2, 6))):
            spot = at + 0.1 + 0.5 * float(rng.random())
            place(out, _plop(rng, 350, 900, 0.03), round(spot * RATE), pan, 0.25)
        at += (1.25 - 0.5 * intensity) * float(rng.uniform(0.7, 1.3))
    return out


def stream(n: int, rng: Random, intensity: float) -> Stereo:
    """A brook: hundreds of bubbles ring at their own pitch over a soft rush."""
    rush = wide_noise(n, rng, 0.8, 350, 5500, 0.9)
    flow = np.stack([drift(n, rng, 6.0), drift(n, rng, 6.0)])
    out = single(rush * (0.14 + 0.2 * intensity) * (0.6 + 0.4 * flow))
    _bubbles(out, rng, 26 + 22 * intensity, (330, 900), 0.022, 0.55)
    _bubbles(out, rng, 90 + 90 * intensity, (750, 3200), 0.009, 0.5)
    return out


def waterfall(n: int, rng: Random, intensity: float) -> Stereo:
    """Falling water: sheets that break into each other over a pool; it never pauses."""
    out = wide_noise(n, rng, 1.1, 45, 320, 0.8) * (0.25 + 0.5 * intensity)
    sheets = ((250, 900, 4.0, 0.8), (800, 2600, 8.0, 1.0), (2200, 7000, 13.0, 0.6))
    for low, high, rate, level in sheets:
        sheet = wide_noise(n, rng, 0.3, low, high, 0.95)
        out += level * sheet * (0.35 + 0.65 * np.stack([drift(n, rng, rate), drift(n, rng, rate)]))
    slaps = [burst(0.11, rng, 0.005, 0.028, 160, 1300 + 150 * k, 0.6) for k in range(5)]
    drops = [burst(0.02, rng, 0.001, 0.004, 1500, 9000, 0.1) for _ in range(4)]
    out += 1.2 * shower(n, rng, 20, slaps, None, 1.5)
    return single(out + 0.8 * shower(n, rng, 90, drops, None, 2.5))


def drips(n: int, rng: Random, intensity: float) -> Stereo:
    """Single drops into standing water: a tick, then a bubble whose pitch rises."""
    out = wide_noise(n, rng, 1.2, 80, 800, 0.8) * 0.004
    at = 0.12
    while at * RATE < n:
        pan = float(rng.uniform(-0.6, 0.6))
        loud = float(rng.uniform(0.35, 1.0))
        place(out, burst(0.02, rng, 0.0008, 0.003, 2200, 7000, 0.2), round(at * RATE), pan, 0.2)
        spot = round((at + float(rng.uniform(0.012, 0.03))) * RATE)
        place(out, _plop(rng, 700, 1900, 0.03), spot, pan, loud)
        at += float(rng.gamma(3.0, 0.42 - 0.28 * intensity)) + 0.08
    return tame(out, 7.0)


def fire(n: int, rng: Random, intensity: float) -> Stereo:
    """Burning wood: a fluttering low roar, hiss, and crackles that come in bursts."""
    flutter = 0.35 + 0.65 * drift(n, rng, 7.0)
    roar = wide_noise(n, rng, 1.3, 40, 420, 0.8) * flutter * (0.25 + 0.5 * intensity)
    hiss = wide_noise(n, rng, 0.2, 2000, 9000) * (0.02 + 0.05 * drift(n, rng, 2.0))
    snaps = [
        burst(0.03, rng, 0.0004, 0.002 + 0.001 * k, 800 + 250 * k, 6500 + 400 * k, 0.2)
        for k in range(8)
    ]
    moods = drift(n, rng, 1.6) ** 3 + 0.05
    crackle = shower(n, rng, 16 + 30 * intensity, snaps, moods, 2.5, 0.7)
    pops = [_pop(rng) for _ in range(6)]
    knocks = shower(n, rng, 1.6 + 2.0 * intensity, pops, None, 1.0, 0.6)
    return tame(roar + hiss + 0.7 * crackle + 0.7 * knocks, 5.0)


def _wave(out: Stereo, rng: Random, at: int, intensity: float) -> None:
    """One wave of about 6 s: rumble, then the break, then the hiss of foam drawn back."""
    size = float(rng.uniform(0.7, 1.0)) * (0.6 + 0.6 * intensity)
    side = float(rng.uniform(-0.35, 0.35))
    swell = noise(round(4.6 * RATE), rng, 1.1, 45, 480)
    place(out, swell * arch(swell.size, 0.42), at, side, 0.75 * size)
    crash = noise(round(3.6 * RATE), rng, 0.7, 200, 3800)
    place(out, crash * _break(crash.size, 0.28, 0.75), at + round(1.25 * RATE), side, 0.8 * size)
    for channel, pan in ((0, -0.9), (1, 0.9)):
        # the foam runs along the beach: it hisses on one side a little before the other
        foam = noise(round(5.0 * RATE), rng, 0.2, 1400, 9500)
        late = 1.7 + 0.35 * (channel if side < 0 else 1 - channel)
        place(out, foam * _break(foam.size, 0.5, 1.25), at + round(late * RATE), pan, 0.30 * size)


def _bubbles(
    out: Stereo, rng: Random, per_s: float, pitches: tuple[float, float], fall_s: float, loud: float
) -> None:
    """Scatter bubbles, each of its own pitch, in clusters as a current makes them."""
    n = out.shape[1]
    current = np.cumsum(drift(n, rng, 3.0) ** 2 + 0.1)
    for spot in rng.random(int(rng.poisson(per_s * n / RATE))):
        at = int(np.searchsorted(current, spot * current[-1]))
        gain = loud * float(rng.random()) ** 1.5
        place(out, _plop(rng, *pitches, fall_s), at, float(rng.uniform(-0.9, 0.9)), gain)


def _break(n: int, rise_s: float, fall_s: float) -> Mono:
    t = np.arange(n) / RATE
    up = np.clip(t / rise_s, 0, 1)
    y = up * up * (3 - 2 * up) * np.exp(-np.maximum(t - rise_s, 0) / fall_s)
    return (y * np.minimum(1, (n - np.arange(n)) / (0.3 * RATE))).astype(np.float32)


def _plop(rng: Random, low: float, high: float, fall_s: float) -> Mono:
    """A bubble: a damped sine that rises by a fifth or so while it dies."""
    n = round(fall_s * 7 * RATE)
    hz = low * (high / low) ** rng.random()
    rise = 1 + float(rng.uniform(0.15, 0.6)) * np.arange(n) / n * 2
    return sweep(hz * rise, n) * decay(n, 0.0012, fall_s)


def _pop(rng: Random) -> Mono:
    """A log cracking: a noise snap with a short woody ring."""
    hz = float(rng.uniform(380, 900))
    ring = damped(0.08, [hz, hz * 2.3, hz * 3.9], [0.6, 0.4, 0.2], [0.014, 0.008, 0.004], 0.0003)
    snap = burst(0.08, rng, 0.0003, 0.006, 500, 6000, 0.3)
    return (ring + snap).astype(np.float32)
