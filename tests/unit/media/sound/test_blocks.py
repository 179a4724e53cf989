"""The blocks do what their docstrings say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmgate.media.sound.blocks import (
    RATE,
    arch,
    band,
    beats,
    burst,
    convolve,
    damped,
    decay,
    drift,
    fast_length,
    noise,
    pan_gains,
    place,
    seconds,
    shower,
    single,
    sweep,
    tame,
    unit,
    wide_noise,
)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@given(st.integers(1, 3_000_000))
def test_a_fast_length_is_long_enough_and_has_only_small_factors(n: int) -> None:
    size = rest = fast_length(n)
    for factor in (2, 3, 5):
        while rest % factor == 0:
            rest //= factor

    assert n <= size <= max(2 * n, 2)
    assert rest == 1


@pytest.mark.parametrize("tilt", [0.0, 1.0, 2.0])
def test_noise_falls_by_its_tilt(tilt: float) -> None:
    x = noise(8 * RATE, rng(), tilt).astype(np.float64)
    power = np.square(np.abs(np.fft.rfft(x)))
    hz = np.fft.rfftfreq(x.size, 1 / RATE)
    low, high = (power[(hz > f) & (hz < 1.2 * f)].mean() for f in (200, 3200))

    assert np.sqrt(np.mean(x**2)) == pytest.approx(1.0, abs=0.01)
    assert 10 * np.log10(low / high) == pytest.approx(10 * tilt * np.log10(16), abs=0.5)


def test_noise_keeps_to_its_band(ear) -> None:
    assert ear.share(noise(RATE, rng(), 0.0, 500, 2000), 300, 3300) > 0.97


@pytest.mark.parametrize("width", [0.0, 0.4, 1.0])
def test_the_width_of_a_noise_is_how_little_its_channels_agree(width: float) -> None:
    x = wide_noise(4 * RATE, rng(), width=width)

    assert np.corrcoef(x)[0, 1] == pytest.approx(np.sqrt(1 - width), abs=0.03)


@given(st.integers(1, 100_000), st.floats(0.05, 60.0), st.integers(0, 9))
def test_a_drift_stays_between_0_and_1_without_jumps(n: int, rate: float, seed: int) -> None:
    x = drift(n, rng(seed), rate)

    assert x.shape == (n,)
    assert x.min() >= 0
    assert x.max() <= 1
    if n > 1:
        assert np.abs(np.diff(x)).max() <= 1.6 * rate / RATE + 1e-5


def test_a_band_keeps_the_middle_and_drops_the_rest() -> None:
    t = seconds(RATE)
    kept, dropped = np.sin(2 * np.pi * 1000 * t), np.sin(2 * np.pi * 60 * t)
    y = band(single(kept + dropped), 400, 4000)[2000:-2000]

    assert np.sqrt(np.mean((y - kept[2000:-2000]) ** 2)) < 0.12


def test_convolution_with_a_late_impulse_delays_and_never_wraps() -> None:
    x = np.zeros(1000, np.float32)
    x[990] = 1.0
    kernel = np.zeros(500, np.float32)
    kernel[100] = 1.0

    assert np.abs(convolve(x, kernel)).max() < 1e-6
    assert convolve(np.roll(x, -500), kernel).argmax() == 590


def test_a_decay_rises_at_once_and_falls_by_e() -> None:
    y = decay(RATE, 0.001, 0.1)

    assert y.max() == pytest.approx(1.0)
    assert y.argmax() < 0.01 * RATE
    assert y[round(0.3 * RATE)] / y[round(0.2 * RATE)] == pytest.approx(np.exp(-1), rel=0.01)


@pytest.mark.parametrize("rise", [0.1, 0.5, 0.9])
def test_an_arch_is_highest_where_it_is_told(rise: float) -> None:
    y = arch(1000, rise)

    assert y.argmax() == pytest.approx(1000 * rise, abs=2)
    assert max(y[0], y[-1]) < 0.01


def test_a_sweep_has_the_frequency_it_is_given(ear) -> None:
    assert ear.pitch(sweep(440.0, RATE)) == pytest.approx(440.0, abs=0.2)


def test_damped_partials_are_in_tune_and_die_in_time(ear) -> None:
    y = damped(1.0, [500.0, 1350.0], [1.0, 0.5], [0.2, 0.1])
    t = np.arange(y.size) / RATE
    want = sum(
        a * np.sin(2 * np.pi * f * t) * np.exp(-t / d)
        for f, a, d in ((500, 1.0, 0.2), (1350, 0.5, 0.1))
    )

    assert np.abs(y[1000:-300] - want[1000:-300]).max() < 1e-3
    assert y[0] == 0


def test_a_burst_starts_at_once_and_ends_in_silence() -> None:
    y = burst(0.1, rng(), 0.0005, 0.01, 500, 5000)

    assert np.square(y[:1000]).sum() > 0.7 * np.square(y).sum()
    assert y[-1] == 0


@given(st.floats(-1, 1))
def test_a_pan_keeps_the_power(pan: float) -> None:
    left, right = pan_gains(pan)

    assert left**2 + right**2 == pytest.approx(2.0)
    assert (left > right) == (pan < 0) or left == pytest.approx(right)


@given(st.integers(-300, 300), st.integers(1, 200))
def test_what_is_placed_outside_is_dropped(at: int, length: int) -> None:
    out = np.zeros((2, 100), np.float32)
    place(out, np.ones(length, np.float32), at)

    covered = max(0, min(100, at + length) - max(0, at))
    assert out[0].sum() == pytest.approx(covered, abs=1e-4)


def test_a_shower_has_about_as_many_grains_as_asked_where_they_are_likely() -> None:
    grain = np.ones(1, np.float32)
    late = np.linspace(0, 1, 4 * RATE).astype(np.float32) > 0.5
    x = shower(4 * RATE, rng(), 100, [grain], late.astype(np.float32), 0.0)

    hits = np.flatnonzero(np.abs(x).sum(axis=0) > 0.1)
    assert 300 < hits.size < 500
    assert hits.min() >= 2 * RATE - 2


def test_a_shower_without_grains_to_fall_is_silent() -> None:
    assert not shower(RATE, rng(), 0.0, [np.ones(5, np.float32)]).any()


def test_tame_rounds_peaks_and_leaves_the_rest() -> None:
    x = np.full(10_000, 0.01, np.float32)
    x[500] = 5.0
    y = tame(x, 5.0)

    assert y[500] < 0.3
    assert y[100] == pytest.approx(0.01, rel=0.02)


def test_unit_scales_to_an_rms_of_one_and_keeps_silence() -> None:
    assert np.sqrt(np.mean(unit(noise(RATE, rng()) * 7) ** 2)) == pytest.approx(1.0, abs=1e-3)
    assert not unit(np.zeros(10, np.float32)).any()


def test_beats_keep_their_order_and_their_pace() -> None:
    hits = beats(10 * RATE, rng(), (0.2, 0.3), 0.1, 0.01)

    assert hits[0] == (4800, 0)
    assert [k for _, k in hits[:4]] == [0, 1, 0, 1]
    assert len(hits) == pytest.approx(2 * 9.9 / 0.5, abs=2)
