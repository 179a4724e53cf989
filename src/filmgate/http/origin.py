"""Which origin this server answers for: the public URL, proxies that may speak for others, hosts.

A page on the internet can point its own name at 127.0.0.1 and have a browser talk to this server
(DNS rebinding); only the Host header gives it away, so unknown names are refused.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from filmgate.http.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import Scope

_HOST: Final = re.compile(r"(?P<name>[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
#: decisions about hosts that are remembered; anyone can send any name, so not more
_REMEMBER: Final = 256


class Origins:
    """Tells the base URL of a call, and refuses hosts that are not ours.

    Parameters
    ----------
    public_url
        What callers see, without a trailing slash; empty: taken from each call.
    trusted_proxies
        Addresses or networks whose ``X-Forwarded-*`` headers are believed; "*": all.
    allow_hosts
        Further host names; "*.example.org" covers names below it, "*" any name.
    """

    def __init__(
        self,
        public_url: str = "",
        trusted_proxies: Iterable[str] = (),
        allow_hosts: Iterable[str] = (),
    ) -> None:
        self._public_url = public_url.rstrip("/")
        proxies = tuple(trusted_proxies)
        self._trust_all = "*" in proxies
        self._networks = [ipaddress.ip_network(p, strict=False) for p in proxies if p != "*"]
        own = urlsplit(self._public_url).hostname or ""
        given = {name.lower().strip("[]") for name in (*allow_hosts, own) if name}
        names = {f"[{name}]" if ":" in name else name for name in given}
        self._any = "*" in names
        self._suffixes = tuple(name[1:] for name in names if name.startswith("*."))
        self._names = frozenset(names) | LOOPBACK
        self._decided: dict[str, bool] = {}

    def check(self, scope: Scope) -> None:
        """Refuse a call whose Host is not one of ours."""
        host = self.host(scope)
        allowed = self._decided.get(host)
        if allowed is None:
            allowed = self._allows(host)
            if len(self._decided) >= _REMEMBER:
                self._decided.clear()
            self._decided[host] = allowed
        if not allowed:
            raise refuse(
                400,
                ("header", "host"),
                f"this server does not answer for the host {host[:255]!r}; the operator can add "
                "it to the setting allow_hosts, or set public_url",
                "host",
            )

    def _allows(self, host: str) -> bool:
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = match["name"].lower().rstrip(".")
        return self._any or name in self._names or name.endswith(self._suffixes or ("\n",))

    def base(self, scope: Scope) -> str:
        """The URL that callers reach this server at, without a trailing slash."""
        if self._public_url:
            return self._public_url
        proto = self._forwarded(scope, b"x-forwarded-proto").lower()
        scheme = proto if proto in ("http", "https") else scope["scheme"]
        return f"{scheme}://{self.host(scope)}"

    def host(self, scope: Scope) -> str:
        """Host and port as the caller wrote them; empty when the call names none."""
        return self._forwarded(scope, b"x-forwarded-host") or header(scope, b"host")

    def _forwarded(self, scope: Scope, name: bytes) -> str:
        value = header(scope, name)
        if not value or not self._is_trusted(scope):
            return ""
        return value.split(",", 1)[0].strip()

    def _is_trusted(self, scope: Scope) -> bool:
        if self._trust_all or not self._networks:
            return self._trust_all
        client = scope.get("client")
        try:
            address = ipaddress.ip_address(client[0]) if client else None
        except ValueError:
            return False
        return address is not None and any(address in network for network in self._networks)


def header(scope: Scope, name: bytes) -> str:
    """The first header of this (lower-case) name; empty when there is none."""
    for key, value in scope["headers"]:
        if key == name:
            text: str = value.decode("latin-1")
            return text.strip()
    return ""
