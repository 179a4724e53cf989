"""For every test: no network beyond this machine, and asyncio for the asynchronous ones."""

import ipaddress
import sys

import pytest


def _is_here(address) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = address[0]
    try:
        return host in ("", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_the_world(event, args):
    if event in ("socket.connect", "socket.sendto") and not _is_here(args[1]):
        raise RuntimeError(f"a test wants to reach {args[1]}; tests reach this machine only")


sys.addaudithook(_refuse_the_world)


@pytest.fixture
def anyio_backend():
    return "asyncio"
