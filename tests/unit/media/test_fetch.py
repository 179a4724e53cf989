"""Fetching through the guard: what arrives, what is refused, and that nobody inside is called."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import socket
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver

from filmgate.core.errors import MediaError
from filmgate.media.fetch import Fetcher, read_data_uri
from filmgate.media.guard import FetchPolicy

CONTENT = bytes(range(256)) * 2000
LOCAL = FetchPolicy(allow_http=True, allow_hosts=frozenset({"127.0.0.1"}))
STRICT = FetchPolicy(allow_http=True)


class Answers(AbstractResolver):
    """A name server that says what it is told to, in turn."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = list(addresses)
        self.asked: list[str] = []

    async def resolve(self, host, port=0, family=socket.AF_UNSPEC):
        self.asked.append(host)
        address = self.addresses[min(len(self.asked), len(self.addresses)) - 1]
        kind = socket.AF_INET6 if ":" in address else socket.AF_INET
        numeric = socket.AI_NUMERICHOST
        found = {"hostname": host, "host": address, "port": port}
        return [found | {"family": kind, "proto": 0, "flags": numeric}]

    async def close(self):
        pass


class Listener:
    """An HTTP server on loopback that counts who comes."""

    def __init__(self) -> None:
        self.hits: list[str] = []
        self.port = 0
        self.gate = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.hits.append(request.path)
        name = request.path.strip("/")
        found = getattr(self, f"_{name.split('/')[0]}", None)
        if found is None:
            return web.Response(body=CONTENT, content_type="image/png")
        return await found(request)

    async def _missing(self, request):
        return web.Response(status=404)

    async def _empty(self, request):
        return web.Response(body=b"")

    async def _zipped(self, request):
        headers = {"Content-Encoding": "gzip", "Content-Type": "image/png"}
        return web.Response(body=gzip.compress(b"\0" * 10_000_000), headers=headers)

    async def _endless(self, request):
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(10_000):
            try:
                await response.write(b"\0" * 65536)
            except ConnectionError:
                break
        return response

    async def _slow(self, request):
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"x")
        await self.gate.wait()
        return response

    async def _broken(self, request):
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"x")
        request.transport.close()
        return response

    async def _fat(self, request):
        return web.Response(body=b"x", headers={"X-Fat": "a" * 20_000})

    async def _to(self, request):
        raise web.HTTPFound(request.query["url"])

    async def _hops(self, request):
        left = int(request.path.rpartition("/")[2])
        raise web.HTTPFound(f"/hops/{left - 1}" if left > 1 else "/a.png")


@asynccontextmanager
async def listening():
    listener = Listener()
    runner = web.AppRunner(web.Application(), shutdown_timeout=0.1)
    runner.app.router.add_get("/{path:.*}", listener.handle)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    listener.port = site._server.sockets[0].getsockname()[1]
    try:
        yield listener
    finally:
        listener.gate.set()
        await runner.cleanup()


def fetch(url, target, policy=LOCAL, resolver=None, max_bytes=2**20, timeout_s=5.0):
    """Fetch from a fresh listener; ``{port}`` in the URL is its port."""

    async def story():
        async with listening() as listener:
            fetcher = Fetcher(policy, resolver)
            try:
                filled = url.replace("{port}", str(listener.port))
                got = await fetcher.fetch(filled, target, max_bytes=max_bytes, timeout_s=timeout_s)
            except MediaError as error:
                return error, listener
            finally:
                await fetcher.close()
            return got, listener

    return asyncio.run(story())


def test_a_file_arrives_whole_with_its_hash_and_type(tmp_path):
    got, _ = fetch("http://127.0.0.1:{port}/a.png", tmp_path / "a")

    assert (tmp_path / "a").read_bytes() == CONTENT
    assert got.size_bytes == len(CONTENT)
    assert got.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert got.content_type == "image/png"


@pytest.mark.parametrize(
    ("path", "type_", "says"),
    [
        ("missing", "unreachable", "answered 404"),
        ("empty", "empty", "empty"),
        ("zipped", "unreachable", "compressed"),
        ("endless", "too_large", "larger than 1 MiB"),
        ("broken", "unreachable", "broke off"),
        ("fat", "unreachable", "did not speak HTTP"),
    ],
)
def test_a_server_that_misbehaves_gets_a_clear_error_and_no_file(tmp_path, path, type_, says):
    error, _ = fetch(f"http://127.0.0.1:{{port}}/{path}", tmp_path / "a")

    assert (error.type, says in error.message) == (type_, True), error.message
    assert list(tmp_path.iterdir()) == []


