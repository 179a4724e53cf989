"""Animals: birds, gulls, insects, owl, frogs, dog, horses' hooves."""

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
    seconds,
    shower,
    single,
    sweep,
    tame,
    unit,
    wide_noise,
)


def birds(n: int, rng: Random, intensity: float) -> Stereo:
    """A few songbirds, each with a song of its own that it repeats with pauses."""
    out = wide_noise(n, rng, 1.2, 120, 2500, 0.9) * 0.006
    singers = 3 + round(3 * intensity)
    for k in range(singers):
        song = _song(rng, k % 3)
        pan, loud = float(rng.uniform(-0.9, 0.9)), float(rng.uniform(0.3, 1.0)) * 0.9**k
        at = 0.1 + 0.45 * k + 0.4 * float(rng.random())
        while at * RATE < n:
            place(out, song, round(at * RATE), pan, loud)
            at += song.size / RATE + float(rng.uniform(0.9, 3.0)) + 0.15 * singers
    return out


def gulls(n: int, rng: Random, intensity: float) -> Stereo:
    """Seagulls: nasal calls that fall in pitch, in laughing rows, wheeling overhead."""
    out = wide_noise(n, rng, 1.0, 150, 2000, 0.9) * 0.006
    at = 0.1
    while at * RATE < n:
        pan, loud = float(rng.uniform(-0.8, 0.8)), float(rng.uniform(0.4, 1.0))
        base, spot = float(rng.uniform(780, 1050)), at
        for k in range(int(rng.integers(2, 6))):
            call = _gull(rng, base * 0.97**k, float(rng.uniform(0.24, 0.42)))
            place(out, call, round(spot * RATE), pan, loud * 0.93**k)
            spot += call.size / RATE + 0.05
        at = spot + float(rng.uniform(0.5, 2.4 - 1.6 * intensity))
    return out


def crickets(n: int, rng: Random, intensity: float) -> Stereo:
    """Crickets on a warm night: each chirps at its own pitch and pace, over a far choir."""
    t = np.arange(n) / RATE
    out = np.zeros((2, n), np.float32)
    for _ in range(4 + round(4 * intensity)):
        hz, pulses = float(rng.uniform(3900, 5100)), float(rng.uniform(26, 36))
        every = float(rng.uniform(0.42, 0.75))
        phase = (t + every * rng.random()) / every % 1.0
        pulse = np.clip(np.sin(2 * math.pi * pulses * t), 0, 1) ** 1.3
        chirp = np.clip(np.sin(math.pi * np.clip(phase / 0.42, 0, 1)), 0, 1) ** 0.5
        tone = sweep(hz, n) * pulse * chirp
        place(out, tone.astype(np.float32), 0, float(rng.uniform(-1, 1)), rng.uniform(0.15, 0.7))
    choir = np.stack([narrow_noise(n, rng, 4620, 420) for _ in range(2)]) * (
        0.04 + 0.04 * drift(n, rng, 5.0)
    )
    return out + choir + wide_noise(n, rng, 1.3, 80, 700, 0.8) * 0.012


def cicadas(n: int, rng: Random, intensity: float) -> Stereo:
    """Cicadas in the noon heat: a rasp that swells and sinks."""
    t = np.arange(n) / RATE
    out = np.zeros((2, n), np.float32)
    for k in range(3):
        rasp = noise(n, rng, 0.0, 4300 + 700 * k, 6600 + 900 * k)
        tick = 0.25 + np.clip(np.sin(2 * math.pi * (88 + 17 * k) * t), 0, 1) ** 2
        swell = 0.25 + 0.75 * drift(n, rng, 0.5 + 0.2 * intensity)
        place(out, (rasp * tick * swell).astype(np.float32), 0, (-0.7, 0.6, 0.0)[k], 0.5)
    return out


def owl(n: int, rng: Random, intensity: float) -> Stereo:
    """A tawny owl: one long hoot, a pause, then a quavering one; dark air between."""
    out = wide_noise(n, rng, 1.5, 50, 500, 0.8) * 0.02
    choir = np.stack([narrow_noise(n, rng, 4480, 320) for _ in range(2)])
    out += choir * (0.006 * (0.5 + 0.5 * np.sin(2 * math.pi * 14 * np.arange(n) / RATE)))
    at, pan = min(0.25, 0.1 * n / RATE), float(rng.uniform(-0.6, 0.6))
    hz = float(rng.uniform(360, 430))
    while at * RATE < n:
        place(out, _hoot(rng, hz, 0.55, 0.0), round(at * RATE), pan)
        place(out, _hoot(rng, hz * 0.97, 0.16, 0.0), round((at + 1.15) * RATE), pan, 0.6)
        place(out, _hoot(rng, hz, 1.0, 0.35), round((at + 1.45) * RATE), pan, 0.9)
        at += float(rng.uniform(4.2, 6.0)) - intensity
    return out


