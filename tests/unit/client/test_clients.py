"""The two clients over a transport that is a function."""

import inspect
import json

import httpx2
import pytest

from filmgate import AsyncClient, Client
from filmgate.client import (
    ConnectionFailed,
    InputRefused,
    LocalFileError,
    NotKnown,
    RequestFailed,
    WaitedTooLong,
)

pytestmark = pytest.mark.anyio
CLIP = b"clip" * 100_000


@pytest.fixture
def anyio_backend():
    return "asyncio"


class Server:
    """A server of one request, as a function."""

    def __init__(self):
        self.calls = []
        self.states = ["in_queue", "in_progress", "completed"]
        self.result = {"status": "succeeded", "output": {"video": "http://h/files/x/clip.mp4"}}
        self.broken_downloads = 0

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.calls.append(request)
        path = request.url.path
        if path.startswith("/v1/models/"):
            return self._submit(request) if request.content else httpx2.Response(200, json={})
        if path.endswith("/status"):
            state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
            return httpx2.Response(200, json={"request_id": "r1", "status": state})
        if path.endswith("/events"):
            return httpx2.Response(200, json={"events": []})
        if path.endswith("/result"):
            return httpx2.Response(200, json={"request_id": "r1", "model_id": "m", **self.result})
        if path.startswith("/files/"):
            return self._download()
        if path == "/v1/files":
            status = 404 if request.method == "GET" else 201
            return httpx2.Response(status, json={"file_id": "f1", "uri": "filmgate://f1"})
        return httpx2.Response(
            404, json={"error_code": 404001, "error_message": "ResourceNotFound"}
        )

    def _submit(self, request):
        if json.loads(request.content).get("prompt") == "":
            detail = [{"loc": ["body", "prompt"], "msg": "is empty", "type": "required"}]
            body = {"error_code": 422001, "error_message": "Validation Error", "detail": detail}
            return httpx2.Response(422, json=body)
        urls = {"status_url": "", "result_url": "", "cancel_url": ""}
        return httpx2.Response(200, json={"request_id": "r1", **urls})

    def _download(self):
        if self.broken_downloads:
            self.broken_downloads -= 1
            raise httpx2.ReadError("broken")
        return httpx2.Response(200, content=CLIP)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def client(server):
    with Client("http://h", "k1", transport=httpx2.MockTransport(server)) as client:
        yield client


@pytest.fixture
async def async_client(server):
    transport = httpx2.MockTransport(server)
    async with AsyncClient("http://h", "k1", transport=transport) as client:
        yield client


def test_running_submits_waits_and_gives_the_result(client, server):
    result = client.run("a/b", {"prompt": "x"})

    assert result.url == "http://h/files/x/clip.mp4"
    assert [c.url.path.rpartition("/")[2] for c in server.calls] == [
        "b",
        "events",  # not a stream here, so it is polled
        "status",
        "status",
        "events",
        "status",
        "result",
    ]


async def test_running_awaited_does_the_same(async_client):
    result = await async_client.run("a/b", {"prompt": "x"})

    assert result.url == "http://h/files/x/clip.mp4"


def test_every_call_carries_the_key(client, server):
    client.run("a/b", {"prompt": "x"})

    assert {c.headers["authorization"] for c in server.calls} == {"Bearer k1"}


def test_a_download_carries_no_key(client, server, tmp_path):
    client.download("http://h/files/x/clip.mp4", tmp_path)

    assert "authorization" not in server.calls[0].headers


def test_a_refused_input_says_why(client):
    with pytest.raises(InputRefused, match="prompt: is empty"):
        client.run("a/b", {"prompt": ""})


async def test_a_failed_request_raises(async_client, server):
    server.result = {"status": "failed", "error": {"code": "engine_error", "message": "no"}}

    with pytest.raises(RequestFailed):
        await async_client.run("a/b", {"prompt": "x"})


def test_states_are_told_when_they_change(client):
    states = [state.status for state in client.iterate("r1")]

    assert states == ["in_queue", "in_progress", "completed"]


async def test_states_are_told_when_they_change_awaited(async_client):
    states = [state.status async for state in async_client.iterate("r1")]

    assert states == ["in_queue", "in_progress", "completed"]


def test_waiting_ends_in_time(client, server):
    server.states = ["in_queue"]

    with pytest.raises(WaitedTooLong) as caught:
        client.wait("r1", timeout_s=0.0)
    assert caught.value.request_id == "r1"


async def test_waiting_ends_in_time_awaited(async_client, server):
    server.states = ["in_queue"]

    with pytest.raises(WaitedTooLong):
        await async_client.wait("r1", timeout_s=0.0)


def test_a_download_into_a_folder_takes_the_urls_name(client, tmp_path):
    path = client.download(client.result("r1"), tmp_path)

    assert path == tmp_path / "clip.mp4"
    assert path.read_bytes() == CLIP
    assert list(tmp_path.iterdir()) == [path]


