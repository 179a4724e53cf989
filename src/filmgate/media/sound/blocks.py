"""Building blocks of synthesis: shaped noise, slow drifts, envelopes, damped tones, grains."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: samples per second, everywhere in this package
RATE = 48_000

#: float32, shape (samples,)
Mono = NDArray[np.float32]
#: float32, shape (2, samples): left, right
Stereo = NDArray[np.float32]
Random = np.random.Generator


@lru_cache(maxsize=256)
def fast_length(n: int) -> int:
    """Smallest number from `n` up that has no prime factor above 5, so that an FFT is quick."""
    best = 1 << max(0, (n - 1).bit_length())
    five = 1
    while five < best:
        three = five
        while three < best:
            two = 1 << max(0, (-(-n // three) - 1).bit_length())
            best = min(best, two * three) if two * three >= n else best
            three *= 3
        five *= 5
    return best


def single(x: ArrayLike) -> NDArray[np.float32]:
    """As 32-bit floats, the format of every sound here."""
    return np.asarray(x, dtype=np.float32)


def from_spectrum(spectrum: NDArray[np.complexfloating], size: int) -> NDArray[np.float32]:
    """Inverse FFT in single precision, which is three times as quick and far below any hearing."""
    return single(np.fft.irfft(spectrum.astype(np.complex64), size))


def seconds(n: int) -> Mono:
    """Time of each of `n` samples, in seconds."""
    return (np.arange(n) / RATE).astype(np.float32)


def noise(
    n: int, rng: Random, tilt: float = 0.0, low: float = 20.0, high: float = 18_000.0
) -> Mono:
    """Noise between `low` and `high` Hz whose power falls as f^-tilt, with an RMS of 1.

    Tilt 0 is white, 1 pink, 2 brown. The edges fall by 24 dB per octave.
    """
    size = fast_length(max(n, 64))
    hz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1e-3)
    parts = rng.standard_normal((hz.size, 2), dtype=np.float32).view(np.complex64)[:, 0]
    gain = np.maximum(hz, 20.0) ** (-tilt / 2) / (1 + (low / hz) ** 4) / (1 + (hz / high) ** 4)
    # scaled beforehand, as single precision cannot hold the tilt of a large spectrum
    return unit(from_spectrum(parts * (gain / gain.max() * size), size))[:n]


def wide_noise(
    n: int,
    rng: Random,
    tilt: float = 0.0,
    low: float = 20.0,
    high: float = 18_000.0,
    width: float = 1.0,
) -> Stereo:
    """`noise` on both channels; `width` 0 is mono, 1 has independent channels."""
    left, right = noise(n, rng, tilt, low, high), noise(n, rng, tilt, low, high)
    if width >= 1.0:
        return np.stack([left, right])
    # the angle that makes the correlation of the channels 1 - width
    shared = math.sqrt(max(0.0, 1.0 - width))
    own = math.sqrt(1.0 - shared * shared)
    return np.stack([left, shared * left + own * right])


def narrow_noise(n: int, rng: Random, hz: float, width: float) -> Mono:
    """Noise in a band of `width` Hz around `hz`, with an RMS of 1: a whistle, a far choir."""
    size = fast_length(max(n, 64))
    grid = np.fft.rfftfreq(size, 1 / RATE)
    shape = np.exp(-(((grid - hz) / (0.6 * width)) ** 2))
    phases = np.exp(2j * math.pi * rng.random(grid.size))
    return unit(from_spectrum(shape * phases * size, size)[:n])


def drift(n: int, rng: Random, rate: float) -> Mono:
    """A smooth random curve in 0…1 that turns about `rate` times per second."""
    points = max(4, math.ceil(n / RATE * rate) + 3)
    at = np.arange(n) * (rate / RATE) + rng.random()
    k = np.minimum(at.astype(np.int64), points - 2)
    u = np.clip(at - k, 0.0, 1.0)
    u = u * u * (3 - 2 * u)
    values = rng.random(points)
    return single(values[k] * (1 - u) + values[k + 1] * u)


def band(x: Mono | Stereo, low: float, high: float, steep: float = 4.0) -> NDArray[np.float32]:
    """Keep what lies between `low` and `high` Hz; zero phase, `steep` is the power of the edges."""
    n = x.shape[-1]
    size = fast_length(n + RATE // 20)
    hz = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1e-3)
    gain = 1 / np.sqrt((1 + (low / hz) ** steep) * (1 + (hz / high) ** steep))
    return from_spectrum(np.fft.rfft(x, size) * gain, size)[..., :n]


def convolve(x: NDArray[np.float32], kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Convolve each channel and cut to the length of `x`; channels are broadcast."""
    n = x.shape[-1]
    size = fast_length(n + kernel.shape[-1] - 1)
    return from_spectrum(np.fft.rfft(x, size) * np.fft.rfft(kernel, size), size)[..., :n]