def frogs(n: int, rng: Random, intensity: float) -> Stereo:
    """A pond at dusk: frogs answer each other with pulsed croaks."""
    out = wide_noise(n, rng, 1.2, 80, 900, 0.8) * 0.01
    for k in range(3 + round(3 * intensity)):
        croak = _croak(rng, float(rng.uniform(520, 1500)), float(rng.uniform(22, 42)))
        pan, loud = float(rng.uniform(-0.9, 0.9)), float(rng.uniform(0.3, 1.0))
        at = 0.08 + 0.25 * k
        while at * RATE < n:
            place(out, croak, round(at * RATE), pan, loud * float(rng.uniform(0.7, 1.0)))
            at += croak.size / RATE + float(rng.uniform(0.25, 1.3))
    return out


def dog(n: int, rng: Random, intensity: float) -> Stereo:
    """A dog that barks twice or three times, then listens."""
    out = wide_noise(n, rng, 1.2, 100, 1500, 0.9) * 0.006
    at, pan, base = 0.15, float(rng.uniform(-0.3, 0.3)), float(rng.uniform(330, 460))
    while at * RATE < n:
        for _ in range(int(rng.integers(2, 4))):
            place(out, _bark(rng, base * float(rng.uniform(0.95, 1.06))), round(at * RATE), pan)
            at += float(rng.uniform(0.32, 0.42))
        at += float(rng.uniform(0.8, 2.2 - intensity))
    return out


def bees(n: int, rng: Random, intensity: float) -> Stereo:
    """Bees around blossom: buzzes that come near, turn and go."""
    out = np.zeros((2, n), np.float32)
    for _ in range(3 + round(3 * intensity)):
        hz = float(rng.uniform(170, 240)) * (1 + 0.22 * drift(n, rng, 2.2))
        turn = 2 * math.pi * np.cumsum(hz) / RATE
        buzz = sum(np.sin(h * turn) / h**0.8 for h in range(1, 12))
        near = drift(n, rng, 0.9) ** 3 + 0.02
        side = (drift(n, rng, 0.6) - 0.5) * math.pi / 2 + math.pi / 4
        out += np.stack([buzz * near * np.cos(side), buzz * near * np.sin(side)]).astype(np.float32)
    return out


def hooves_walk(n: int, rng: Random, intensity: float) -> Stereo:
    """A horse at a walk: four even beats, unhurried."""
    return _ride(n, rng, 0.6 * intensity, (0.27, 0.29, 0.27, 0.29))


def hooves_trot(n: int, rng: Random, intensity: float) -> Stereo:
    """A trot: two beats, the legs landing in diagonal pairs."""
    return _ride(n, rng, intensity, (0.37, 0.385))


def hooves_gallop(n: int, rng: Random, intensity: float) -> Stereo:
    """A gallop: three quick beats and a moment in the air."""
    return _ride(n, rng, intensity, (0.115, 0.105, 0.255))


def wings(n: int, rng: Random, intensity: float) -> Stereo:
    """A flock takes off: flapping that gathers, spreads and thins."""
    out = wide_noise(n, rng, 1.0, 150, 2000, 0.9) * 0.008
    for k in range(5 + round(5 * intensity)):
        at = 0.05 + 0.22 * k + 0.3 * float(rng.random())
        rate, pan = float(rng.uniform(7.5, 11.5)), float(rng.uniform(-0.9, 0.9))
        while at * RATE < n:
            for flap in range(int(rng.integers(7, 16))):
                puff = burst(0.07, rng, 0.008, 0.016, 250, 3200, 0.7)
                place(out, puff, round((at + flap / rate) * RATE), pan + 0.03 * flap, 0.5)
            at += float(rng.uniform(2.2, 4.0))
    return out


def _song(rng: Random, kind: int) -> Mono:
    """One phrase: whistled notes, a trill, or quick chirps that sweep down."""
    base = float(rng.uniform(2300, 4300))
    pieces: list[Mono] = []
    if kind == 0:
        for _ in range(int(rng.integers(3, 6))):
            pieces += [_whistle(rng, base * 2 ** float(rng.uniform(-0.4, 0.35)), 0.13), _rest(0.06)]
    elif kind == 1:
        pieces += [_whistle(rng, base * 0.8, 0.16), _rest(0.05)]
        count = int(rng.integers(6, 12))
        for k in range(count):
            m = round(0.05 * RATE)
            glide = base * (1.25 - 0.15 * k / count) * np.linspace(1.12, 0.86, m)
            pieces += [sweep(glide, m) * arch(m, 0.3) * np.float32(0.6 + 0.4 * k / count)]
            pieces += [_rest(0.022 + 0.012 * k / count)]
    else:
        for _ in range(int(rng.integers(2, 5))):
            m = round(0.075 * RATE)
            glide = base * np.linspace(1.5, 0.85, m) ** 1.3
            pieces += [sweep(glide, m) * arch(m, 0.25), _rest(0.085)]
    return np.concatenate(pieces)


def _whistle(rng: Random, hz: float, length_s: float) -> Mono:
    n = round(length_s * RATE * float(rng.uniform(0.8, 1.3)))
    u = np.linspace(0, 1, n)
    bend = float(rng.uniform(-0.14, 0.14)) * u + float(rng.uniform(-0.10, 0.10)) * np.sin(
        math.pi * u * float(rng.integers(1, 4))
    )
    glide = hz * (1 + bend)
    return (sweep(glide, n) + 0.08 * sweep(2 * glide, n)).astype(np.float32) * arch(n, 0.35)


