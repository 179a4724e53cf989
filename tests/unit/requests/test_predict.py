"""How long a render will take is judged by those that were like it."""

from filmgate.core.request import Took
from filmgate.requests.predict import eta

HD, UHD = 1920 * 1080, 3840 * 2160


def test_without_history_nothing_is_promised():
    assert eta([], 5.0, HD) == (None, None)


def test_half_and_nine_in_ten_are_told():
    history = [Took(float(n), 5.0, HD) for n in range(1, 11)]

    assert eta(history, 5.0, HD) == (6.0, 10.0)


def test_renders_of_the_same_length_decide_when_there_are_enough():
    history = [Took(2.0, 5.0, HD)] * 5 + [Took(60.0, 15.0, HD)] * 50

    assert eta(history, 5.0, HD) == (2.0, 2.0)
    assert eta(history, 10.0, HD) == (60.0, 60.0)


def test_small_drafts_say_nothing_of_large_clips():
    history = [Took(1.0, 5.0, HD // 16)] * 50 + [Took(40.0, 5.0, UHD)] * 5

    assert eta(history, 5.0, UHD) == (40.0, 40.0)
    assert eta(history, 5.0, HD // 16) == (1.0, 1.0)


def test_the_same_size_counts_more_than_the_same_length():
    history = [Took(1.0, 5.0, HD // 16)] * 50 + [Took(90.0, 10.0, UHD)] * 5

    assert eta(history, 5.0, UHD) == (90.0, 90.0)


def test_photos_of_other_shapes_are_of_one_size():
    history = [Took(30.0, 5.0, HD)] * 4 + [Took(31.0, 5.0, int(HD * 1.1))]

    assert eta([*history, *[Took(1.0, 5.0, 100)] * 9], 5.0, HD) == (30.0, 31.0)


def test_renders_of_an_unknown_size_are_better_than_nothing():
    assert eta([Took(3.0, 5.0, 0)], 5.0, HD) == (3.0, 3.0)
