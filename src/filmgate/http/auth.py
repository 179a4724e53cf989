"""Who calls: from the Authorization header or the cookie to a principal, and whether it may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.core.account import Scope
from filmgate.core.errors import Unauthenticated
from filmgate.http.cookie import principal_of_cookie
from filmgate.http.errors import refuse

if TYPE_CHECKING:
    from filmgate.core.account import Principal
    from filmgate.http.call import Call

#: which scopes are enough for each
_ENOUGH: Final = {
    Scope.READ: frozenset(Scope),
    Scope.WRITE: frozenset({Scope.WRITE, Scope.ADMIN}),
    Scope.ADMIN: frozenset({Scope.ADMIN}),
}


async def authenticate(call: Call, needs: Scope) -> Principal:
    """Tell who calls, and refuse a key without the scope.

    Raises
    ------
    Unauthenticated
        401: no key or session, or not a valid one.
    Refused
        403: the key does not hold the scope, or a foreign page calls a server without keys or
        uses someone's cookie.
    """
    accounts = call.services.accounts
    if call.services.site.no_auth:
        _check_page(call)
        return await accounts.local_principal()
    authorization = call.header("authorization")
    if authorization:
        token = bearer_token(authorization)
        principal = accounts.recall(token) or await accounts.authenticate(token)
    else:
        principal = await principal_of_cookie(call)
    if principal.scopes.isdisjoint(_ENOUGH[needs]):
        held = ", ".join(sorted(principal.scopes)) or "none"
        raise refuse(
            403,
            ("header", "authorization"),
            f"this needs a key with the scope {needs}; the key's scopes: {held}",
            "scope",
        )
    return principal


def bearer_token(authorization: str) -> str:
    """The token of ``Bearer <token>``; the scheme's case does not matter."""
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated("send Authorization: Bearer <key>")
    return token


def _check_page(call: Call) -> None:
    """Without keys, a browser's Origin is all that tells our own pages from foreign ones."""
    origin = call.header("origin")
    site = call.services.site
    allowed = {call.base, *site.cors_origins}
    if origin and origin not in allowed and "*" not in site.cors_origins:
        text = f"pages of {origin[:200]!r} may not call this server; see the setting cors_origins"
        raise refuse(403, ("header", "origin"), text, "origin")
