import os

from filmgate.worker.memory import rss_bytes


def test_this_process_has_some_memory():
    assert 2**20 < rss_bytes() < 2**40
    assert rss_bytes(os.getpid()) > 2**20


def test_a_process_that_does_not_exist_has_none():
    assert rss_bytes(2**22 + 1) == 0
