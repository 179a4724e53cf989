"""The guard on outgoing connections: nobody can make this server call its own network.

Every address is checked at the moment a socket is made for it, so it does not matter how it came
about: a literal in any notation, a name, a name that changes its answer, or a redirect [1]_.

References
----------
.. [1] OWASP Server-Side Request Forgery Prevention Cheat Sheet.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Final

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from filmgate.core.errors import ConfigurationError, MediaError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Network

    from aiohappyeyeballs import AddrInfoType
    from aiohttp.abc import ResolveResult

    Address = IPv4Address | IPv6Address
    Network = IPv4Network | IPv6Network

#: longest URL that is followed, in characters
URL_LIMIT: Final = 4096
#: ports below 1024 that may be called; those above are open
_LOW_PORTS: Final = frozenset({80, 443})

#: global by the registries, yet not for strangers: protocol assignments, 6to4 relays, and the
#: address under which Azure machines find their host
_EXTRA_V4: Final = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))
#: all global unicast addresses, and the parts of it that tunnel or document
_UNICAST_V6: Final = IPv6Network("2000::/3")
_EXTRA_V6: Final = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
#: the well-known prefix of NAT64: the last 32 bits are the IPv4 address really called
_NAT64: Final = IPv6Network("64:ff9b::/96")


class BlockedAddress(OSError):
    """A socket was asked for to an address that must not be called."""


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Which URLs may be fetched."""

    #: whether http:// is allowed beside https://
    allow_http: bool = False
    #: private names, addresses and networks that may be called: "minio.local", "10.2.0.0/16"
    allow_hosts: frozenset[str] = frozenset()
    max_redirects: int = 3
    _names: frozenset[str] = field(init=False, repr=False)
    _networks: tuple[Network, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        names, networks = _split_hosts(self.allow_hosts)
        object.__setattr__(self, "_names", names)
        object.__setattr__(self, "_networks", networks)

    def allows_name(self, host: str) -> bool:
        """Whether this name is on the list of private hosts."""
        return host.lower().rstrip(".") in self._names

    def allows_address(self, text: str) -> bool:
        """Whether a socket to this address may be made."""
        address = ip_address(text.partition("%")[0])
        listed = any(
            address in network for network in self._networks if network.version == address.version
        )
        return listed or is_public(address)

    def check_url(self, url: str | URL) -> URL:
        """Read a URL and refuse what is never fetched, whatever its host.

        Raises
        ------
        MediaError
            Of type "url" for a URL that cannot be used, "blocked_address" for a port that may
            not be called.
        """
        if len(str(url)) > URL_LIMIT:
            raise MediaError(f"the URL is longer than {URL_LIMIT} characters", "url")
        try:
            read = URL(str(url))
            host, port = read.host, read.port
        except ValueError as error:
            raise MediaError(f"not a URL: {error}", "url") from error
        allowed = ("https", "http") if self.allow_http else ("https",)
        if read.scheme not in allowed or not host:
            given = f"{read.scheme}:" if read.scheme else "no scheme"
            words = " or ".join(f"{scheme}://" for scheme in allowed)
            raise MediaError(f"a URL must begin with {words}, not {given}", "url")
        if read.user is not None or read.password is not None:
            raise MediaError("a URL must not hold a user name or password", "url")
        if _NUMBERS.fullmatch(host) and not _is_dotted(host):
            raise MediaError(
                f"{host} is an unusual way to write an address; give a name, or four decimal"
                " numbers with dots",
                "url",
            )
        if port is not None and port < 1024 and port not in _LOW_PORTS:
            raise MediaError(
                f"port {port} is not open to media; use 443, 80 or above 1023", _BLOCKED
            )
        return read.with_fragment(None)


_BLOCKED: Final = "blocked_address"
#: what some systems read as an IPv4 address: decimal, octal and hexadecimal numbers, one to four
_NUMBERS: Final = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)


def _is_dotted(host: str) -> bool:
    """Whether a host is an IPv4 address as everybody reads it."""
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and not to a tunnel into ours."""
    if isinstance(address, IPv6Address):
        inner = _inner_v4(address)
        if inner is not None:
            return is_public(inner)
        tunnels = any(address in network for network in _EXTRA_V6)
        return address in _UNICAST_V6 and not tunnels
    special = address.is_multicast or address.is_reserved
    extra = any(address in network for network in _EXTRA_V4)
    return address.is_global and not special and not extra


def _inner_v4(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv4Address(address.packed[-4:]) if address in _NAT64 else None


def _split_hosts(hosts: Iterable[str]) -> tuple[frozenset[str], tuple[Network, ...]]:
    names, networks = set(), []
    for host in hosts:
        try:
            networks.append(ip_network(host.strip("[]"), strict=False))
        except ValueError:
            if "/" in host or ":" in host or not host:
                text = f"{host!r} is not a host name, an address or a network like 10.2.0.0/16"
                raise ConfigurationError(text) from None
            names.add(host.lower().rstrip("."))
    return frozenset(names), tuple(networks)


def guarded_connector(
    policy: FetchPolicy, resolver: AbstractResolver | None = None
) -> aiohttp.TCPConnector:
    """Make a connector whose every socket is checked; needs a running event loop.

    Use it with ``trust_env=False``: a proxy from the environment would connect in its place.
    """
    gate = _Gate(policy, resolver)
    return aiohttp.TCPConnector(resolver=gate, socket_factory=gate.open_socket, limit=64)


class _Gate(AbstractResolver):
    """Checks names where they are resolved and addresses where sockets are made."""

    def __init__(self, policy: FetchPolicy, resolver: AbstractResolver | None) -> None:
        self._policy = policy
        self._inner = resolver or ThreadedResolver()
        #: addresses that a listed name has resolved to
        self._granted: set[str] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve a name; one private address among the answers blocks it."""
        found = await self._inner.resolve(host, port, family)
        if self._policy.allows_name(host):
            self._granted.update(item["host"] for item in found)
        elif not all(self._policy.allows_address(item["host"]) for item in found):
            raise BlockedAddress(f"{host} is not on the public internet")
        return found

    def open_socket(self, info: AddrInfoType) -> socket.socket:
        """Make the socket for one address, unless it must not be called."""
        family, kind, protocol, _, target = info
        address = str(target[0])
        if address not in self._granted and not self._policy.allows_address(address):
            raise BlockedAddress(f"{address} is not on the public internet")
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        return made

    async def close(self) -> None:
        """Close the resolver behind it."""
        await self._inner.close()
