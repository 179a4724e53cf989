"""Bodies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmgate.core.errors import InvalidInput, TooLarge
from filmgate.http.body import DEPTH_MAX, decode_object, read_body, read_object
from filmgate.http.errors import Refused

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


def sender(*chunks: bytes):
    messages = [{"type": "http.request", "body": c, "more_body": True} for c in chunks]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive():
        return messages.pop(0)

    return receive


def scope(**headers):
    raw = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    return {"type": "http", "headers": raw}


async def test_a_body_in_pieces_is_put_together():
    assert await read_body(scope(), sender(b"a", b"", b"b"), 2) == b"ab"


async def test_a_declared_size_over_the_limit_is_refused_unread():
    async def receive():
        raise AssertionError("nothing must be read")

    with pytest.raises(TooLarge):
        await read_body(scope(content_length="3"), receive, 2)


async def test_a_body_over_the_limit_is_refused_while_it_arrives():
    messages = iter([{"body": b"ab", "more_body": True}, {"body": b"c", "more_body": True}])

    async def receive():
        return {"type": "http.request", **next(messages)}

    with pytest.raises(TooLarge):
        await read_body(scope(), receive, 2)


async def test_a_sender_that_leaves_ends_the_body():
    async def receive():
        return {"type": "http.disconnect"}

    with pytest.raises(Refused):
        await read_body(scope(), receive, 2)


@pytest.mark.parametrize(
    "given_type",
    ["application/json", "Application/JSON; charset=utf-8", "application/vnd.film+json"],
)
async def test_json_is_read_under_its_names(given_type):
    body = await read_object(scope(content_type=given_type), sender(b'{"a": 1}'), 100)

    assert body == {"a": 1}


@pytest.mark.parametrize("given_type", ["text/plain", "text/json", "", "application/x+jsonp"])
async def test_a_body_that_is_not_declared_as_json_is_refused(given_type):
    with pytest.raises(Refused) as caught:
        await read_object(scope(content_type=given_type), sender(b"{}"), 100)

    assert caught.value.kind.code == 415001


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b'{"a": NaN}',
        b'{"a": 1e999}',
        b'{"a": "\\ud800"}',
        b'{"a": "\xff"}',
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"a":' * (DEPTH_MAX + 1) + b"1" + b"}" * (DEPTH_MAX + 1),
        b"[1]",
        b'"text"',
        b"3",
        b"3.5",
        b"true",
        b"null",
        b'{"a": 1} {"b": 2}',
        b'{"a":' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_not_one_json_object_is_an_invalid_body(body):
    with pytest.raises(InvalidInput) as caught:
        decode_object(body)

    assert caught.value.problems[0].loc == ("body",)


def test_nesting_up_to_the_limit_is_read():
    depth = DEPTH_MAX - 1

    decode_object(b'{"a":' * depth + b"1" + b"}" * depth)


@given(st.binary())
def test_any_bytes_give_an_object_or_an_invalid_body(body):
    try:
        value = decode_object(body)
    except InvalidInput:
        return
    assert isinstance(value, dict)
