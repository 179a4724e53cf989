import os
import subprocess
import sys

import pytest

from filmgate.bootstrap.folder import (
    clear_scratch,
    find_running,
    folder_secret,
    local_url,
    open_accounts,
)
from filmgate.queue.dispatcher import DispatcherLock
from filmgate.settings import Settings


def test_the_secret_is_made_once_and_for_us_alone(tmp_path):
    first = folder_secret(tmp_path / "data")

    assert len(first) == 32
    assert folder_secret(tmp_path / "data") == first
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


def test_every_data_folder_has_a_secret_of_its_own(tmp_path):
    assert folder_secret(tmp_path / "one") != folder_secret(tmp_path / "two")


def test_scratch_of_processes_that_are_gone_is_removed(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for name in (str(gone.pid), str(os.getpid()), "left-over"):
        (tmp_path / name / "deep").mkdir(parents=True)

    clear_scratch(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [str(os.getpid())]


def test_a_scratch_folder_that_does_not_exist_is_clear(tmp_path):
    clear_scratch(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("films.local", "http://films.local:8000"),
    ],
)
def test_commands_on_this_machine_reach_the_server_by_its_address(host, url):
    assert local_url(Settings(host=host)) == url


def test_a_running_server_is_found_by_its_folder(tmp_path):
    settings = Settings(data_dir=tmp_path)
    assert find_running(settings) is None
    lock = DispatcherLock(tmp_path)

    lock.acquire("http://127.0.0.1:8123")

    assert find_running(settings) == "http://127.0.0.1:8123"
    lock.release()
    assert find_running(settings) is None


def test_a_command_that_works_in_its_own_process_is_no_server(tmp_path):
    lock = DispatcherLock(tmp_path)
    lock.acquire()

    assert find_running(Settings(data_dir=tmp_path)) is None
    lock.release()


@pytest.mark.anyio
async def test_accounts_are_opened_beside_a_server(tmp_path):
    settings = Settings(data_dir=tmp_path)
    async with open_accounts(settings) as accounts:
        token = await accounts.ensure_first_key()

    async with open_accounts(settings) as accounts:
        assert (await accounts.authenticate(token)).owner_id
        assert await accounts.ensure_first_key() is None
