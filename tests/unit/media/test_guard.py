"""Which addresses and URLs are never called."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from filmgate.core.errors import ConfigurationError, MediaError
from filmgate.media.guard import FetchPolicy, is_public

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.8 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1
198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:7f00:1 64:ff9b::7f00:1
64:ff9b::a9fe:a9fe 64:ff9b:1::7f00:1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1
3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1
"""

PUBLIC = "1.1.1.1 8.8.8.8 93.184.216.34 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808"


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_and_special_addresses_are_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC.split())
def test_addresses_of_the_internet_are_public(address):
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_is_judged_the_same_however_it_is_wrapped(address):
    mapped, translated = f"::ffff:{address}", f"64:ff9b::{address}"

    assert is_public(ip_address(mapped)) == is_public(ip_address(translated)) == is_public(address)


@pytest.mark.parametrize(
    ("url", "type_"),
    [
        ("ftp://films.example/a.png", "url"),
        ("file:///etc/passwd", "url"),
        ("gopher://films.example/", "url"),
        ("http://films.example/a.png", "url"),
        ("//films.example/a.png", "url"),
        ("films.example/a.png", "url"),
        ("https://", "url"),
        ("https://[::1", "url"),
        ("https://user@films.example/", "url"),
        ("https://user:word@films.example/", "url"),
        ("https://films.example:99999/", "url"),
        ("https://films.example/" + "a" * 5000, "url"),
        ("https://films.example:22/", "blocked_address"),
        ("https://films.example:25/", "blocked_address"),
    ],
)
def test_urls_that_are_never_fetched_are_refused_at_sight(url, type_):
    with pytest.raises(MediaError) as caught:
        FetchPolicy().check_url(url)
    assert caught.value.type == type_


def test_plain_http_needs_a_setting():
    url = "http://films.example:8080/a.png"

    with pytest.raises(MediaError, match="begin with https://, not http:"):
        FetchPolicy().check_url(url)
    assert FetchPolicy(allow_http=True).check_url(url) == URL(url)


def test_a_fragment_stays_at_home():
    assert FetchPolicy().check_url("https://films.example/a#b") == URL("https://films.example/a")


def test_private_hosts_can_be_allowed_by_name_address_and_network():
    policy = FetchPolicy(allow_hosts=frozenset({"Minio.local", "10.2.0.0/16", "fd00::5"}))

    assert policy.allows_name("minio.LOCAL.")
    assert not policy.allows_name("minio.local.evil.example")
    assert policy.allows_address("10.2.3.4")
    assert policy.allows_address("fd00::5")
    assert not policy.allows_address("10.3.0.1")
    assert not policy.allows_address("fe80::1%eth0")


@pytest.mark.parametrize("host", ["10.2.0.0/99", "http://minio.local", ""])
def test_an_allowed_host_nobody_can_mean_is_a_configuration_error(host):
    with pytest.raises(ConfigurationError, match="is not a host name"):
        FetchPolicy(allow_hosts=frozenset({host}))