def decay(n: int, attack_s: float, decay_s: float) -> Mono:
    """(1 - e^(-t/attack)) · e^(-t/decay), scaled to a peak of 1."""
    t = np.arange(n) / RATE
    y = (1 - np.exp(-t / max(attack_s, 1e-5))) * np.exp(-t / decay_s)
    return single(y / (y.max() + 1e-9))


def arch(n: int, rise: float = 0.5) -> Mono:
    """A smooth bump from 0 to 1 and back; the top lies at the fraction `rise` of it."""
    u = (np.arange(n) + 0.5) / max(n, 1)
    u = np.where(u < rise, u / rise * 0.5, 0.5 + (u - rise) / (1 - rise) * 0.5)
    return (np.sin(math.pi * u) ** 2).astype(np.float32)


def sweep(hz: ArrayLike, n: int) -> Mono:
    """A sine whose frequency follows `hz`, a number or one value per sample."""
    steps = np.broadcast_to(np.asarray(hz, dtype=np.float64), (n,)) * (2 * math.pi / RATE)
    return np.sin(np.cumsum(steps)).astype(np.float32)


def damped(
    length_s: float,
    hz: Sequence[float],
    amps: Sequence[float],
    decays: Sequence[float],
    attack_s: float = 0.001,
) -> Mono:
    """Partials that ring and die: a bell, a plank, a glass."""
    n = max(8, round(length_s * RATE))
    pace = 256
    turn = 2j * math.pi * np.asarray(hz) / RATE - 1 / (np.asarray(decays) * RATE)
    # e^(a + b) = e^a e^b: coarse and fine steps, combined for all partials by one product
    coarse = np.exp(np.outer(np.arange(-(-n // pace)) * pace, turn)) * np.asarray(amps)
    fine = np.exp(np.outer(turn, np.arange(pace)))
    out = (coarse.real @ fine.imag + coarse.imag @ fine.real).ravel()[:n]
    return single(out * (1 - np.exp(-np.arange(n) / RATE / attack_s)) * _edge(n))


def burst(
    length_s: float,
    rng: Random,
    attack_s: float,
    decay_s: float,
    low: float,
    high: float,
    tilt: float = 0.3,
) -> Mono:
    """A short noise that starts at once and dies: a click, a step, a crackle."""
    n = max(16, round(length_s * RATE))
    return single(noise(n, rng, tilt, low, high) * decay(n, attack_s, decay_s) * _edge(n))


def pan_gains(pan: float) -> tuple[float, float]:
    """Left and right gain of equal power for -1.0 left … 1.0 right; the middle is 1, 1."""
    angle = (min(1.0, max(-1.0, pan)) + 1) * math.pi / 4
    return math.sqrt(2) * math.cos(angle), math.sqrt(2) * math.sin(angle)


def place(out: Stereo, x: Mono | Stereo, at: int, pan: float = 0.0, gain: float = 1.0) -> None:
    """Add `x` to `out` from sample `at` on; what lies outside is dropped."""
    first, last = max(0, at), min(out.shape[1], at + x.shape[-1])
    if last <= first:
        return
    part = x[..., first - at : last - at]
    left, right = pan_gains(pan)
    out[0, first:last] += (gain * left) * (part if part.ndim == 1 else part[0])
    out[1, first:last] += (gain * right) * (part if part.ndim == 1 else part[1])


def shower(
    n: int,
    rng: Random,
    per_s: float,
    grains: Sequence[Mono],
    density: Mono | None = None,
    contrast: float = 2.0,
    width: float = 1.0,
) -> Stereo:
    """Scatter many short grains over time and space, thousands at the price of a few FFTs.

    Parameters
    ----------
    n : int
        Length in samples.
    rng : Random
        Source of chance.
    per_s : float
        Mean number of grains in a second.
    grains : sequence of ndarray, each shape (k,)
        Each event picks one of them.
    density : ndarray, shape (n,), optional
        How likely a grain is at each time; any scale.
    contrast : float
        0 makes all equally loud; the higher, the fewer are loud.
    width : float
        0 places all in the middle, 1 anywhere between the channels.
    """
    count = int(rng.poisson(per_s * n / RATE))
    where = _chances(n, rng, count, density)
    loud = (rng.random(count) ** contrast * np.sqrt(1 + 2 * contrast)).astype(np.float64)
    angle = (1 + width * (2 * rng.random(count) - 1)) * (math.pi / 4)
    kind = rng.integers(0, len(grains), count)
    size = fast_length(n + max(g.size for g in grains))
    total = np.zeros((2, size // 2 + 1), dtype=np.complex128)
    for k, grain in enumerate(grains):
        mine = kind == k
        at, amp, a = where[mine], loud[mine], angle[mine]
        hits = np.stack(
            [
                np.bincount(at, amp * np.cos(a), minlength=n),
                np.bincount(at, amp * np.sin(a), minlength=n),
            ]
        )
        total += np.fft.rfft(hits, size) * np.fft.rfft(grain, size)
    return from_spectrum(total, size)[:, :n]


def tame(x: NDArray[np.float32], crest: float) -> NDArray[np.float32]:
    """Round off peaks above about `crest` times the RMS, as a tape does."""
    top = crest * math.sqrt(float(np.mean(np.square(x, dtype=np.float64))) + 1e-20)
    return single(top * np.tanh(x / top))


def unit(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale to an RMS of 1; silence stays silence."""
    rms = math.sqrt(float(np.mean(np.square(x, dtype=np.float64))))
    return x if rms < 1e-9 else (x / np.float32(rms)).astype(np.float32)


def beats(
    n: int, rng: Random, gaps: Sequence[float], first_s: float = 0.1, loose: float = 0.02
) -> list[tuple[int, int]]:
    """Times of a repeating rhythm, as (sample, index into `gaps`).

    `gaps` are the seconds from each beat to the next; `loose` is the human error, as a fraction.
    """
    out, t, k = [], first_s, 0
    while t * RATE < n:
        out.append((round(t * RATE), k))
        t += gaps[k] * (1 + loose * float(rng.standard_normal()))
        k = (k + 1) % len(gaps)
    return out


def _edge(n: int) -> NDArray[np.float64]:
    """1 with a short fall to 0 at the end, so that a cut-off tail does not click."""
    m = min(n, 240)
    y = np.ones(n)
    y[n - m :] = np.linspace(1, 0, m)
    return y


def _chances(n: int, rng: Random, count: int, density: Mono | None) -> NDArray[np.int64]:
    spots = rng.random(count)
    if density is None:
        return (spots * n).astype(np.int64)
    total = np.cumsum(np.maximum(density, 0), dtype=np.float64) + 1e-9
    found = np.searchsorted(total, spots * total[-1])
    return np.asarray(np.minimum(found, n - 1), dtype=np.int64)
