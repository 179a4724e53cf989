"""Signing in to the web app: a key, or the link that `serve` prints, becomes a cookie.

The cookie is HttpOnly and SameSite=Strict, so neither scripts nor other sites get at it. It can
change something only when the browser says that one of our own pages asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from filmgate.core.account import Scope
from filmgate.core.errors import InvalidInput, Problem, Unauthenticated
from filmgate.http.account import key_body, owner_body
from filmgate.http.errors import refuse
from filmgate.http.reply import Reply, json_reply

if TYPE_CHECKING:
    from filmgate.core.account import Principal
    from filmgate.core.json import Json
    from filmgate.http.call import Call

_READS: Final = frozenset({"GET", "HEAD"})
#: longer cookies are not ours
_VALUE_MAX: Final = 128


async def show(call: Call) -> Reply:
    """Say who is signed in, and what they may do."""
    return json_reply(await _body(call, call.principal))


async def open_(call: Call) -> Reply:
    """Sign a browser in with a key, or with the token of the link that the server printed.

    Raises
    ------
    Unauthenticated
        401: the key is not valid, or the link was used before or has expired.
    """
    check_own_page(call)
    body = await call.object()
    given = [(name, body[name]) for name in ("key", "token") if body.get(name) is not None]
    if len(given) != 1 or len(body) > 1 or not isinstance(given[0][1], str):
        text = 'must be {"key": "<API key>"} or {"token": "<of the sign-in link>"}'
        raise InvalidInput([Problem(("body",), text, "sign_in")])
    services = call.services
    if services.site.no_auth:
        return json_reply(await _body(call, await services.accounts.local_principal()))
    name, proof = given[0][0], str(given[0][1])
    if name == "key":
        principal = await services.accounts.authenticate(proof.strip())
        opened = await services.sessions.open(principal.key_id)
    else:
        opened = await services.sessions.accept(proof)
        principal = await services.sessions.principal(opened.value)
    cookie = _cookie(call, opened.value, round(opened.lasts_s))
    return json_reply(await _body(call, principal), 200, {"Set-Cookie": cookie})


async def end(call: Call) -> Reply:
    """Sign this browser out; the key and other browsers go on."""
    value = cookie_value(call)
    if value:
        await call.services.sessions.end(value)
    return json_reply({"signed_in": False}, 200, {"Set-Cookie": _cookie(call, "", 0)})


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


def _cookie(call: Call, value: str, max_age_s: int) -> str:
    secure = "; Secure" if call.base.startswith("https:") else ""
    return f"{_name(call)}={value}; Max-Age={max_age_s}; Path=/; HttpOnly; SameSite=Strict{secure}"


async def _body(call: Call, principal: Principal) -> dict[str, Json]:
    services = call.services
    owners = {owner.id: owner for owner in await services.accounts.owners()}
    key = await services.accounts.key(principal.key_id) if principal.key_id else None
    return {
        "owner": owner_body(owners[principal.owner_id]),
        "scopes": [scope for scope in Scope if scope in principal.scopes],
        "key": key_body(key) if key else None,
        "no_auth": services.site.no_auth,
        "version": services.version,
    }
