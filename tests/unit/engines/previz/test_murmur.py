"""Quoted sentences get a voice: syllables, pitch, place in time."""

import itertools

import pytest

from filmgate.core.order import Order, ShotOrder, Task, Tier
from filmgate.engines.previz.murmur import clauses_of, spoken_wishes, syllables, voice_of
from filmgate.engines.previz.reading import read_order
from filmgate.engines.previz.storyboard import SpokenLine, StoryShot


def lines_of(prompt, **more):
    order = Order("test/model", Task.TEXT_TO_VIDEO, Tier.PRO, prompt, 5, audio=True, **more)
    return [line for shot in read_order(order).shots for line in shot.lines]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("stay", 1),
        ("home", 1),
        ("little", 2),
        ("horizon", 3),
        ("Tuesday", 2),
        ("the", 1),
        ("42", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_a_comma_parts_clauses():
    assert clauses_of("Good morning, little ones.") == (3, 3)
    assert clauses_of("...") == (1,)


@pytest.mark.parametrize(
    ("prompt", "speaker", "manner"),
    [
        ('A woman at a window whispers, "Stay here."', "woman", "whisper"),
        ('An old man on a pier says: "The tide is turning."', "man", "say"),
        ('The boy shouts "Over here!" on a beach.', "child", "shout"),
        ('[Character A: tired] "We should go home now."', "character a", "say"),
        ('Narrator: "It began with rain."', "narrator", "say"),
    ],
)
def test_who_speaks_and_how_is_read(prompt, speaker, manner):
    (line,) = lines_of(prompt)

    assert (line.speaker, line.manner) == (speaker, manner)


def test_a_line_knows_when_it_is_said():
    first, last = lines_of(
        'She says, "Look up." They wait a long while under the trees, and the light goes slowly. '
        'Then he answers, "It is late."'
    )

    assert first.at < 0.2 < 0.6 < last.at


def test_a_line_belongs_to_the_shot_it_stands_in():
    order = Order(
        "test/model",
        Task.TEXT_TO_VIDEO,
        Tier.PRO,
        "",
        8,
        shots=(ShotOrder("A wide street.", 4), ShotOrder('He says "We are here."', 4)),
    )

    shots = read_order(order).shots

    assert [len(shot.lines) for shot in shots] == [0, 1]


@pytest.mark.parametrize("more", ["No dialogue.", "Complete silence."])
def test_a_text_may_want_nobody_to_be_heard(more):
    assert lines_of(f'A man says, "Stay here." {more}') == []


def test_a_negative_prompt_may_want_it_too():
    assert lines_of('A man says, "Stay here."', negative_prompt="talking, speech") == []
    assert lines_of('A man says, "Stay here."', negative_prompt="subtitles") != []


def test_speakers_have_voices_of_their_own_and_keep_them():
    man, woman, child = (voice_of(SpokenLine("Hello there.", 0, who)) for who in (
        "man", "woman", "child"
    ))  # fmt: skip

    assert man.hz < 140 < 170 < woman.hz < 240 < child.hz
    assert man.throat > woman.throat > child.throat
    assert voice_of(SpokenLine("Another one.", 0.5, "man")).hz == man.hz


def test_lines_follow_each_other_and_end_in_their_shot():
    said = ("We have come a long way.", "And it is not over yet.", "No.")
    lines = tuple(SpokenLine(words, 0.9, "man") for words in said)

    wishes = spoken_wishes(StoryShot(24, 24 * 6, "", lines=lines), 0.2, 0.3)

    assert [sum(wish.line.clauses) for wish in wishes] == [6, 7, 1]
    assert all(a.at_s + a.length_s < b.at_s for a, b in itertools.pairwise(wishes))
    assert wishes[-1].at_s + wishes[-1].length_s <= 6
    assert 3.8 < 6 / wishes[0].length_s < 5.2
    assert {wish.pan for wish in wishes} == {0.2}


def test_too_many_words_are_hurried_and_then_left_out():
    lines = tuple(SpokenLine("word " * 30, 0.0) for _ in range(4))

    wishes = spoken_wishes(StoryShot(0, 48, "", lines=lines), 0.0, 0.3)

    assert 1 <= len(wishes) < 4
    assert all(wish.at_s < 2 for wish in wishes)
