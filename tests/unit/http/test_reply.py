"""Answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmgate.http.call import parse_moment
from filmgate.http.reply import json_reply, optional_timestamp, text_reply, timestamp


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "1970-01-01T00:00:00.000Z"),
        (1795255231.412, "2026-11-21T10:00:31.412Z"),
        (1795255231.4129, "2026-11-21T10:00:31.412Z"),
        (59.9999, "1970-01-01T00:00:59.999Z"),
    ],
)
def test_times_have_milliseconds_and_end_with_z(seconds, text):
    assert timestamp(seconds) == text


@given(st.floats(0, 4_000_000_000))
def test_a_time_is_never_written_later_than_it_was(seconds):
    written = parse_moment(timestamp(seconds))

    assert seconds - 0.0011 <= written <= seconds + 0.00002


def test_a_time_may_be_missing():
    assert optional_timestamp(None) is None
    assert optional_timestamp(0.0) == "1970-01-01T00:00:00.000Z"


def test_json_keeps_the_order_of_its_keys_and_is_never_cached():
    reply = json_reply({"b": 1, "a": "ü"}, 202, {"X-One": "1"})

    assert reply.body == '{"b":1,"a":"ü"}'.encode()
    assert reply.status_code == 202
    assert dict(reply.raw_headers) == {
        b"content-type": b"application/json",
        b"cache-control": b"no-store",
        b"x-content-type-options": b"nosniff",
        b"x-one": b"1",
        b"content-length": b"16",
    }


def test_text_names_its_type():
    reply = text_reply("<p>", "text/html; charset=utf-8", {"X-One": "1"})

    assert dict(reply.raw_headers)[b"content-type"] == b"text/html; charset=utf-8"
