"""The wrapper that runs a handler: who calls, the handler, its answer or error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filmgate.core.errors import FilmgateError
from filmgate.http.auth import authenticate
from filmgate.http.call import Call
from filmgate.http.errors import error_reply
from filmgate.http.reply import Reply
from filmgate.http.watching import KEY, named

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Receive, Send
    from starlette.types import Scope as HttpScope

    from filmgate.core.account import Scope
    from filmgate.http.origin import Origins
    from filmgate.http.services import Services


class Endpoint:
    """An ASGI application around one handler: who calls, the handler, its answer or error.

    Parameters
    ----------
    handler
        Takes the call, returns the answer to send.
    needs
        The scope the key must hold; None: no key needed.
    """

    def __init__(
        self,
        services: Services,
        origins: Origins,
        handler: Callable[[Call], Awaitable[ASGIApp]],
        needs: Scope | None,
    ) -> None:
        self._services = services
        self._origins = origins
        self._handler = handler
        self._needs = needs

    async def __call__(self, scope: HttpScope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        call = Call(self._services, self._origins, scope, receive)
        answer: ASGIApp
        try:
            if self._needs is not None:
                call.principal = await authenticate(call, self._needs)
                scope[KEY] = call.principal.key_id
            answer = await self._handler(call)
        except FilmgateError as error:
            answer = error_reply(error)
        # a `Reply` names the call itself, which costs less
        await answer(scope, receive, send if isinstance(answer, Reply) else named(scope, send))
