"""The table of errors."""

import json

import pytest

from filmgate.core import errors as core
from filmgate.core.errors import InvalidInput, LimitExceeded, Problem
from filmgate.http.errors import ERRORS, PLAIN, error_reply, kind_of, refuse


def every_error(cls=core.FilmgateError):
    yield cls
    for child in cls.__subclasses__():
        if child.__module__ == core.__name__:
            yield from every_error(child)


def made(cls):
    return cls([Problem(("body", "x"), "is wrong", "range")]) if cls is InvalidInput else cls("why")


@pytest.mark.parametrize("cls", list(every_error()), ids=lambda cls: cls.__name__)
def test_every_error_of_core_has_a_status_and_a_body(cls):
    error = cls() if cls is core.WorkerLost else made(cls)
    reply = error_reply(error)
    body = json.loads(reply.body)

    assert reply.status_code == kind_of(error).status
    assert body["error_code"] == reply.status_code * 1000 + 1
    assert body["error_message"] == body["message"] == kind_of(error).name


def test_the_codes_are_those_of_the_contract():
    codes = {cls.__name__: kind.code for cls, kind in ERRORS.items()}

    assert codes == {
        "InvalidInput": 422001,
        "MediaError": 422001,
        "Unauthenticated": 401001,
        "PermissionDenied": 403001,
        "NotFound": 404001,
        "TooLarge": 413001,
        "LimitExceeded": 429001,
        "StorageFull": 507001,
        "Unavailable": 503001,
        "EngineError": 503001,
        "ConfigurationError": 500001,
        "FilmgateError": 500001,
    }


def test_plain_refusals_have_the_code_of_their_status():
    assert all(kind.code == status * 1000 + 1 for status, kind in PLAIN.items())


def test_every_kind_says_when_it_is_answered():
    assert all(kind.when for kind in (*ERRORS.values(), *PLAIN.values()))


def test_problems_and_warnings_are_told_apart():
    error = InvalidInput(
        [Problem(("body", "duration"), "must be between 3 and 15, got 20", "range")],
        [Problem(("body", "image"), "Unknown field, ignored.", "unknown_field")],
    )
    body = json.loads(error_reply(error).body)

    assert body["detail"] == [
        {"loc": ["body", "duration"], "msg": "must be between 3 and 15, got 20", "type": "range"}
    ]
    assert body["warnings"][0]["loc"] == ["body", "image"]


def test_a_fault_tells_the_caller_nothing(caplog):
    reply = error_reply(core.ConfigurationError("the secret path /etc/x is missing"))

    assert b"secret" not in reply.body
    assert "secret path" in caplog.text


def test_an_input_error_without_problems_still_says_something():
    body = json.loads(error_reply(InvalidInput([], message="the key was used before")).body)

    assert body["detail"][0]["msg"] == "the key was used before"


def test_a_limit_says_how_long_to_wait_in_whole_seconds():
    headers = dict(error_reply(LimitExceeded("slow down", 0.2)).raw_headers)

    assert headers[b"retry-after"] == b"1"


def test_a_refusal_names_one_place():
    body = json.loads(error_reply(refuse(400, ("header", "host"), "not ours", "host")).body)

    assert body["detail"] == [{"loc": ["header", "host"], "msg": "not ours", "type": "host"}]
