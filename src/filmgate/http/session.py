"""Signing in to the web app: a key, or the link that `serve` prints, becomes a cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmgate.core.account import Scope
from filmgate.core.errors import InvalidInput, Problem, Unauthenticated
from filmgate.http.account import key_body, owner_body
from filmgate.http.auth import authenticate
from filmgate.http.cookie import check_own_page, cookie_value, make_cookie
from filmgate.http.reply import Reply, json_reply

if TYPE_CHECKING:
    from filmgate.core.account import Principal
    from filmgate.core.json import Json
    from filmgate.http.call import Call


async def show(call: Call) -> Reply:
    """Say who is signed in and what they may do; ``owner`` is null when nobody is."""
    try:
        principal = await authenticate(call, Scope.READ)
    except Unauthenticated:
        if call.header("authorization"):
            raise
        # a question, not a refusal: browsers write every refusal to their console
        return json_reply(await _body(call, None))
    return json_reply(await _body(call, principal))


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
    cookie = make_cookie(call, opened.value, round(opened.lasts_s))
    return json_reply(await _body(call, principal), 200, {"Set-Cookie": cookie})


async def end(call: Call) -> Reply:
    """Sign this browser out; the key and other browsers go on."""
    value = cookie_value(call)
    if value:
        await call.services.sessions.end(value)
    return json_reply({"signed_in": False}, 200, {"Set-Cookie": make_cookie(call, "", 0)})


async def _body(call: Call, principal: Principal | None) -> dict[str, Json]:
    accounts = call.services.accounts
    body: dict[str, Json] = {"owner": None, "scopes": [], "key": None}
    if principal is not None:
        owners = {owner.id: owner for owner in await accounts.owners()}
        key = await accounts.key(principal.key_id) if principal.key_id else None
        body = {
            "owner": owner_body(owners[principal.owner_id]),
            "scopes": [scope for scope in Scope if scope in principal.scopes],
            "key": key_body(key) if key else None,
        }
    return {**body, "no_auth": call.services.site.no_auth, "version": call.services.version}
