"""The meter reads what the standard says it must, and the limiter keeps its promise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filmgate.media.sound.blocks import RATE
from filmgate.media.sound.loudness import (
    SILENCE,
    block_energies,
    integrated_lufs,
    limited,
    loud_part_lufs,
    true_peak,
)


def sine(hz: float, dbfs: float, seconds: float, phase: float = 0.0) -> np.ndarray:
    t = np.arange(round(seconds * RATE)) / RATE
    return 10 ** (dbfs / 20) * np.sin(2 * np.pi * hz * t + phase)


def stereo(*parts: np.ndarray) -> np.ndarray:
    mono = np.concatenate(parts)
    return np.stack([mono, mono], axis=1)


def test_a_sine_of_997_hz_at_full_scale_in_one_channel_reads_minus_3_01() -> None:
    assert integrated_lufs(sine(997, 0.0, 5)) == pytest.approx(-3.01, abs=0.02)


# minimum-requirement signals 1 to 5 of EBU Tech 3341, some shortened (1 kHz, ± 0.1 LU)
@pytest.mark.parametrize(
    ("parts", "lufs"),
    [
        (((-23.0, 20),), -23.0),
        (((-33.0, 20),), -33.0),
        (((-36.0, 10), (-23.0, 20), (-36.0, 10)), -23.0),
        (((-72.0, 5), (-36.0, 5), (-23.0, 20), (-36.0, 5), (-72.0, 5)), -23.0),
        (((-26.0, 20), (-20.0, 20.1), (-26.0, 20)), -23.0),
    ],
)
def test_the_ebu_test_signals_read_right(parts: tuple, lufs: float) -> None:
    x = stereo(*(sine(1000, db, seconds) for db, seconds in parts))

    assert integrated_lufs(x) == pytest.approx(lufs, abs=0.1)


# the high-pass is a second-order one at 38.1 Hz with Q 0.5, the shelf adds 4 dB above 1.7 kHz
@pytest.mark.parametrize(("hz", "gain_db"), [(40, -5.57), (100, -1.14), (1000, 0.69), (8000, 4.0)])
def test_bass_counts_less_and_treble_counts_more(hz: float, gain_db: float) -> None:
    x = sine(hz, -20.0, 4)

    assert integrated_lufs(x) == pytest.approx(-20 - 3.01 - 0.691 + gain_db, abs=0.25)


def test_silence_reads_as_silence_and_so_does_what_is_under_the_gate() -> None:
    assert integrated_lufs(np.zeros((RATE, 2), np.float32)) == SILENCE
    assert integrated_lufs(stereo(sine(1000, -85, 2))) == SILENCE


def test_channels_may_come_first_or_last() -> None:
    x = stereo(sine(500, -20, 2))

    assert integrated_lufs(x) == integrated_lufs(x.T)


def test_a_clip_shorter_than_a_block_is_one_block() -> None:
    assert block_energies(stereo(sine(1000, -20, 0.1))).shape == (1,)


def test_a_sparse_sound_is_measured_by_its_loud_part() -> None:
    steady = stereo(sine(1000, -20, 4))
    sparse = stereo(sine(1000, -20, 0.5), np.zeros(4 * RATE))

    assert loud_part_lufs(steady) == pytest.approx(integrated_lufs(steady), abs=0.1)
    assert loud_part_lufs(sparse, 0.95) == pytest.approx(loud_part_lufs(steady), abs=0.5)
    assert loud_part_lufs(sparse, 0.0) < loud_part_lufs(sparse, 0.95) - 6


def test_the_true_peak_is_found_between_the_samples() -> None:
    # at a quarter of the rate with a phase of 45° every sample is 3 dB under the peak
    x = sine(RATE / 4, -6.0, 0.5, np.pi / 4)

    assert np.abs(x).max() == pytest.approx(10 ** (-9.01 / 20), abs=1e-3)
    assert 20 * np.log10(true_peak(x)) == pytest.approx(-6.0, abs=0.4)


@settings(deadline=None, max_examples=30)
@given(
    seed=st.integers(0, 2**32 - 1),
    gain_db=st.floats(-20, 30),
    spikes=st.integers(0, 40),
    ceiling_db=st.floats(-12, -0.5),
)
def test_no_peak_passes_the_limiter(
    seed: int, gain_db: float, spikes: int, ceiling_db: float
) -> None:
    rng = np.random.default_rng(seed)
    x = 0.1 * rng.standard_normal((2, RATE // 2))
    x[:, rng.integers(0, x.shape[1], spikes)] += rng.uniform(-2, 2, spikes)

    y = limited((x * 10 ** (gain_db / 20)).astype(np.float32), ceiling_db)

    assert y.dtype == np.float32
    assert np.isfinite(y).all()
    assert true_peak(y) <= 10 ** (ceiling_db / 20) * 1.0001


def test_the_limiter_leaves_alone_what_is_soft_enough() -> None:
    x = np.stack([sine(440, -20, 1)] * 2).astype(np.float32)

    assert limited(x) is x


def test_the_limiter_recovers_after_a_peak() -> None:
    x = np.stack([sine(440, -12, 2)] * 2).astype(np.float32)
    x[:, RATE // 2] = 4.0

    y = limited(x)

    late = slice(round(1.5 * RATE), None)
    assert np.abs(y[:, late] / np.maximum(np.abs(x[:, late]), 1e-3)).max() > 0.98
    before = slice(0, RATE // 2 - round(0.02 * RATE))
    assert np.array_equal(y[:, before], x[:, before]) or np.allclose(y[:, before], x[:, before])
