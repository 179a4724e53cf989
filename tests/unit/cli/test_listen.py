"""What `filmgate listen` forwards is what a webhook sends."""

import httpx2
import pytest
from standardwebhooks import Webhook

from filmgate.cli.listen import forward
from filmgate.client import HappenedEvent

pytestmark = pytest.mark.anyio
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ENDED = {"request_id": "req_1", "status": "succeeded", "output": {"video": "https://f/clip.mp4"}}


def event():
    at = "2026-11-21T10:00:00.000Z"
    return HappenedEvent(5, "succeeded", at, {}, "req_1", "succeeded", 9, ENDED)


async def test_an_end_is_forwarded_signed():
    told = []

    def receive(request):
        told.append(Webhook(SECRET).verify(request.content, dict(request.headers)))
        return httpx2.Response(204)

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(receive)) as http:
        answer = await forward(http, "http://127.0.0.1:3000/hook", event(), SECRET)

    assert answer == "204"
    assert told == [
        {"type": "request.succeeded", "timestamp": "2026-11-21T10:00:00.000Z", "data": ENDED}
    ]


async def test_an_address_that_is_down_does_not_end_it():
    def refuse(request):
        raise httpx2.ConnectError("refused")

    async with httpx2.AsyncClient(transport=httpx2.MockTransport(refuse)) as http:
        assert await forward(http, "http://127.0.0.1:3000/hook", event(), SECRET) == "no answer"
