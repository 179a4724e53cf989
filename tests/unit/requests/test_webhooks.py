"""Webhooks reach a real receiver, signed, and are tried again until it understands."""

import json

import pytest
from aiohttp import web
from standardwebhooks import Webhook

from filmgate.core.account import Principal
from filmgate.core.errors import NotFound
from filmgate.core.records import Outcome
from filmgate.core.request import Failure, Status
from filmgate.db.webhooks import WebhookTable
from filmgate.media.guard import FetchPolicy
from filmgate.media.post import Poster
from filmgate.requests.webhooks import PAUSES_S, Answer, Deliverer, Webhooks, sign

pytestmark = pytest.mark.anyio
ANN = Principal("own_ann", "key_ann")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Receiver:
    """An HTTP server that remembers what it was told and answers as it is asked to."""

    def __init__(self):
        self.told = []
        self.answers = []
        self.url = ""

    async def take(self, request):
        self.told.append((dict(request.headers), await request.text()))
        status = self.answers.pop(0) if self.answers else 204
        return web.Response(status=status, headers={"location": self.url})


@pytest.fixture
async def receiver():
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


class Post:
    """The real way out, to this machine."""

    def __init__(self, *hosts):
        self.poster = Poster(FetchPolicy(allow_http=True, allow_hosts=frozenset(hosts)))

    async def post(self, url, body, headers):
        return Answer(*await self.poster.post(url, body, headers))


@pytest.fixture
async def post():
    post = Post("127.0.0.1")
    yield post
    await post.poster.close()


class Office:
    """Messages of a world, and the one who sends them."""

    def __init__(self, world, post):
        self.world = world
        self.rows = WebhookTable(world.database, world.clock)
        self.webhooks = Webhooks(self.rows)
        self.deliverer = Deliverer(
            self.rows, world.store, world.files, post, lambda file: f"https://films/{file.name}"
        )

    async def deliver(self):
        await self.deliverer.deliver()
        await self.deliverer.settled()
        return (await self.webhooks.page(ANN.owner_id, None, 10))[0]

    async def end(self, url, status=Status.FAILED):
        submitted = await self.world.submitter.submit(
            ANN, "kling/kling-3.0/pro/text-to-video", {"prompt": "a cat"}, webhook=url
        )
        request_id = submitted.request.id
        await self.world.store.reap()
        claim = await self.world.store.claim(request_id, "w", 60)
        outcome = Outcome(status, error=Failure("engine_error", "it broke"))
        assert await self.world.store.finish(request_id, claim.request.attempt, outcome)
        return request_id


@pytest.fixture
def office(world, post):
    return Office(world, post)


async def test_the_end_of_a_request_is_told_signed_and_once(office, receiver):
    request_id = await office.end(receiver.url)
    (message,) = await office.deliver()
    await office.deliver()
    (secret,) = await office.webhooks.secrets(ANN.owner_id)
    ((headers, body),) = receiver.told
    told = Webhook(secret).verify(body, headers)

    assert told["type"] == "request.failed"
    assert told["data"]["request_id"] == request_id
    assert told["data"]["error"] == {"code": "engine_error", "message": "it broke"}
    assert headers["webhook-id"] == message.id == f"msg_{request_id}"
    assert (message.last_status, message.tries, message.next_at) == (204, 1, None)
    assert message.delivered_at is not None


async def test_a_finished_clip_is_told_with_its_address(world, office, receiver):
    accepted = await world.submitter.submit(
        ANN, "kling/kling-3.0/pro/text-to-video", {"prompt": "a cat"}, webhook=receiver.url
    )
    await world.fulfil(accepted.request.id)
    await office.deliver()

    assert json.loads(receiver.told[0][1])["data"]["output"] == {"video": "https://films/clip.mp4"}


async def test_a_message_is_sent_again_unchanged_until_it_is_taken(world, office, receiver):
    receiver.answers = [500, 302]
    await office.end(receiver.url)
    (first,) = await office.deliver()
    world.clock.pass_(PAUSES_S[0] - 1)
    await office.deliver()
    early = len(receiver.told)
    world.clock.pass_(1)
    await office.deliver()
    world.clock.pass_(PAUSES_S[1])
    (last,) = await office.deliver()

    assert (first.last_status, first.last_error) == (500, "answered 500")
    assert early == 1
    assert len({(headers["webhook-id"], body) for headers, body in receiver.told}) == 1
    assert (last.last_status, last.tries) == (204, 3)


async def test_an_address_is_given_up_after_a_day_or_when_it_is_gone(world, office, receiver):
    receiver.answers = [410] + [503] * 20
    await office.end(receiver.url)
    (gone,) = await office.deliver()
    await office.end(receiver.url)
    for pause_s in (*PAUSES_S, 86_400):
        await office.deliver()
        world.clock.pass_(pause_s)
    newest, _ = await office.deliver()

    assert (gone.tries, gone.next_at) == (1, None)
    assert (newest.tries, newest.next_at) == (len(PAUSES_S) + 1, None)
    assert sum(PAUSES_S) < 86_400 + 14_400


async def test_the_servers_own_network_is_not_called(world, receiver):
    guarded = Post()
    office = Office(world, guarded)
    await office.end(receiver.url)
    (message,) = await office.deliver()
    await guarded.poster.close()

    assert receiver.told == []
    assert message.last_status is None
    assert "not on the public internet" in message.last_error


async def test_a_message_can_be_replayed_by_its_owner_only(office, receiver):
    await office.end(receiver.url)
    (message,) = await office.deliver()
    with pytest.raises(NotFound):
        await office.webhooks.replay("own_bob", message.id)
    again = await office.webhooks.replay(ANN.owner_id, message.id)
    await office.deliver()

    assert again.next_at is not None
    assert [headers["webhook-id"] for headers, _ in receiver.told] == [message.id] * 2


async def test_both_secrets_sign_while_a_rotation_lasts(world, office, receiver):
    (old,) = await office.webhooks.secrets(ANN.owner_id)
    new, kept = await office.webhooks.rotate(ANN.owner_id)
    await office.end(receiver.url)
    await office.deliver()
    headers, body = receiver.told[0]
    world.clock.pass_(86_401)

    assert kept == old
    assert Webhook(old).verify(body, headers) == Webhook(new).verify(body, headers)
    assert await office.webhooks.secrets(ANN.owner_id) == (new,)


async def test_what_a_stopped_server_had_taken_is_sent_later(world, office, receiver):
    await office.end(receiver.url)
    await office.deliverer.deliver()
    await office.deliverer.stop()
    taken = len(receiver.told)
    world.clock.pass_(61)
    (message,) = await office.deliver()

    assert taken == 0
    assert message.delivered_at is not None


async def test_a_request_without_an_address_tells_nobody(office):
    await office.end(None)

    assert await office.deliver() == []


def test_a_signature_is_the_one_the_standard_gives():
    headers = sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', [SECRET])

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