async def test_a_download_to_a_file_replaces_it(async_client, tmp_path):
    target = tmp_path / "new" / "out.mp4"
    target.parent.mkdir()
    target.write_bytes(b"old")

    assert await async_client.download("http://h/files/x/clip.mp4", target) == target
    assert target.read_bytes() == CLIP


def test_a_broken_download_is_made_again(client, server, tmp_path):
    server.broken_downloads = 1

    assert client.download("http://h/files/x/clip.mp4", tmp_path).read_bytes() == CLIP


def test_a_download_of_nothing_leaves_nothing(client, tmp_path):
    with pytest.raises(NotKnown):
        client.download("http://h/nothing", tmp_path / "out.mp4")

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(client, tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(LocalFileError):
        client.download("http://h/files/x/clip.mp4", tmp_path / "file" / "out.mp4")


async def test_a_file_is_sent_as_it_is(async_client, server, tmp_path):
    path = tmp_path / "cat.png"
    path.write_bytes(b"bytes of a cat")
    file = await async_client.upload(path)

    assert file.uri == "filmgate://f1"
    sent = server.calls[-1]
    assert sent.url.params["name"] == "cat.png"
    assert sent.headers["content-length"] == "14"


def test_a_file_is_sent_as_it_is_blocking(client, server, tmp_path):
    path = tmp_path / "cat.png"
    path.write_bytes(b"bytes of a cat")
    client.upload(path)

    assert server.calls[-1].read() == b"bytes of a cat"


def test_a_missing_file_is_named(client, tmp_path):
    with pytest.raises(LocalFileError, match=r"no\.png"):
        client.upload(tmp_path / "no.png")


def test_a_post_is_never_sent_again():
    calls = []

    def down(request):
        calls.append(request)
        raise httpx2.ConnectError("refused")

    client = Client("http://h", "k", transport=httpx2.MockTransport(down))
    with pytest.raises(ConnectionFailed, match="http://h gave no answer"):
        client.submit("a/b", {"prompt": "x"})

    assert len(calls) == 1
    client.close()


async def test_a_server_that_is_down_is_named_awaited():
    def down(request):
        raise httpx2.ConnectError("refused")

    async with AsyncClient("http://h", "k", transport=httpx2.MockTransport(down)) as client:
        with pytest.raises(ConnectionFailed, match="is the server running"):
            await client.submit("a/b", {"prompt": "x"})


def test_a_get_is_sent_again_after_a_passing_fault():
    statuses = [503, 200]

    def recovering(request):
        return httpx2.Response(statuses.pop(0), json={"request_id": "r1", "status": "in_queue"})

    with Client("http://h", "k", transport=httpx2.MockTransport(recovering)) as client:
        assert client.status("r1").status == "in_queue"


async def test_a_get_is_sent_again_after_a_passing_fault_awaited():
    statuses = [502, 200]

    def recovering(request):
        return httpx2.Response(statuses.pop(0), json={"request_id": "r1", "status": "in_queue"})

    async with AsyncClient("http://h", "k", transport=httpx2.MockTransport(recovering)) as client:
        assert (await client.status("r1")).status == "in_queue"


async def test_a_broken_download_is_made_again_awaited(async_client, server, tmp_path):
    server.broken_downloads = 1
    path = await async_client.download("http://h/files/x/clip.mp4", tmp_path)

    assert path.read_bytes() == CLIP


async def test_a_download_of_nothing_leaves_nothing_awaited(async_client, tmp_path):
    with pytest.raises(NotKnown):
        await async_client.download("http://h/nothing", tmp_path / "out.mp4")

    assert list(tmp_path.iterdir()) == []


def test_both_clients_offer_the_same():
    def offered(cls):
        return {
            name: list(inspect.signature(member).parameters.values())
            for name, member in inspect.getmembers(cls, inspect.isfunction)
            if not name.startswith("_")
        }

    assert offered(Client) == offered(AsyncClient)


def test_every_blocking_method_makes_its_call(client, server):
    assert client.dry_run("a/b", {"prompt": "x"}).warnings == ()
    assert client.events("r1") == []
    assert client.model("a/b").id == ""
    with pytest.raises(NotKnown):
        client.show("r1")
    with pytest.raises(NotKnown):
        client.cancel("r1")
    with pytest.raises(NotKnown):
        client.models()
    with pytest.raises(NotKnown):
        client.call("POST", "/v1/keys", b"{}")

    assert server.calls[-1].headers["content-type"] == "application/json"


async def test_any_other_route_can_be_called(async_client):
    with pytest.raises(NotKnown):
        await async_client.call("GET", "/v1/usage", group_by="day")


def test_the_package_knows_no_other_names():
    import filmgate

    with pytest.raises(AttributeError):
        filmgate.Nothing  # noqa: B018
