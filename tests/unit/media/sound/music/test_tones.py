"""Notes are in tune, begin as they should and die away."""

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE
from filmgate.media.sound.music import tones

STRUCK = [tones.guitar, tones.harp, tones.bass, tones.piano, tones.celesta, tones.synth]
HELD = [tones.bowed, tones.tremolo, tones.pad, tones.choir, tones.brass]


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def fundamental(x: np.ndarray, near: float) -> float:
    """Frequency of the line nearest to where it should be."""
    row = np.atleast_2d(x).sum(axis=0)
    size = 1 << 19
    power = np.abs(np.fft.rfft(row * np.hanning(row.size), size))
    hz = np.fft.rfftfreq(size, 1 / RATE)
    inside = np.flatnonzero((hz > near * 0.94) & (hz < near * 1.06))
    return float(hz[inside[power[inside].argmax()]])


@pytest.mark.parametrize("tone", [*STRUCK, *HELD, tones.flute])
@pytest.mark.parametrize("hz", [110.0, 329.63])
def test_a_note_is_in_tune_within_ten_cents(tone, hz: float) -> None:
    cents = 1200 * np.log2(fundamental(tone(hz, 2.0, 0.6, rng()), hz) / hz)

    assert abs(cents) < 10


@pytest.mark.parametrize("tone", STRUCK)
def test_a_struck_note_is_loudest_at_its_start_and_dies(tone, ear) -> None:
    env = ear.envelope(tone(220.0, 2.0, 0.6, rng()), 20)

    assert env.argmax() <= 2
    assert env[-3:].mean() < 0.15 * env.max()


@pytest.mark.parametrize("tone", HELD)
def test_a_held_note_swells_and_holds(tone, ear) -> None:
    env = ear.envelope(tone(220.0, 2.0, 0.6, rng()), 10)

    assert env[0] < 0.6 * env.max()
    assert env[8:18].min() > 0.25 * env.max()
    assert env[-1] < 0.5 * env.max()


@pytest.mark.parametrize("tone", HELD)
def test_a_section_is_wide(tone) -> None:
    assert np.corrcoef(tone(220.0, 1.5, 0.6, rng()))[0, 1] < 0.9


@pytest.mark.parametrize("tone", [tones.guitar, tones.piano, tones.synth, tones.brass])
def test_played_harder_it_is_brighter(tone, ear) -> None:
    soft, hard = (ear.share(tone(196.0, 1.0, v, rng()), 1200, 12_000) for v in (0.15, 0.95))

    assert hard > 1.3 * soft


def test_instruments_have_colours_of_their_own(ear) -> None:
    colours = {
        tone.__name__: ear.character(tone(261.63, 2.0, 0.6, rng())) for tone in [*STRUCK, *HELD]
    }
    names = list(colours)
    for k, one in enumerate(names):
        for other in names[k + 1 :]:
            assert np.linalg.norm(colours[one] - colours[other]) > 0.8, (one, other)


def test_a_tremolo_trembles_and_a_bow_does_not(ear) -> None:
    still, trembling = (
        ear.flutter(tone(220.0, 3.0, 0.6, rng()), 10, 16) for tone in (tones.bowed, tones.tremolo)
    )

    assert trembling > 3 * still


def test_a_bounced_bow_is_short(ear) -> None:
    x = tones.spiccato(220.0, 1.0, 0.7, rng())

    assert x.shape[1] < 0.4 * RATE


@pytest.mark.parametrize(
    ("drum", "low", "high"),
    [
        (tones.kick, 35, 200),
        (tones.tom, 50, 400),
        (tones.brush, 800, 10_000),
        (tones.shaker, 3500, 16_000),
    ],
)
def test_each_drum_has_its_band(drum, low: float, high: float, ear) -> None:
    x = drum(rng(), 0.7)

    assert ear.share(x, low, high) > 0.8
    assert np.abs(x[:100]).max() > 0 or x.size < 100
