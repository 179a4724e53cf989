import socket

import pytest

from filmgate.bootstrap.fetching import LateFetcher
from filmgate.core.errors import MediaError
from filmgate.settings import Settings

pytestmark = pytest.mark.anyio


def unused_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.mark.parametrize(
    ("allowed", "type_"), [((), "blocked_address"), (("127.0.0.0/8",), "unreachable")]
)
async def test_media_inside_are_fetched_only_from_hosts_that_are_allowed(tmp_path, allowed, type_):
    fetcher = LateFetcher(Settings(allow_http_media=True, media_allow_hosts=allowed))
    url = f"http://127.0.0.1:{unused_port()}/x.png"

    with pytest.raises(MediaError) as caught:
        await fetcher.fetch(url, tmp_path / "x", max_bytes=1, timeout_s=5)

    assert caught.value.type == type_
    await fetcher.close()


async def test_a_fetcher_that_was_never_used_is_closed_too():
    await LateFetcher(Settings()).close()
