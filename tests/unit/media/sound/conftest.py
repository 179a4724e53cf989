"""An ear for tests: measures of what a sound is like."""

from __future__ import annotations

import numpy as np
import pytest

from filmgate.media.sound.blocks import RATE


class Ear:
    """Listens to arrays of shape (2, samples) or (samples,)."""

    def rows(self, x: np.ndarray) -> np.ndarray:
        return np.atleast_2d(np.asarray(x, dtype=np.float64))

    def share(self, x: np.ndarray, low: float, high: float) -> float:
        """Part of the energy between two frequencies, 0…1."""
        rows = self.rows(x)
        power = np.square(np.abs(np.fft.rfft(rows))).sum(axis=0)
        hz = np.fft.rfftfreq(rows.shape[1], 1 / RATE)
        return float(power[(hz >= low) & (hz <= high)].sum() / power.sum())

    def middle(self, x: np.ndarray) -> float:
        """Frequency that half of the energy lies under, in Hz."""
        rows = self.rows(x)
        power = np.cumsum(np.square(np.abs(np.fft.rfft(rows))).sum(axis=0))
        return float(np.searchsorted(power, power[-1] / 2) * RATE / rows.shape[1])

    def pitch(self, x: np.ndarray) -> float:
        """Frequency of the strongest line, in Hz."""
        row = self.rows(x).sum(axis=0)
        power = np.abs(np.fft.rfft(row * np.hanning(row.size), 8 * row.size))
        return float(power.argmax() * RATE / (8 * row.size))

    def envelope(self, x: np.ndarray, rate: int = 400) -> np.ndarray:
        """Loudness over time, `rate` values a second."""
        power = np.square(self.rows(x)).sum(axis=0)
        k = RATE // rate
        return np.sqrt(power[: power.size // k * k].reshape(-1, k).mean(axis=1))

    def onsets(self, x: np.ndarray, share: float = 0.25, gap_s: float = 0.05) -> np.ndarray:
        """Times in seconds at which something begins."""
        rate = 400
        env = self.envelope(x, rate)
        slow = np.concatenate([[0.0], env[:-1]])
        rise = np.maximum(env - slow, 0)
        top = np.quantile(rise, 0.999) * share
        times: list[float] = []
        for k in np.flatnonzero(rise > top):
            if not times or k / rate - times[-1] > gap_s:
                times.append(k / rate)
        return np.array(times)

    def period(self, x: np.ndarray, low_s: float, high_s: float) -> tuple[float, float]:
        """Strongest repetition of the loudness between two periods: seconds, correlation."""
        rate = 400
        env = self.envelope(x, rate)
        env = env - env.mean()
        size = 2 * env.size
        corr = np.fft.irfft(np.abs(np.fft.rfft(env, size)) ** 2)[: env.size]
        corr = corr / corr[0] * env.size / np.maximum(env.size - np.arange(env.size), 1)
        first, last = round(low_s * rate), min(round(high_s * rate), env.size - 1)
        best = first + int(corr[first : last + 1].argmax())
        return best / rate, float(corr[best])

    def flutter(self, x: np.ndarray, low: float, high: float) -> float:
        """How much of the loudness' movement lies between two rates in Hz, 0…1."""
        env = self.envelope(x)
        power = np.square(np.abs(np.fft.rfft(env - env.mean())))
        hz = np.fft.rfftfreq(env.size, 1 / 400)
        return float(power[(hz >= low) & (hz <= high)].sum() / power.sum())

    def crest_db(self, x: np.ndarray) -> float:
        """Peak over RMS."""
        rows = self.rows(x)
        return float(20 * np.log10(np.abs(rows).max() / np.sqrt(np.mean(rows**2))))

    def character(self, x: np.ndarray) -> np.ndarray:
        """A point in a space of colour and movement; 1 is a difference one notices."""
        rows = self.rows(x)
        edges = np.geomspace(40, 16_000, 13)
        power = np.square(np.abs(np.fft.rfft(rows))).sum(axis=0)
        hz = np.fft.rfftfreq(rows.shape[1], 1 / RATE)
        colour = np.histogram(hz, edges, weights=power)[0] / power.sum()
        env = self.envelope(rows, 200)
        env = env / env.mean()
        turns = np.square(np.abs(np.fft.rfft(env - 1))) / env.size**2 * 2
        rates = np.fft.rfftfreq(env.size, 1 / 200)
        bands = ((0.3, 1.5), (1.5, 4), (4, 10), (10, 25), (25, 90))
        moves = [np.sqrt(turns[(rates >= a) & (rates < b)].sum()) for a, b in bands]
        mono = rows.sum(axis=0)
        frames = np.lib.stride_tricks.sliding_window_view(mono, 4096)[::4096] * np.hanning(4096)
        spectra = np.square(np.abs(np.fft.rfft(frames)))[:, 4:1400] + 1e-12
        flat = np.exp(np.log(spectra).mean(axis=1)) / spectra.mean(axis=1)
        weight = spectra.sum(axis=1)
        noisiness = 10 * np.log10((flat * weight).sum() / weight.sum() + 1e-4)
        return np.concatenate(
            [
                10 * np.log10(colour + 1e-4) / 6,
                1.5 * np.log(np.array(moves) + 0.02),
                [noisiness / 6],
                np.log(np.percentile(env, [5, 50, 99]) + 0.02),
            ]
        )


@pytest.fixture(scope="session")
def ear() -> Ear:
    return Ear()
