from filmgate.engines.previz.soundtrack import section_of
from filmgate.engines.previz.storyboard import SoundWish, StoryShot
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
