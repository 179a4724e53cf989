"""An engine for tests that has a small service render, and acts as if that cost money."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filmgate.core.errors import EngineError, UpstreamLost
from filmgate.core.order import Task
from filmgate.core.plan import Plan, Render, RenderedFile
from filmgate.core.ports import Capabilities, Capability, Readiness
from filmgate.engines.scripted.engine import SIDE, VERSION, plan_frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filmgate.core.order import Order
    from filmgate.core.ports import RemoteContext

NAME: Final = "scripted-paid"
#: names the variable that holds the address of the service
UPSTREAM: Final = "BENCH_UPSTREAM"
#: what every order costs, in micro-dollars
_COST_MICRO: Final = 10_000
#: seconds between two questions whether the work is done
_ASK_S: Final = 0.1
_SUMMARY: Final = "For tests: has the service at BENCH_UPSTREAM make a tiny clip, once, for a cent."


class ScriptedPaidEngine:
    """Implements `core.ports.RemoteEngine`.

    Parameters
    ----------
    environ
        Where the address of the service stands.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ

    def describe(self) -> Capabilities:
        """Say what it can do."""
        task = Capability(Task.TEXT_TO_VIDEO, max_duration_s=60, max_side=SIDE)
        return Capabilities(
            NAME,
            VERSION,
            _SUMMARY,
            (task,),
            is_paid=True,
            can_cancel=False,
            progress="none",
            is_remote=True,
        )

    def readiness(self) -> Readiness:
        """Ready where the service has an address."""
        if self._environ.get(UPSTREAM):
            return Readiness(ready=True)
        return Readiness(ready=False, reason="it has no service", fix=f"set {UPSTREAM}")

    def plan(self, order: Order) -> Plan:
        """Plan one silent frame, 64 x 64. Raises `InvalidInput` for orders with pictures."""
        return plan_frames(order, NAME, 1, _COST_MICRO)

    async def run(self, order: Order, plan: Plan, ctx: RemoteContext) -> Render:
        """Order the work once, keep its id, wait for it.

        Raises
        ------
        EngineError
            When the service refuses.
        """
        status, answer = await self._call("POST", "/jobs", {"prompt": order.prompt})
        if status >= 400:
            raise EngineError(f"the service refused the work with status {status}")
        await ctx.save_handle(answer["id"])
        return await self._wait(answer["id"], plan, ctx.workdir)

    async def reattach(self, handle: str, order: Order, plan: Plan, ctx: RemoteContext) -> Render:  # noqa: ARG002
        """Wait for work that was ordered before. Raises `UpstreamLost`."""
        return await self._wait(handle, plan, ctx.workdir)

    async def _wait(self, handle: str, plan: Plan, folder: Path) -> Render:
        while True:
            status, answer = await self._call("GET", f"/jobs/{handle}")
            if status == 404:
                raise UpstreamLost(f"the service does not know {handle} any more")
            if answer.get("is_done"):
                break
            await asyncio.sleep(_ASK_S)
        target = folder / "clip.mp4"
        target.write_bytes(bytes.fromhex(answer["clip"]))
        files = (RenderedFile("video", str(target), "video/mp4"),)
        return Render(files=files, seed=plan.seed)

    async def _call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        import aiohttp

        url = self._environ[UPSTREAM] + path
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, json=body) as answer,
        ):
            return answer.status, await answer.json()
