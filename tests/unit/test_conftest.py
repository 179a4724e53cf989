import socket

import pytest


def test_no_test_reaches_another_machine():
    with socket.socket() as wanderer, pytest.raises(RuntimeError, match="this machine only"):
        wanderer.connect(("192.0.2.1", 80))
