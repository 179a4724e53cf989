"""Machines and streets: traffic, cars, engines, trains, whirring and clicking things."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

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
    unit,
    wide_noise,
)


def traffic(n: int, rng: Random, intensity: float) -> Stereo:
    """A street: a low roar, cars that pass from side to side, far away a horn."""
    out = wide_noise(n, rng, 1.3, 45, 650, 0.8) * (0.22 + 0.18 * drift(n, rng, 0.5))
    at = -1.6 + float(rng.random())
    while at * RATE < n:
        car = _passing(rng, float(rng.uniform(2.6, 4.2)), float(rng.choice([-1.0, 1.0])))
        place(out, car, round(at * RATE), 0.0, float(rng.uniform(0.3, 0.8)))
        at += float(rng.uniform(0.8, 3.4 - 2.2 * intensity))
    if n > 3 * RATE:
        place(out, _horn(), round(n * float(rng.uniform(0.35, 0.75))), 0.6, 0.07)
    return out


def city_night(n: int, rng: Random, intensity: float) -> Stereo:
    """A city asleep: its deep hum, single cars far below, a siren nobody listens to."""
    out = wide_noise(n, rng, 1.5, 40, 420, 0.8) * (0.4 + 0.15 * drift(n, rng, 0.3))
    out += wide_noise(n, rng, 0.8, 400, 3000) * 0.03
    at = 0.1
    while at * RATE < n:
        car = _passing(rng, 5.0, float(rng.choice([-1.0, 1.0])))
        place(out, car, round(at * RATE), 0.0, 0.12)
        at += float(rng.uniform(3.0, 6.5))
    m = max(n - round(0.1 * n), RATE // 2)
    t = np.arange(m) / RATE
    wail = sweep(760 + 240 * np.sin(2 * math.pi * 0.24 * t - 1.2), m)
    far = wail * arch(m, 0.5) * (0.008 + 0.012 * intensity)
    place(out, far.astype(np.float32), round(0.05 * n), -0.6)
    return out


def car_pass(n: int, rng: Random, intensity: float) -> Stereo:
    """One car comes, passes close in the middle of the section, and is gone."""
    side = float(rng.choice([-1.0, 1.0]))
    out = wide_noise(n, rng, 1.3, 60, 700, 0.8) * 0.012
    length_s = min(n / RATE, 7.0)
    car = _passing(rng, length_s, side, 16 + 14 * intensity)
    place(out, car, round((n - car.shape[1]) / 2))
    return out


def motor(n: int, rng: Random, intensity: float) -> Stereo:
    """An engine at work: uneven firing, its pipe and its fan."""
    fire = (24 + 26 * intensity) * (1 + 0.05 * (drift(n, rng, 0.8) - 0.5))
    turn = 2 * math.pi * np.cumsum(fire.astype(np.float64)) / RATE
    tone = np.zeros(n)
    for h in range(1, 33):
        pipe = 1 / (1 + ((h * (24 + 26 * intensity) - 120) / 90) ** 2)
        tone += (0.3 * 0.93**h + pipe) / h**0.35 * np.sin(h * turn + 1.7 * h * h)
    # one cylinder of four fires a little weaker
    limp = 1 + 0.22 * np.sin(turn / 4) + 0.12 * np.sin(turn / 2 + 1)
    body = unit((tone * limp).astype(np.float32))
    puff = np.clip(np.sin(turn), 0, 1) ** 2
    rasp = wide_noise(n, rng, 0.7, 250, 3500, 0.6) * (0.06 + 0.22 * puff)
    return (body + rasp).astype(np.float32)


def train(n: int, rng: Random, intensity: float) -> Stereo:
    """A train from within: rumble, and wheels over the joints, two and two."""
    rumble = wide_noise(n, rng, 1.5, 35, 300, 0.8) * (0.2 + 0.08 * drift(n, rng, 2.0))
    out = rumble + wide_noise(n, rng, 0.8, 400, 4500) * 0.035
    gap = 1.25 - 0.5 * intensity
    for at, k in beats(n, rng, (0.14, gap * 0.42, 0.14, gap * 0.58 + 0.2), 0.1, 0.01):
        clack = burst(0.16, rng, 0.0015, 0.02, 220, 3200, 0.6)
        ring = damped(0.16, [410, 980, 1730], [0.4, 0.25, 0.12], [0.03, 0.02, 0.012])
        thump = sweep(78, clack.size) * decay(clack.size, 0.003, 0.035)
        hit = clack + ring[: clack.size] + 0.9 * thump
        place(out, hit.astype(np.float32), at, (-0.3, -0.3, 0.3, 0.3)[k], (0.8, 0.6, 0.75, 0.6)[k])
    return single(out)


def whir(n: int, rng: Random, intensity: float) -> Stereo:
    """A wheel or small machine that runs smoothly: a hum with a slow waver, and its bearing."""
    t = np.arange(n) / RATE
    hz = 84 + 30 * intensity
    turn = 2 * math.pi * (hz * t + 0.01 * hz / (2 * math.pi * 0.7) * np.sin(2 * math.pi * 0.7 * t))
    tone = sum(np.sin(h * turn + h) / h**1.1 for h in (1, 2, 3, 4, 5, 7, 9))
    hum = np.asarray(0.6 * tone * (0.85 + 0.15 * np.sin(2 * math.pi * 1.4 * t)), dtype=np.float32)
    bearing = wide_noise(n, rng, 0.8, 300, 2600, 0.6) * (
        0.22 * (0.7 + 0.3 * np.sin(2 * math.pi * 1.4 * t + 0.8))
    )
    sing = sweep(hz * 14.2, n) * 0.02
    return (hum + bearing + sing).astype(np.float32)


def neon(n: int, rng: Random, intensity: float) -> Stereo:
    """A neon tube: mains buzz with a crackle now and then."""
    t = np.arange(n) / RATE
    buzz = sum(np.sin(2 * math.pi * 100 * h * t + h) * 0.92**h for h in range(1, 31))
    flick = 0.8 + 0.2 * (drift(n, rng, 8.0) > 0.3)
    arcs = [burst(0.015, rng, 0.0003, 0.003, 2500, 9500, 0.0) for _ in range(4)]
    spark = shower(n, rng, 3 + 5 * intensity, arcs, drift(n, rng, 1.0) ** 4 + 0.01, 1.0, 0.3)
    return (0.4 * unit(np.asarray(buzz * flick, dtype=np.float32)) + 0.8 * spark).astype(np.float32)


def helicopter(n: int, rng: Random, intensity: float) -> Stereo:
    """Rotor blades that chop the air, and a turbine above them."""
    rate = 11.0 + 2.0 * intensity
    t = np.arange(n) / RATE
    chop = np.clip(np.sin(2 * math.pi * rate * t), 0, 1) ** 3
    blades = wide_noise(n, rng, 1.2, 50, 1100, 0.5) * (0.10 + chop)
    thump = sweep(62, n) * chop * 0.6
    turbine = (sweep(2150, n) + 0.5 * sweep(3240, n)) * 0.03
    return single(blades + thump + turbine)


def plane(n: int, rng: Random, intensity: float) -> Stereo:
    """An aircraft cabin or a jet high above: broad roar with a faint whine."""
    roar = wide_noise(n, rng, 1.2, 60, 1800, 0.8) * (0.85 + 0.15 * drift(n, rng, 0.4))
    hiss = wide_noise(n, rng, 0.4, 1500, 7000) * (0.06 + 0.08 * intensity)
    whine = sweep(1240 + 12 * drift(n, rng, 0.5), n) * 0.05
    return single(roar + hiss + whine)


def keyboard(n: int, rng: Random, intensity: float) -> Stereo:
    """Typing: runs of key clicks with pauses for thought."""
    out = wide_noise(n, rng, 1.3, 60, 700, 0.7) * 0.004
    keys = [_key(rng) for _ in range(12)]
    at = 0.1
    while at * RATE < n:
        for _ in range(int(rng.integers(6, 20))):
            key = keys[int(rng.integers(len(keys)))]
            place(out, key, round(at * RATE), float(rng.uniform(-0.35, 0.35)), rng.uniform(0.5, 1))
            at += float(rng.gamma(9.0, (0.155 - 0.06 * intensity) / 9.0))
        at += float(rng.uniform(0.25, 0.7))
    return tame(out, 7.0)


def projector(n: int, rng: Random, intensity: float) -> Stereo:
    """A film projector: the claw at 24 pictures a second, motor and reel."""
    out = 0.25 * whir(n, rng, 0.2)
    claw = damped(0.03, [1250, 2600, 4100], [0.6, 0.5, 0.3], [0.004, 0.003, 0.002], 0.0003)
    thud = burst(0.03, rng, 0.0008, 0.006, 150, 1400, 0.5)
    for at, k in beats(n, rng, (1 / 24,) * 8, 0.02, 0.004):
        place(out, (claw + 0.6 * thud), at, 0.05, 0.75 if k else 0.95)
    return out + wide_noise(n, rng, 0.5, 600, 6000, 0.6) * (0.03 + 0.03 * intensity)


def camera(n: int, rng: Random, intensity: float) -> Stereo:
    """A photographer at work: shutters, singly and in rows."""
    out = wide_noise(n, rng, 1.3, 60, 700, 0.7) * 0.004
    at = 0.12
    while at * RATE < n:
        for _ in range(int(rng.integers(1, 3 + round(3 * intensity)))):
            for late, loud in ((0.0, 1.0), (0.055, 0.7)):
                blade = burst(0.05, rng, 0.0008, 0.008, 1100, 6500, 0.3)
                mirror = damped(0.05, [620, 1450], [0.5, 0.3], [0.014, 0.008], 0.0008)
                snap = blade + mirror[: blade.size]
                place(out, snap, round((at + late) * RATE), 0.1, loud)
            at += 0.19
        at += float(rng.uniform(0.5, 1.8))
    return tame(out, 7.0)


def _passing(rng: Random, length_s: float, side: float, speed: float = 15.0) -> Stereo:
    """A car on its way past: tyres and engine swell, turn from one ear to the other, and drop."""
    n = max(64, round(length_s * RATE))
    t = np.arange(n) / RATE - length_s / 2
    road = speed * t
    gap = np.sqrt(road**2 + 4.0**2)
    toward = -speed * road / gap
    shift = 1 / (1 - toward / 343.0)
    near = (4.0 / gap) ** 1.15 * np.minimum(1, np.minimum(t + length_s / 2, length_s / 2 - t) / 0.3)
    tyres = noise(n, rng, 0.7, 250, 2600) + noise(n, rng, 0.2, 900, 6500) * 0.5 * near
    turn = 2 * math.pi * np.cumsum(48.0 * float(rng.uniform(0.8, 1.2)) * shift) / RATE
    engine = sum(np.sin(h * turn + h * h) / h**0.7 for h in range(1, 9))
    x = ((0.8 * tyres + 0.28 * engine) * near).astype(np.float64)
    return _across(x, side * road / gap)


def _across(x: NDArray[np.float64], pan: NDArray[np.float64]) -> Stereo:
    angle = (np.clip(0.9 * pan, -1, 1) + 1) * (math.pi / 4)
    return np.stack([x * np.cos(angle), x * np.sin(angle)]).astype(np.float32) * math.sqrt(2)


def _horn() -> Mono:
    n = round(0.5 * RATE)
    tone = sum(sweep(f * h, n) / h for f in (405.0, 512.0) for h in range(1, 6)) * np.minimum(
        1, arch(n, 0.3) * 3
    )
    return unit(np.asarray(tone, dtype=np.float32))


def _key(rng: Random) -> Mono:
    """One key: the cap goes down, then up, a little softer."""
    out = np.zeros((2, round(0.14 * RATE)), np.float32)
    hz, low = float(rng.uniform(1500, 2400)), float(rng.uniform(310, 560))
    for late, loud in ((0.0, 1.0), (float(rng.uniform(0.06, 0.09)), 0.35)):
        click = burst(0.05, rng, 0.0007, 0.006, 1300, 7000, 0.3)
        plate = damped(0.05, [hz, hz * 1.7, low], [0.3, 0.2, 0.5], [0.010, 0.006, 0.014], 0.0008)
        place(out, click + plate[: click.size], round(late * RATE), 0.0, loud)
    return tame(out[0], 12.0)
