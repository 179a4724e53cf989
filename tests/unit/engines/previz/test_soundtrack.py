import cv2
import numpy as np
import pytest

from filmgate.core.order import Task
from filmgate.engines.previz.soundtrack import section_of
from filmgate.engines.previz.storyboard import (
    Move,
    MoveKind,
    ShotSize,
    SoundWish,
    SpokenLine,
    StoryShot,
)
from filmgate.media.sound import CUES, INSTRUMENTS


def test_a_shot_becomes_a_section_with_its_cues_and_music():
    cue, instrument = next(iter(CUES)), next(iter(INSTRUMENTS))
    shot = StoryShot(
        24,
        48,
        "",
        transition="dissolve",
        sounds=(SoundWish(cue, gain_db=-99, pan=0.4), SoundWish(instrument, "music")),
    )

    section = section_of(shot)

    assert (section.start_s, section.end_s) == (1.0, 3.0)
    assert [wish.name for wish in section.cues] == [cue]
    assert section.cues[0].gain_db == -40
    assert section.music == (instrument,)
    assert section.fade_s > 0.3


def test_sounds_that_nobody_can_play_are_left_out():
    shot = StoryShot(0, 48, "", sounds=(SoundWish("whale song in space"),))

    assert section_of(shot).cues == ()


@pytest.mark.parametrize(("kind", "side"), [(MoveKind.WHIP_LEFT, -1), (MoveKind.WHIP_RIGHT, 1)])
def test_a_whip_pan_is_heard_when_and_where_it_happens(kind, side):
    shot = StoryShot(0, 96, "", moves=(Move(kind, start=0.5, end=0.7),))

    (whoosh,) = section_of(shot).cues

    assert (whoosh.name, whoosh.at_s) == ("whoosh", 2.0)
    assert whoosh.pan * side > 0


def test_a_cut_hidden_in_a_whip_is_heard_before_it():
    first, second = StoryShot(0, 96, ""), StoryShot(96, 96, "", transition="whip")

    (whoosh,) = section_of(first, second).cues

    assert 3.4 < whoosh.at_s < 4.0
    assert section_of(second).cues == ()


def test_what_the_subject_makes_is_heard_where_it_stands_and_as_near_as_it_is_framed():
    sounds = (SoundWish("hooves"), SoundWish("wind"), SoundWish("dog", pan=0.6, distance=0.8))
    near, far = (
        section_of(StoryShot(0, 48, "", size=size, sounds=sounds), None, -0.5).cues
        for size in (ShotSize.CLOSE, ShotSize.EXTREME_WIDE)
    )

    assert near[0].pan < -0.2
    assert near[0].distance < 0.2 < 0.5 < far[0].distance
    assert (near[1].pan, near[1].distance) == (0.0, 0.3)
    assert (near[2].pan, near[2].distance) == (0.6, 0.8)


def test_a_spoken_line_becomes_a_voice_at_its_time():
    shot = StoryShot(0, 120, "", lines=(SpokenLine("Are you there, captain?", 0.4, "woman"),))

    (voice,) = section_of(shot, None, 0.5).cues

    assert voice.name == "speech"
    assert voice.at_s == pytest.approx(2.0)
    assert voice.line.clauses == (3, 2)
    assert voice.pan > 0


def test_a_subject_on_one_side_of_a_start_image_is_heard_there(studio, make_order):
    picture = np.full((360, 640, 3), 205, np.uint8)
    cv2.circle(picture, (510, 220), 70, (200, 40, 30), -1, cv2.LINE_AA)
    prompt = 'A man says "Here it comes, my old friend, at last." Close-up.'

    balance = {}
    for name, seen in (("right", picture), ("left", np.ascontiguousarray(picture[:, ::-1]))):
        start = studio.picture(seen, "start_image_url")
        made = studio.sound(make_order(Task.IMAGE_TO_VIDEO, prompt, 4, start=start, audio=True))
        energy = np.square(made[24_000:120_000].astype(float)).sum(axis=0)
        balance[name] = energy[1] / energy[0]

    assert balance["right"] > 2 * balance["left"]


def test_a_clip_that_ends_in_black_ends_in_silence_as_slowly(studio, make_order):
    tails = {}
    for ending in ("Fade to black.", "It stays."):
        sound = studio.sound(
            make_order(prompt=f"A brook in a forest. {ending}", duration_s=3, audio=True)
        )
        level = np.abs(sound).mean(1)
        tails[ending] = level[-30_000:-20_000].mean() / level[48_000:96_000].mean()

    assert tails["Fade to black."] < 0.75 * tails["It stays."]
