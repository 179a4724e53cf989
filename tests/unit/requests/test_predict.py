"""How long a render will take is judged by those that were like it."""

from filmgate.requests.predict import eta


def test_without_history_nothing_is_promised():
    assert eta([], 5.0) == (None, None)


def test_half_and_nine_in_ten_are_told():
    history = [(float(n), 5.0) for n in range(1, 11)]

    assert eta(history, 5.0) == (6.0, 10.0)


def test_renders_of_the_same_length_decide_when_there_are_enough():
    history = [(2.0, 5.0)] * 5 + [(60.0, 15.0)] * 50

    assert eta(history, 5.0) == (2.0, 2.0)
    assert eta(history, 10.0) == (60.0, 60.0)
