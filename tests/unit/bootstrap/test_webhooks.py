"""The way out for webhooks, loaded when the first is sent."""

import asyncio
import gc
import socket

import pytest

from filmgate.bootstrap.webhooks import LatePoster
from filmgate.settings import Settings

pytestmark = pytest.mark.anyio


@pytest.mark.filterwarnings("error::ResourceWarning")
async def test_webhooks_that_are_sent_at_once_leave_no_connection_open(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/hook"
    settings = Settings(
        data_dir=tmp_path, allow_http_webhooks=True, webhook_allow_hosts=("127.0.0.1",)
    )
    leaked = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: leaked.append(context))
    poster = LatePoster(settings)
    answers = await asyncio.gather(*(poster.post(url, b"{}", {}) for _ in range(8)))
    await poster.close()
    del poster
    gc.collect()

    assert all(answer.status is None for answer in answers)
    assert leaked == []
