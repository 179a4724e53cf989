"""The cookie of a signed-in browser.

It is HttpOnly and SameSite=Strict, so neither scripts nor other sites get at it. It can change
something only when the browser says that one of our own pages asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from filmgate.core.errors import Unauthenticated
from filmgate.http.errors import refuse

if TYPE_CHECKING:
    from filmgate.core.account import Principal
    from filmgate.http.call import Call

_READS: Final = frozenset({"GET", "HEAD"})
#: longer cookies are not ours
_VALUE_MAX: Final = 128


async def principal_of_cookie(call: Call) -> Principal:
    """Tell who calls by the cookie.

    Raises
    ------
    Unauthenticated
        401: there is no cookie, or its session has ended.
    Refused
        403: the page that wants to change something is not ours.
    """
    value = cookie_value(call)
    if not value:
        raise Unauthenticated("send Authorization: Bearer <key>, or sign in")
    if call.scope["method"] not in _READS:
        check_own_page(call)
    return await call.services.sessions.principal(value)


def check_own_page(call: Call) -> None:
    """Refuse a change that a page of another origin asks for; browsers say whose page asks."""
    site = call.header("sec-fetch-site")
    origin = call.header("origin")
    is_ours = site == "same-origin" if site else origin == call.base
    if not is_ours:
        asked = origin or "one that is not named"
        text = f"only this server's own pages may use its cookie; the page's origin: {asked[:200]}"
        raise refuse(403, ("header", "origin"), text, "origin")


def cookie_value(call: Call) -> str:
    """The value of our cookie; empty when there is none."""
    name = _name(call)
    for part in call.header("cookie").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value if len(value) <= _VALUE_MAX else ""
    return ""


def _name(call: Call) -> str:
    """Cookies ignore ports, so servers on several ports of one host have names of their own."""
    port = urlsplit(call.base).port
    return f"filmgate_session_{port}" if port else "filmgate_session"


def make_cookie(call: Call, value: str, max_age_s: int) -> str:
    """The Set-Cookie header that gives a browser a value, or takes it away after 0 seconds."""
    secure = "; Secure" if call.base.startswith("https:") else ""
    return f"{_name(call)}={value}; Max-Age={max_age_s}; Path=/; HttpOnly; SameSite=Strict{secure}"
