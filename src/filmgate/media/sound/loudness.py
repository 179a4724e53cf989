"""Loudness and true peak as ITU-R BS.1770-4 defines them, and a limiter that keeps to a peak."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from filmgate.media.sound.blocks import RATE, fast_length

Floats = NDArray[np.float32] | NDArray[np.float64]

#: LUFS of silence
SILENCE = -120.0
_BLOCK = round(0.4 * RATE)
_HOP = round(0.1 * RATE)
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
#: taps of each of the four phases of the oversampling filter
_TAPS = 16
_LOOK = 48


def integrated_lufs(x: Floats) -> float:
    """Gated loudness of a whole programme in LUFS; -120 for silence.

    Parameters
    ----------
    x : ndarray of float, shape (samples, 2) or (2, samples) or (samples,)
        48 kHz, full scale 1.0. One channel counts as one loudspeaker. Below 0.4 s the whole
        length is one block.

    References
    ----------
    .. [1] ITU-R BS.1770-4 (2015), Annex 1.
    """
    energy = block_energies(x)
    kept = energy[_lufs(energy) > _ABSOLUTE_GATE]
    if kept.size == 0:
        return SILENCE
    floor = float(_lufs(kept.mean())) + _RELATIVE_GATE
    kept = kept[_lufs(kept) > floor]
    return float(_lufs(kept.mean())) if kept.size else SILENCE


def loud_part_lufs(x: Floats, share: float = 0.9) -> float:
    """Loudness of the part above the quantile `share`: of a sparse sound, its events."""
    energy = np.sort(block_energies(x))
    return float(_lufs(energy[min(energy.size - 1, int(share * energy.size)) :].mean()))


def block_energies(x: Floats) -> NDArray[np.float64]:
    """K-weighted energy, summed over channels, of each 0.4 s block; blocks start 0.1 s apart."""
    power = np.square(k_weighted(_channels_first(x))).sum(axis=0)
    n = power.size
    if n <= _BLOCK:
        return np.array([power.mean()])
    total = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, n - _BLOCK + 1, _HOP)
    return np.asarray((total[starts + _BLOCK] - total[starts]) / _BLOCK)


def k_weighted(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Apply the two filters of the standard to each row: a high shelf and a high-pass.

    They are recursive filters; their exact response is applied by FFT with room for their tails.
    """
    n = x.shape[-1]
    size = fast_length(n + RATE // 4)
    return np.fft.irfft(np.fft.rfft(x, size) * _k_response(size), size)[..., :n]


def true_peak(x: Floats) -> float:
    """Highest absolute value between and at the samples, by four-fold oversampling."""
    rows = _channels_first(x)
    return float(_peaks(rows).max()) if rows.size else 0.0


def limited(x: NDArray[np.float32], ceiling_db: float = -2.0) -> NDArray[np.float32]:
    """Turn peaks down before they come, so that the true peak stays at or under `ceiling_db`.

    The gain falls within 3 ms ahead of a peak and recovers in about 80 ms.

    Parameters
    ----------
    x : ndarray of float32, shape (2, samples)
        Not modified.
    ceiling_db : float
        Highest true peak, in dB below full scale.
    """
    ceiling = 10 ** (ceiling_db / 20)
    peaks = _peaks(x.astype(np.float64))
    if peaks.max(initial=0.0) <= ceiling:
        return x
    n = x.shape[1]
    blocks = -(-n // _LOOK)
    padded = np.zeros(blocks * _LOOK)
    padded[:n] = peaks
    wanted = np.minimum(1.0, ceiling / np.maximum(padded.reshape(blocks, _LOOK).max(axis=1), 1e-9))
    gain = _ballistics(wanted)
    centres = (np.arange(blocks) + 0.5) * _LOOK
    y = (x * np.interp(np.arange(n), centres, gain)).astype(np.float32)
    rest = true_peak(y)
    return y if rest <= ceiling else (y * np.float32(ceiling / rest)).astype(np.float32)


def _ballistics(wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    """From the gain each millisecond needs, a smooth gain that is never above it."""
    fall = 1 - math.exp(-1 / 80)
    held = wanted.copy()
    level = 1.0
    for k, need in enumerate(wanted.tolist()):
        level = min(need, level + (1 - level) * fall)
        held[k] = level
    wide = np.pad(held, 3, constant_values=1.0)
    windows = np.lib.stride_tricks.sliding_window_view(wide, 7)
    low = windows.min(axis=1)  # the lowest within 3 ms on both sides
    smooth = np.lib.stride_tricks.sliding_window_view(np.pad(low, 2, mode="edge"), 5).mean(axis=1)
    return np.asarray(np.minimum(smooth, 1.0))


def _peaks(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Per sample: the highest absolute value there and up to the next sample, over all rows."""
    top: NDArray[np.float64] = np.abs(rows).max(axis=0)
    if top.size < 2 * _TAPS:
        return top
    worst = np.zeros_like(top)
    for row in rows:
        for phase in _phases():
            np.maximum(worst, np.abs(np.convolve(row, phase, mode="same")), out=worst)
    return np.asarray(np.maximum(top, worst))


@lru_cache(maxsize=1)
def _phases() -> tuple[NDArray[np.float64], ...]:
    """Windowed-sinc interpolators for 1/4, 2/4 and 3/4 of a sample."""
    t = np.arange(-_TAPS, _TAPS + 1)
    out = []
    for shift in (0.25, 0.5, 0.75):
        taps = np.sinc(t + shift) * np.cos(math.pi / 2 * (t + shift) / (_TAPS + 1)) ** 2
        out.append(taps / taps.sum())
    return tuple(out)


@lru_cache(maxsize=2)
def _k_response(size: int) -> NDArray[np.complex128]:
    """Transfer function of both filters at 48 kHz on the grid of an FFT of `size`."""
    z = np.exp(-2j * math.pi * np.arange(size // 2 + 1) / size)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z * z) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z * z
    )
    high_pass = (1 - 2 * z + z * z) / (1 - 1.99004745483398 * z + 0.99007225036621 * z * z)
    return np.asarray(shelf * high_pass, dtype=np.complex128)


def _lufs(energy: float | NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(energy, 1e-12)))


def _channels_first(x: Floats) -> NDArray[np.float64]:
    rows = np.asarray(x, dtype=np.float64)
    if rows.ndim == 1:
        return rows[None]
    return rows if rows.shape[0] <= 2 < rows.shape[1] else np.ascontiguousarray(rows.T)
