"""Hosts, proxies and the public URL."""

import pytest

from filmgate.http.errors import Refused
from filmgate.http.origin import Origins, header


def scope(host="127.0.0.1:8000", client="127.0.0.1", scheme="http", **headers):
    named = {"host": host, **{k.replace("_", "-"): v for k, v in headers.items()}}
    raw = [(k.encode(), v.encode("latin-1")) for k, v in named.items() if v is not None]
    return {"type": "http", "scheme": scheme, "headers": raw, "client": (client, 1)}


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "LOCALHOST", "[::1]:8000", "localhost."]
)
def test_loopback_names_are_always_ours(host):
    Origins().check(scope(host))


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "",
        None,
        "localhost@evil",
        "a b",
        "[::2]",
        "10.0.0.1",
    ],
)
def test_other_names_are_refused_with_a_text_that_helps(host):
    with pytest.raises(Refused) as caught:
        Origins().check(scope(host))

    assert caught.value.kind.code == 400001
    assert "allow_hosts" in caught.value.message


def test_the_public_urls_host_is_ours():
    Origins("https://films.example.org").check(scope("films.example.org"))


def test_configured_hosts_are_ours():
    origins = Origins(allow_hosts=["filmgate", "*.example.org"])

    origins.check(scope("filmgate:8000"))
    origins.check(scope("a.b.example.org"))
    with pytest.raises(Refused):
        origins.check(scope("example.org"))


@pytest.mark.parametrize("name", ["fd00::1", "[fd00::1]"])
def test_an_ipv6_address_can_be_configured(name):
    Origins(allow_hosts=[name]).check(scope("[fd00::1]:8000"))


def test_a_star_allows_every_well_formed_host():
    origins = Origins(allow_hosts=["*"])

    origins.check(scope("anything.example"))
    with pytest.raises(Refused):
        origins.check(scope("any thing"))


def test_many_foreign_hosts_do_not_fill_the_memory():
    origins = Origins()
    for number in range(2000):
        with pytest.raises(Refused):
            origins.check(scope(f"h{number}.example"))

    assert len(origins._decided) <= 256


def test_the_base_is_what_the_caller_sees():
    assert Origins().base(scope("localhost:8000")) == "http://localhost:8000"


def test_the_public_url_wins():
    origins = Origins("https://films.example.org/")

    assert origins.base(scope("localhost:8000")) == "https://films.example.org"


def test_a_trusted_proxy_is_believed():
    origins = Origins(trusted_proxies=["10.0.0.0/8"])
    call = scope(
        "inner:80",
        client="10.1.2.3",
        x_forwarded_proto="https",
        x_forwarded_host="films.example.org",
    )

    assert origins.base(call) == "https://films.example.org"


def test_the_forwarded_host_must_be_ours_too():
    call = scope("localhost", client="10.1.2.3", x_forwarded_host="evil.example")

    with pytest.raises(Refused):
        Origins(trusted_proxies=["10.0.0.0/8"]).check(call)


@pytest.mark.parametrize("client", ["192.168.0.9", "::ffff:1.2.3.4", "not an address"])
def test_others_are_not_believed(client):
    origins = Origins(trusted_proxies=["10.0.0.0/8"])
    call = scope(client=client, x_forwarded_proto="https", x_forwarded_host="evil.example")

    assert origins.base(call) == "http://127.0.0.1:8000"
    origins.check(call)


def test_without_configured_proxies_nobody_is_believed():
    call = scope(x_forwarded_proto="https", x_forwarded_host="evil.example")

    assert Origins().base(call) == "http://127.0.0.1:8000"


def test_every_proxy_can_be_trusted():
    call = scope(client="1.2.3.4", x_forwarded_proto="HTTPS, http")

    assert Origins(trusted_proxies=["*"]).base(call) == "https://127.0.0.1:8000"


def test_a_nonsense_scheme_is_not_believed():
    call = scope(x_forwarded_proto="javascript")

    assert Origins(trusted_proxies=["127.0.0.1"]).base(call) == "http://127.0.0.1:8000"


def test_a_call_over_a_socket_without_an_address_is_not_a_proxy():
    call = {**scope(x_forwarded_proto="https"), "client": None}

    assert Origins(trusted_proxies=["10.0.0.1"]).base(call) == "http://127.0.0.1:8000"


def test_the_first_header_of_a_name_is_read():
    call = {"headers": [(b"a", b" 1 "), (b"a", b"2")]}

    assert header(call, b"a") == "1"
    assert header(call, b"b") == ""
