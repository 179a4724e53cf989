"""The log: lines for people and for programs, and what must never be in them."""

import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filmgate.accounts.token import new_token
from filmgate.bootstrap.logs import Json, Text, configure, log_change, redact
from filmgate.core.change import Change
from filmgate.settings import Settings


@pytest.fixture
def clean_logging():
    """Logging as it was, afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("filmgate")
    before = root.handlers[:], root.level, ours.level
    names = ("procrastinate", "aiohttp", "PIL", "uvicorn")
    levels = [logging.getLogger(name).level for name in names]
    yield
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])
    for name, level in zip(names, levels, strict=True):
        logging.getLogger(name).setLevel(level)


def record(message, *args, level=logging.INFO, exc_info=None, **fields):
    made = logging.LogRecord("filmgate.http", level, "file", 1, message, args, exc_info)
    if fields:
        made.fields = fields
    return made


def test_a_line_for_programs_is_one_object_with_its_fields():
    line = Json().format(record("call", method="GET", ms=1.5, status=200))

    told = json.loads(line)
    assert "\n" not in line
    assert told["message"] == "call"
    assert (told["method"], told["ms"], told["status"]) == ("GET", 1.5, 200)
    assert (told["level"], told["logger"]) == ("info", "filmgate.http")
    assert told["at"].endswith("Z")


def test_a_line_for_people_leaves_out_what_is_empty():
    line = Text().format(record("call", method="GET", key_id=""))

    assert line.endswith("info    call method=GET")


def test_a_traceback_goes_along_without_its_secrets():
    token = new_token().text
    try:
        raise ValueError(f"no such key: {token}")
    except ValueError:
        made = record("it broke", exc_info=sys.exc_info())

    for formatter in (Json(), Text()):
        line = formatter.format(made)
        assert "ValueError" in line
        assert token not in line


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer swordfish-and-more", "swordfish"),
        ("got data:image/png;base64,iVBORw0KGgoAAAANSUhEUg== here", "iVBOR"),
        ("GET /files/AbCdEfGhIjKlMnOpQrStUv/clip.mp4", "AbCdEf"),
        ("https://s3/x?X-Amz-Signature=deadbeef&b=1", "deadbeef"),
        ("/login?token=abcdefgh", "abcdefgh"),
        ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9"),
        ("postgresql://ann:hunter2@db/films", "hunter2"),
    ],
)
def test_secrets_are_taken_out(text, secret):
    assert secret in text
    assert secret not in redact(text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_key_is_found_wherever_it_stands(before, after):
    token = new_token().text

    assert token not in redact(f"{before} {token} {after}")


def test_what_is_not_secret_stays():
    text = "request req_06f3k2 failed at https://films.example.org/a?b=c"

    assert redact(text) == text


def test_a_line_has_an_end():
    assert len(redact("x" * 100_000)) < 9_000


def a_change(type_="succeeded", **facts):
    known = {"finished_at": 12.5, "code": "", **facts}
    return Change(type_, "req_1", 2, "key_1", "a/model", "previz", "host-7", 10.0, 11.0, **known)


def test_a_change_tells_whose_request_which_attempt_and_who_did_it(caplog):
    with caplog.at_level(logging.INFO, "filmgate.request"):
        log_change(a_change())

    told = caplog.records[0].fields
    assert told["change"] == "succeeded"
    assert (told["request_id"], told["attempt"], told["worker"]) == ("req_1", 2, "host-7")
    assert told["took_s"] == 2.5


def test_a_failure_is_a_warning_with_its_class(caplog):
    with caplog.at_level(logging.WARNING, "filmgate.request"):
        log_change(a_change())
        log_change(a_change("failed", code="engine_error"))

    [line] = caplog.records
    assert line.fields["code"] == "engine_error"


@pytest.mark.parametrize(
    ("form", "level", "lines"),
    [("json", "info", 1), ("json", "warning", 0), ("text", "debug", 2)],
)
def test_the_settings_choose_what_is_written_and_how(
    clean_logging, capsys, form, level, lines, tmp_path
):
    configure(Settings(data_dir=tmp_path, log_format=form, log_level=level))

    logging.getLogger("filmgate.http").debug("call")
    logging.getLogger("filmgate.http").info("call")
    logging.getLogger("someone.else").debug("noise")

    written = capsys.readouterr().err.splitlines()
    assert len(written) == lines
    assert all(line.startswith("{") == (form == "json") for line in written)
