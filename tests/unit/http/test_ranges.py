"""The Range header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmgate.http.ranges import Unsatisfiable, matches_etag, read_range


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("bytes=0-99", (0, 100)),
        ("bytes=0-0", (0, 1)),
        ("bytes=900-", (900, 1000)),
        ("bytes=-100", (900, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes=990-5000", (990, 1000)),
        ("BYTES= 5-6 ", (5, 7)),
        ("bytes=0-999", (0, 1000)),
    ],
)
def test_a_single_range_is_read(value, expected):
    assert read_range(value, 1000) == expected


@pytest.mark.parametrize(
    "value",
    ["", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "items=0-1", "bytes=0-1,5-6", "0-1"],
)
def test_anything_else_means_the_whole_file(value):
    assert read_range(value, 1000) is None


@pytest.mark.parametrize("value", ["bytes=1000-", "bytes=1000-1001", "bytes=-0"])
def test_a_range_beyond_the_end_cannot_be_met(value):
    with pytest.raises(Unsatisfiable):
        read_range(value, 1000)


def test_no_range_of_an_empty_file_can_be_met():
    with pytest.raises(Unsatisfiable):
        read_range("bytes=0-", 0)


@given(value=st.text(), size=st.integers(0, 10**12))
def test_any_header_gives_a_part_of_the_file_or_none(value, size):
    try:
        part = read_range(value, size)
    except Unsatisfiable:
        return
    if part is not None:
        start, end = part
        assert 0 <= start < end <= size


@given(first=st.integers(0, 2000), last=st.integers(0, 2000))
def test_a_range_of_numbers_never_leaves_the_file(first, last):
    try:
        part = read_range(f"bytes={first}-{last}", 1000)
    except Unsatisfiable:
        assert first >= 1000
        return
    assert part is None or (part[0] == first and part[1] == min(last + 1, 1000))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ('"x", "abc"', True),
        ("*", True),
        ('"abcd"', False),
        ("abc", False),
        ("", False),
    ],
)
def test_an_etag_is_found_in_if_none_match(header, expected):
    assert matches_etag(header, '"abc"') is expected
