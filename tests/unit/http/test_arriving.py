"""Files on their way in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmgate.core.order import MediaKind
from filmgate.http.arriving import kind_of, safe_name


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"BM....",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"\0\0\0\x20ftypavif",
        b"\0\0\0\x20ftypheic",
    ],
)
def test_pictures_are_told_by_their_first_bytes(head):
    assert kind_of(head) is MediaKind.IMAGE


@pytest.mark.parametrize("head", [b"\0\0\0\x20ftypisom", b"\x1aE\xdf\xa3", b"text", b""])
def test_anything_else_is_looked_at_as_a_video(head):
    assert kind_of(head) is MediaKind.VIDEO


@given(st.text())
def test_any_name_becomes_one_that_needs_no_escaping(name):
    import re

    assert re.fullmatch(r"[A-Za-z0-9_-]{1,70}\.png", safe_name(name, "png"))