def test_a_declared_size_over_the_limit_is_refused_before_the_content(tmp_path):
    error, _ = fetch("http://127.0.0.1:{port}/a.png", tmp_path / "a", max_bytes=1000)

    assert error.type == "too_large"
    assert "larger than 1000 bytes" in error.message


def test_a_server_that_is_slow_runs_into_the_time_limit(tmp_path):
    error, listener = fetch("http://127.0.0.1:{port}/slow", tmp_path / "a", timeout_s=0.2)

    assert error.type == "timeout"
    assert "within 0.2 s" in error.message
    assert listener.hits == ["/slow"]
    assert list(tmp_path.iterdir()) == []


def test_nobody_at_home_is_unreachable(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        error, _ = fetch(f"http://127.0.0.1:{free.getsockname()[1]}/", tmp_path / "a")

    assert (error.type, error.message) == ("unreachable", "127.0.0.1 cannot be reached")


def test_three_redirects_are_followed_and_a_fourth_is_not(tmp_path):
    got, _ = fetch("http://127.0.0.1:{port}/hops/3", tmp_path / "a")
    error, listener = fetch("http://127.0.0.1:{port}/hops/4", tmp_path / "b")

    assert got.size_bytes == len(CONTENT)
    assert (error.type, error.message[:21]) == ("unreachable", "more than 3 redirects")
    assert listener.hits == ["/hops/4", "/hops/3", "/hops/2", "/hops/1"]


PROBES = [
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://localhost.:{port}/",
    "http://LOCALHOST:{port}/",
    "http://[::1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::127.0.0.1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://0.0.0.0:{port}/",
    "http://0:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://127.255.255.254:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.1:{port}/",
    "http://0x7f.0x0.0x0.0x1:{port}/",
    "http://017700000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0177.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://user@127.0.0.1:{port}/",
    "http://films.example@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@films.example/",
    "http://127.0.0.1:{port}\\@films.example/",
    "https://127.0.0.1:{port}/",
    "http://10.0.0.1:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00::1]:{port}/",
    "http://100.64.0.1:{port}/",
    "http://192.0.2.1:{port}/",
    "http://224.0.0.1:{port}/",
]


@asynccontextmanager
async def counting():
    """Something that listens on every address of this machine and counts connections."""
    reached = []

    async def greet(reader, writer):
        reached.append(writer.get_extra_info("sockname"))
        writer.close()

    server = await asyncio.start_server(greet, None, 0)
    ports = {sock.getsockname()[1] for sock in server.sockets}
    async with server:
        yield reached, sorted(ports)


@pytest.mark.parametrize(
    "host", ["2130706433", "017700000001", "0177.1", "127.1", "0x7F.1", "1.2.3"]
)
def test_an_address_in_an_unusual_notation_is_told_to_be_written_plainly(host):
    with pytest.raises(MediaError, match="four decimal numbers") as caught:
        STRICT.check_url(f"http://{host}/a.png")

    assert caught.value.type == "url"


@pytest.mark.parametrize("host", ["1.2.3.4", "1.example", "123.de", "0xcafe.example", "[::1]"])
def test_names_with_numbers_and_plain_addresses_pass_as_urls(host):
    assert STRICT.check_url(f"http://{host}/a.png").host == host.strip("[]")


@pytest.mark.parametrize("url", PROBES)
def test_no_notation_of_an_inside_address_makes_a_connection(tmp_path, url):
    async def story():
        async with counting() as (reached, ports):
            fetcher = Fetcher(STRICT)
            for port in ports:
                filled = url.replace("{port}", str(port))
                with pytest.raises(MediaError) as caught:
                    await fetcher.fetch(filled, tmp_path / "a", max_bytes=100, timeout_s=5)
                assert caught.value.type in {"blocked_address", "url", "unreachable"}
            await fetcher.close()
            return reached

    assert asyncio.run(story()) == []


def test_the_counting_listener_does_count(tmp_path):
    """The probes above would mean nothing if nobody could reach the listener."""

    async def story():
        async with counting() as (reached, ports):
            fetcher = Fetcher(LOCAL)
            for port in ports:
                url = f"http://127.0.0.1:{port}/"
                with pytest.raises(MediaError):
                    await fetcher.fetch(url, tmp_path / "a", max_bytes=100, timeout_s=5)
            await fetcher.close()
            return reached

    assert len(asyncio.run(story())) >= 1


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "169.254.169.254"]
)
def test_a_name_that_points_inside_is_blocked(tmp_path, address):
    resolver = Answers(address)
    error, listener = fetch("http://evil.example:{port}/", tmp_path / "a", STRICT, resolver)

    assert error.type == "blocked_address"
    assert address not in error.message
    assert (resolver.asked, listener.hits) == (["evil.example"], [])


