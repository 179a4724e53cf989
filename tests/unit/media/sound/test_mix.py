"""What is ordered is heard, at the loudness promised, for exactly as long as the clip."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filmgate.media.sound import CUES, INSTRUMENTS, MOODS, CueWish, Line, Score, Section, compose
from filmgate.media.sound.blocks import RATE, noise
from filmgate.media.sound.loudness import integrated_lufs, true_peak
from filmgate.media.sound.mix import FRAME, Stem, balanced, ducked, lay

#: music before balancing, against -16 LUFS at the end, makes this a fair silence
QUIET = 10 ** (-75 / 20)

wishes = st.builds(
    CueWish,
    st.sampled_from(sorted(CUES)),
    gain_db=st.floats(-8, 6),
    pan=st.floats(-1, 1),
    distance=st.floats(0, 1),
    at_s=st.none() | st.floats(0, 3),
    intensity=st.floats(0, 1),
)


@st.composite
def scores(draw, seconds: float) -> Score:
    cuts = sorted(draw(st.lists(st.floats(0.5, max(0.6, seconds)), max_size=3)))
    bounds = [0.0, *cuts, seconds]
    return Score(
        tuple(
            Section(
                start,
                end,
                tuple(draw(st.lists(wishes, max_size=3))),
                tuple(draw(st.lists(st.sampled_from(sorted(INSTRUMENTS)), max_size=2))),
                draw(st.sampled_from(sorted(MOODS))),
                draw(st.sampled_from([0.03, 0.7])),
            )
            for start, end in itertools.pairwise(bounds)
        )
    )


def one(seconds: float, *cues: CueWish, music: tuple[str, ...] = (), mood: str = "calm") -> Score:
    return Score((Section(0.0, seconds, cues, music, mood),))


def lufs_of(x: np.ndarray) -> float:
    return integrated_lufs(x)


@settings(deadline=None, max_examples=10, derandomize=True)
@given(st.data(), st.integers(24, 96), st.integers(0, 2**31))
def test_any_score_is_as_loud_and_as_long_as_promised(data, frames: int, seed: int) -> None:
    check(data.draw(scores(frames / 24)), frames, seed)


def check(score: Score, frames: int, seed: int) -> None:
    x = compose(score, frames, seed)

    assert x.shape == (round(frames / 24 * RATE), 2)
    assert x.dtype == np.float32
    assert x.flags.c_contiguous
    assert np.isfinite(x).all()
    assert lufs_of(x) == pytest.approx(-16.0, abs=1.0)
    assert true_peak(x) < 10 ** (-1 / 20)


def test_a_clip_of_fifteen_seconds_keeps_the_promise_too() -> None:
    parts = ("waves", "cafe", "footsteps", "heartbeat", "applause")
    music = (("piano",), ("piano",), (), ("strings",), ("guitar", "drums"))
    sections = tuple(
        Section(3.0 * k, 3.0 * k + 3.05, (CueWish(cue),), band, "warm")
        for k, (cue, band) in enumerate(zip(parts, music, strict=True))
    )

    check(Score(sections), 361, 7)


@pytest.mark.parametrize("frames", [1, 2, 7, 23, 24, 25, 73, 121])
def test_the_length_is_exact_for_any_number_of_frames(frames: int) -> None:
    x = compose(one(9.0, CueWish("rain"), music=("pad",)), frames, 1)

    assert x.shape == (frames * FRAME, 2)
    assert np.isfinite(x).all()
    assert np.abs(x).max() > 0.01


def test_the_same_order_gives_the_same_bytes() -> None:
    score = one(3.0, CueWish("waves"), CueWish("gulls"), music=("guitar",), mood="warm")
    first, again, other = (compose(score, 73, seed).tobytes() for seed in (5, 5, 6))

    assert first == again
    assert first != other


def test_a_clip_fades_in_and_out_and_is_never_silent_between(ear) -> None:
    x = compose(one(5.0, CueWish("drips")), 121, 1).T
    env = ear.envelope(x, 20)

    assert np.abs(x[:, 0]).max() < 1e-4
    assert np.abs(x[:, -1]).max() < 1e-3
    assert env[3:-9].min() > QUIET


def test_an_empty_score_gets_a_gentle_bed_or_only_room_tone(ear) -> None:
    bed, tone = (compose(Score(has_bed=has), 121, 1).T for has in (True, False))

    assert lufs_of(bed) == pytest.approx(-16, abs=1)
    assert np.linalg.norm(ear.character(bed) - ear.character(tone)) > 3


@pytest.mark.parametrize("cue", ["birds", "hooves", "bells", "cafe", "fire", "crickets", "speech"])
@pytest.mark.parametrize("music", [("guitar",), ("strings", "brass", "drums")])
def test_music_does_not_mask_a_cue(cue: str, music: tuple[str, ...]) -> None:
    score = one(3.0, CueWish(cue), CueWish("wind"), music=music, mood="epic")
    stems = {stem.name: stem for stem in balanced(lay(score, 73 * FRAME, 3))}
    stem = next(s for name, s in stems.items() if s.kind == "cue" and name != "wind")

    def power(x: np.ndarray) -> np.ndarray:
        frames = x[:, : x.shape[1] // 4800 * 4800].reshape(2, -1, 4800)
        hz = np.fft.rfftfreq(4800, 1 / RATE)
        spectra = np.square(np.abs(np.fft.rfft(frames))).sum(axis=0)
        return spectra[:, (hz >= stem.low) & (hz <= stem.high)].sum(axis=1)

    own = power(stem.samples)
    rest = sum(power(s.samples) for s in stems.values() if s is not stem)
    sounds = own > 0.05 * own.max()
    assert 10 * np.log10(own[sounds].sum() / rest[sounds].sum()) > -12


def test_a_wish_for_less_is_kept_and_not_balanced_away() -> None:
    def level(gain_db: float) -> float:
        score = one(4.0, CueWish("birds", gain_db), music=("strings",))
        stems = balanced(lay(score, 97 * FRAME, 1))
        return float(10 * np.log10(np.mean(np.square(stems[0].samples))))

    assert level(0.0) - level(-12.0) > 6


def test_a_loud_cue_is_not_raised() -> None:
    rng = np.random.default_rng(1)
    loud, soft = (np.stack([noise(RATE, rng)] * 2) * g for g in (0.5, 0.01))
    stems = [Stem("rain", "cue", loud), Stem("pad", "music", soft.astype(np.float32))]

    assert np.array_equal(balanced(stems)[0].samples, loud)


@pytest.mark.parametrize("pan", [-0.9, 0.9])
def test_a_cue_stands_where_it_is_put(pan: float) -> None:
    x = compose(one(3.0, CueWish("fire", pan=pan, distance=0.0)), 73, 1)
    left, right = np.square(x.astype(np.float64)).sum(axis=0)

    assert (left > 4 * right) if pan < 0 else (right > 4 * left)


def test_a_far_cue_lies_behind_a_near_one() -> None:
    stems = {
        d: lay(one(3.0, CueWish("footsteps", distance=d)), 73 * FRAME, 1)[0].samples
        for d in (0.0, 1.0)
    }

    assert np.std(stems[0.0]) > 2.3 * np.std(stems[1.0])


def test_sound_changes_at_the_cut_and_not_elsewhere(ear) -> None:
    score = Score(
        (Section(0.0, 2.0, (CueWish("cicadas"),)), Section(2.0, 4.0, (CueWish("thunder"),)))
    )
    x = compose(score, 96, 1).T
    high = [ear.share(x[:, k * 4800 : (k + 1) * 4800], 3000, 12_000) for k in range(4, 36)]

    assert min(high[:15]) > 0.6
    assert max(high[17:]) < 0.5


def test_a_hard_cut_does_not_click() -> None:
    score = Score((Section(0.0, 1.5, (CueWish("motor"),)), Section(1.5, 3.0, (CueWish("whir"),))))
    x = compose(score, 72, 1)[:, 0].astype(np.float64)
    steps = np.abs(np.diff(x))
    cut = round(1.5 * RATE)

    assert steps[cut - 2000 : cut + 2000].max() < 1.5 * np.quantile(steps, 0.9999)


def test_a_cue_that_goes_on_over_a_cut_does_not_restart() -> None:
    whole = lay(one(4.0, CueWish("hooves_trot")), 96 * FRAME, 1)[0].samples
    halves = Score(tuple(Section(a, a + 2.0, (CueWish("hooves_trot"),)) for a in (0.0, 2.0)))
    cut = lay(halves, 96 * FRAME, 1)[0].samples

    assert np.abs(whole - cut).max() < 1e-3 * np.abs(whole).max()


def test_music_goes_on_over_cuts_when_it_is_the_same() -> None:
    halves = Score(
        tuple(
            Section(a, a + 2.0, (CueWish(cue),), ("guitar",), "warm")
            for a, cue in ((0.0, "rain"), (2.0, "birds"))
        )
    )
    whole = one(4.0, music=("guitar",), mood="warm")
    music = [
        next(s for s in lay(score, 96 * FRAME, 1) if s.kind == "music").samples
        for score in (halves, whole)
    ]

    assert np.array_equal(*music)


def test_music_that_stops_fades_instead_of_breaking_off(ear) -> None:
    score = Score((Section(0.0, 2.0, (), ("strings",)), Section(2.0, 4.0)))
    stem = next(s for s in lay(score, 96 * FRAME, 1) if s.kind == "music")
    env = ear.envelope(stem.samples, 20)

    assert env[36:40].min() > 0.2 * env.max()
    assert env[54:].max() < 0.02 * env.max()


def test_an_event_sounds_at_its_time(ear) -> None:
    score = one(5.0, CueWish("speech", at_s=2.0, length_s=1.0))
    env = ear.envelope(lay(score, 121 * FRAME, 1)[0].samples, 20)
    heard = np.flatnonzero(env > 0.1 * env.max())

    assert 38 <= heard[0] <= 43
    assert heard[-1] <= 66


def test_an_event_after_the_end_is_not_heard_and_harms_nothing() -> None:
    x = compose(one(2.0, CueWish("whoosh", at_s=30.0)), 49, 1)

    assert np.isfinite(x).all()
    assert lufs_of(x) == pytest.approx(-16, abs=1)


def test_sections_may_come_in_any_order_and_end_late() -> None:
    sections = (Section(1.0, 99.0, (CueWish("rain"),)), Section(0.0, 1.0, (CueWish("birds"),)))

    assert np.array_equal(compose(Score(sections), 60, 1), compose(Score(sections[::-1]), 60, 1))


def recording(seconds: float, level: float = 0.05) -> np.ndarray:
    rng = np.random.default_rng(8)
    return np.stack([noise(round(seconds * RATE), rng, 1.0) * level] * 2, axis=1)


def test_an_original_is_kept_to_the_clips_length_and_loudness() -> None:
    given_ = recording(3.0)
    x = compose(Score(original=given_), 73, 1)

    assert x.shape == (73 * FRAME, 2)
    assert lufs_of(x) == pytest.approx(-16, abs=1)
    middle = slice(RATE, 2 * RATE)
    assert np.corrcoef(x[middle, 0], given_[middle, 0])[0, 1] > 0.999


def test_an_original_that_is_too_short_ends_in_silence_without_a_click() -> None:
    x = compose(Score(original=recording(1.0)), 73, 1)

    assert not x[RATE + 100 :].any()
    assert np.abs(x[RATE - 50 : RATE]).max() < 0.1 * np.abs(x).max()


def test_a_hushed_original_is_raised_but_not_blown_up() -> None:
    x = compose(Score(original=recording(3.0, 0.0005)), 73, 1)

    assert -60 < lufs_of(x) < -30


def test_a_silent_original_stays_silent() -> None:
    assert not compose(Score(original=np.zeros((RATE, 2), np.float32)), 48, 1).any()


def test_an_original_can_lie_under_ordered_sounds() -> None:
    score = Score((Section(0.0, 3.0, (CueWish("hooves"),)),), recording(3.0), -6.0)
    kinds = [stem.kind for stem in lay(score, 73 * FRAME, 1)]

    assert kinds == ["cue", "original"]
    assert lufs_of(compose(score, 73, 1)) == pytest.approx(-16, abs=1)


def test_a_mono_original_and_broken_samples_are_taken_care_of() -> None:
    mono = recording(2.0)[:, 0].copy()
    mono[100] = np.nan
    mono[200] = np.inf

    assert np.isfinite(compose(Score(original=mono), 48, 1)).all()


@pytest.mark.parametrize(
    ("score", "message"),
    [
        (one(1.0, CueWish("kazoo choir")), "no cue is named 'kazoo choir'"),
        (one(1.0, music=("kazoo",)), "no instrument is named 'kazoo'"),
        (one(1.0, music=("piano",), mood="beige"), "no mood is named 'beige'"),
        (Score(original=np.zeros((5, 3), np.float32)), r"the original has shape \(5, 3\)"),
    ],
)
def test_what_cannot_be_played_is_refused_by_name(score: Score, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        compose(score, 24, 1)


def test_a_clip_without_frames_is_refused() -> None:
    with pytest.raises(ValueError, match="frames is 0"):
        compose(Score(), 0, 1)


def test_everything_gives_way_while_somebody_speaks(ear) -> None:
    line = Line((6, 5), 120.0, 1.0)
    voice = CueWish("speech", at_s=2.0, length_s=2.4, line=line)
    score = Score((Section(0.0, 8.0, (CueWish("stream"), voice)),))
    stems = {stem.name: stem for stem in ducked(balanced(lay(score, 8 * RATE, 4)))}

    level = ear.envelope(stems["stream"].samples, 10)
    spoken, free = level[22:42].mean(), np.concatenate([level[5:15], level[55:75]]).mean()
    assert 0.25 < spoken / free < 0.5
    said = ear.envelope(stems["speech"].samples, 10)
    assert said[:19].max() < 0.01 * said.max()
    assert said[47:].max() < 0.01 * said.max()


def test_a_clip_that_ends_in_black_fades_longer() -> None:
    def tail(fade_s: float) -> float:
        score = Score((Section(0.0, 4.0, (CueWish("stream"),)),), fade_out_s=fade_s)
        sound = compose(score, 96, 3)
        return float(np.abs(sound[-24_000:-12_000]).mean() / np.abs(sound[48_000:96_000]).mean())

    assert tail(1.2) < 0.6 < 0.8 < tail(0.4)
