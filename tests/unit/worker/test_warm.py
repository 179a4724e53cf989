import sys

import pytest

from filmgate.worker.warm import Limits, WarmProcess, _cause, python_command


def test_a_command_shows_its_name_to_lists_of_processes():
    command = python_command("pass", "filmgate render process")

    assert command[0] == sys.executable
    assert command[-1] == "filmgate render process"


def test_a_cause_tells_code_signal_and_last_lines():
    told = [_cause(code, b"one\ntwo\n").message for code in (None, 1, -15, -9)]

    assert "could not be started" in told[0]
    assert "ended with code 1" in told[1]
    assert "SIGTERM" in told[2]
    assert "was killed" in told[3]
    assert all(message.endswith("one\ntwo") for message in told)


def test_only_the_last_lines_of_a_long_log_are_shown():
    log = "\n".join(f"line {n}" for n in range(100)).encode()

    message = _cause(1, log).message

    assert "line 99" in message
    assert "line 80" not in message


async def _worn(tmp_path, answers):
    process = WarmProcess(Limits(recycle_after=3), tmp_path)
    process.answers = answers
    return process.is_worn


@pytest.mark.anyio
async def test_a_process_wears_out(tmp_path):
    assert not await _worn(tmp_path, 2)
    assert await _worn(tmp_path, 3)