def test_a_name_that_changes_its_answer_gains_nothing(tmp_path):
    """The checked address is the one connected to: nothing is resolved a second time."""
    resolver = Answers("192.0.2.1", "127.0.0.1")

    async def story():
        async with listening() as listener:
            fetcher = Fetcher(STRICT, resolver)
            for _ in range(3):
                url = f"http://evil.example:{listener.port}/"
                with pytest.raises(MediaError):
                    await fetcher.fetch(url, tmp_path / "a", max_bytes=100, timeout_s=1)
            await fetcher.close()
            return listener.hits

    assert asyncio.run(story()) == []


@pytest.mark.parametrize("inside", ["http://127.0.0.2:{port}/x", "http://[::1]:{port}/x"])
def test_a_redirect_to_the_inside_is_blocked(tmp_path, inside):
    """The first host is allowed; where it sends us to is not."""
    url = "http://127.0.0.1:{port}/to?url=" + inside
    error, listener = fetch(url, tmp_path / "a", LOCAL)

    assert error.type == "blocked_address"
    assert listener.hits == ["/to"]


@pytest.mark.parametrize("place", ["file:///etc/passwd", "http://u:p@127.0.0.1/", "gopher://x/"])
def test_a_redirect_to_another_kind_of_url_is_refused(tmp_path, place):
    error, listener = fetch("http://127.0.0.1:{port}/to?url=" + place, tmp_path / "a")

    assert error.type == "url"
    assert listener.hits == ["/to"]


def test_a_listed_name_may_be_private(tmp_path):
    policy = FetchPolicy(allow_http=True, allow_hosts=frozenset({"minio.local"}))
    got, _ = fetch("http://minio.local:{port}/", tmp_path / "a", policy, Answers("127.0.0.1"))

    assert got.size_bytes == len(CONTENT)


def test_a_proxy_from_the_environment_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    got, _ = fetch("http://127.0.0.1:{port}/", tmp_path / "a")

    assert got.size_bytes == len(CONTENT)


def test_a_data_uri_becomes_a_file(tmp_path):
    uri = "data:image/PNG;name=a;base64," + base64.b64encode(CONTENT).decode()
    got = read_data_uri(uri, tmp_path / "a", 2**20)

    assert (tmp_path / "a").read_bytes() == CONTENT
    assert (got.content_type, got.size_bytes) == ("image/png", len(CONTENT))
    assert got.sha256 == hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize(
    ("uri", "content"),
    [
        ("data:,a%20b", b"a b"),
        ("data:text/plain,hi", b"hi"),
        ("DATA:;base64,aGk=", b"hi"),
        ("data:;base64,aG%6B%3D", b"hi"),
        ("data:;base64,aG\r\nk=", b"hi"),
    ],
)
def test_data_uris_come_in_several_forms(tmp_path, uri, content):
    assert read_data_uri(uri, tmp_path / "a", 100).size_bytes == len(content)
    assert (tmp_path / "a").read_bytes() == content


@pytest.mark.parametrize(
    ("uri", "type_"),
    [
        ("data:image/png;base64,", "empty"),
        ("data:image/png;base64,####", "data_uri"),
        ("data:image/png;base64,abc", "data_uri"),
        ("data:image/png", "data_uri"),
        ("data:" + "x" * 5000 + ",a", "data_uri"),
        ("data:;base64," + "AAAA" * 100, "too_large"),
    ],
)
def test_data_uris_that_cannot_be_used_are_refused(tmp_path, uri, type_):
    with pytest.raises(MediaError) as caught:
        read_data_uri(uri, tmp_path / "a", 100)
    assert caught.value.type == type_
    assert list(tmp_path.iterdir()) == []