def _rest(length_s: float) -> Mono:
    return np.zeros(round(length_s * RATE), np.float32)


def _gull(rng: Random, hz: float, length_s: float) -> Mono:
    n = round(length_s * RATE)
    u = np.linspace(0, 1, n)
    glide = hz * (0.82 + 0.42 * np.sin(math.pi * np.clip(u * 1.5, 0, 1)) ** 0.7 - 0.28 * u)
    glide = glide * (1 + 0.015 * drift(n, rng, 60))
    # harmonics that a nasal throat lets through best around 2.4 kHz
    voice = sum(
        sweep(h * glide, n) * (0.15 + math.exp(-(((h * hz - 2400) / 1300) ** 2)))
        for h in range(1, 8)
    )
    rasp = 1 + 0.35 * np.sin(2 * math.pi * 75 * seconds(n))
    return unit((voice * rasp).astype(np.float32)) * arch(n, 0.2) * 0.5


def _hoot(rng: Random, hz: float, length_s: float, quaver: float) -> Mono:
    n = round(length_s * RATE)
    t = seconds(n)
    glide = hz * (1 + 0.03 * np.sin(math.pi * t / length_s)) * (1 + 0.004 * drift(n, rng, 12))
    tone = sweep(glide, n) + 0.10 * sweep(2 * glide, n) + 0.03 * sweep(3 * glide, n)
    breath = noise(n, rng, 0.5, hz * 0.7, hz * 1.8) * 0.05
    shake = 1 - quaver * (0.5 + 0.5 * np.sin(2 * math.pi * 11 * t))
    return single((tone + breath) * shake * arch(n, 0.4) ** 0.6)


def _croak(rng: Random, hz: float, rate: float) -> Mono:
    pulses = int(rng.integers(8, 18))
    out = np.zeros((2, round((pulses / rate + 0.08) * RATE)), np.float32)
    knock = damped(0.05, [hz, hz * 1.9, hz * 0.5], [1.0, 0.4, 0.3], [0.008, 0.004, 0.01], 0.0008)
    for k in range(pulses):
        swell = math.sin(math.pi * (k + 1) / (pulses + 1)) ** 0.6
        place(out, knock, round(k / rate * (1 - 0.06 * k / pulses) * RATE), 0.0, swell)
    return single(out[0])


def _bark(rng: Random, hz: float) -> Mono:
    n = round(0.19 * RATE)
    u = np.linspace(0, 1, n)
    glide = hz * (0.75 + 0.6 * np.sin(math.pi * u**0.6) ** 1.2)
    voice = np.zeros(n)
    for h in range(1, 16):
        centre = h * hz
        throat = math.exp(-(((centre - 900) / 500) ** 2)) + 0.45 * math.exp(
            -(((centre - 2300) / 800) ** 2)
        )
        voice += sweep(h * glide, n) * (0.05 + throat)
    rough = noise(n, rng, 0.4, 400, 4200) * 0.5
    return (unit((voice + rough).astype(np.float32)) * arch(n, 0.22) * 0.6).astype(np.float32)


def _ride(n: int, rng: Random, intensity: float, gaps: tuple[float, ...]) -> Stereo:
    """Hoofbeats in the rhythm of `gaps`, with harness and a little thrown-up grit."""
    out = wide_noise(n, rng, 1.2, 70, 900, 0.8) * 0.008
    pans = (-0.25, 0.22, -0.15, 0.3)
    for at, k in beats(n, rng, gaps, 0.08, 0.018):
        strength = (1.0, 0.82, 0.92, 0.78)[k] * float(rng.uniform(0.85, 1.0))
        place(out, _hoof(rng, k), at, pans[k], strength * (0.7 + 0.5 * intensity))
        if rng.random() < 0.25:
            jingle = damped(0.12, [3100, 4700, 6900], [0.5, 0.4, 0.2], [0.02, 0.014, 0.008])
            place(out, jingle, at + round(0.04 * RATE), 0.1, 0.05)
    grit = [burst(0.02, rng, 0.001, 0.004, 1500, 6000) for _ in range(5)]
    return tame(out + 0.05 * shower(n, rng, 14, grit, None, 1.5), 6.0)


def _hoof(rng: Random, leg: int) -> Mono:
    """One hoof on a dirt trail: a falling thump, earth giving way, a dull knock of horn."""
    n = round(0.22 * RATE)
    hz = (92, 108, 99, 115)[leg] * float(rng.uniform(0.94, 1.06))
    thump = sweep(hz * np.linspace(1.25, 0.75, n), n) * decay(n, 0.0025, 0.034)
    earth = noise(n, rng, 0.7, 180, 1700) * decay(n, 0.0018, 0.024)
    horn = hz * float(rng.uniform(6.2, 7.0))
    knock = damped(0.22, [horn, horn * 1.6], [0.5, 0.25], [0.011, 0.006], 0.0005)
    return single(1.2 * thump + 0.62 * earth + 0.5 * knock[:n])
