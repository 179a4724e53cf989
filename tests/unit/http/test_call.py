"""Reading the query of a call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmgate.core.errors import InvalidInput, NotFound
from filmgate.http.call import Call, parse_moment
from filmgate.http.origin import Origins


def call(query="", **path):
    scope = {"type": "http", "headers": [], "query_string": query.encode(), "path_params": path}
    return Call(None, Origins(), scope, None)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-02T00:00:00Z", 86_400.0),
        ("1970-01-02", 86_400.0),
        ("1970-01-02T01:00:00+01:00", 86_400.0),
        ("1970-01-02T01:00:00 01:00", 86_400.0),
        ("86400.5", 86_400.5),
        ("0", 0.0),
    ],
)
def test_times_are_read(text, seconds):
    assert parse_moment(text) == seconds


@pytest.mark.parametrize("text", ["soon", "1e99", "-1", "9999-12-31T23:59:59Z", "1969-12-31", ""])
def test_other_texts_are_no_times(text):
    assert parse_moment(text) is None


@given(st.text())
def test_any_text_is_a_time_or_none(text):
    seconds = parse_moment(text)

    assert seconds is None or 0 <= seconds < 253_300_000_000


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", False), ("a=true", True), ("a", True), ("a=0", False), ("b=1", False), ("a=ON", True)],
)
def test_flags(query, expected):
    assert call(query).flag("a") is expected


def test_numbers_have_a_range():
    assert call("n=5").number("n", 1, 0, 9) == 5
    assert call("").number("n", 1, 0, 9) == 1
    for wrong in ("10", "-1", "x", "1.5", "9" * 30):
        with pytest.raises(InvalidInput):
            call(f"n={wrong}").number("n", 1, 0, 9)


def test_too_many_parameters_are_refused():
    with pytest.raises(InvalidInput):
        _ = call("&".join(f"a{n}=1" for n in range(200))).query


def test_the_last_of_a_name_counts():
    assert call("a=1&a=2").text("a") == "2"


@pytest.mark.parametrize("value", ["", "a/b", "a b", "x" * 129, "é", "a\0"])
def test_what_cannot_be_an_id_is_unknown(value):
    with pytest.raises(NotFound):
        call(request_id=value).id("request_id")


def test_ids_are_read():
    assert call(request_id="req_A-9").id("request_id") == "req_A-9"
