"""Before a render: deferred files are fetched, and every input is made safe for the engine."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from filmgate.catalog.loader import Catalog
from filmgate.catalog.media_rules import check_media
from filmgate.catalog.order import make_order
from filmgate.catalog.places import MediaValue, media_values
from filmgate.core.errors import EngineError, InvalidInput, MediaError, NotFound, Problem
from filmgate.core.order import Media, Order
from filmgate.core.plan import Plan
from filmgate.core.ports import ArtifactStore, Engine, FileRows, LocalInput, RequestStore
from filmgate.core.records import Claim, StoredFile
from filmgate.core.request import RequestDetail
from filmgate.requests.freeze import SCHEME, Freezer, Frozen, replaced
from filmgate.requests.hold import Lost
from filmgate.requests.ports import Decode
from filmgate.requests.record import to_json, to_order, to_plan

#: what may work when it is tried again
_PASSING: Final = ("timeout", "unreachable")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a render needs."""

    order: Order
    plan: Plan
    inputs: tuple[LocalInput, ...]


class Preparer:
    """Makes an order ready to render.

    Parameters
    ----------
    catalog
        Rules for files that were deferred.
    store, files, artifacts
        Rows and bytes.
    freezer, decode
        The way to deferred files, and the limited child that decodes.
    fetch_s
        Seconds a deferred file may take.
    """

    def __init__(
        self,
        catalog: Catalog,
        store: RequestStore,
        files: FileRows,
        artifacts: ArtifactStore,
        freezer: Freezer,
        decode: Decode,
        fetch_s: float = 120.0,
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._files = files
        self._artifacts = artifacts
        self._freezer = freezer
        self._decode = decode
        self._fetch_s = fetch_s

    async def prepare(self, claim: Claim, engine: Engine, workdir: Path) -> Prepared:
        """Fetch what was deferred, plan again where that changes the plan, decode every input.

        Raises
        ------
        EngineError
            When a deferred file cannot be had ("media_error"), or what it shows cannot be
            rendered ("invalid_input").
        """
        order, plan = to_order(claim.detail.order), to_plan(claim.detail.plan)
        if order.is_deferred:
            order = await self._complete(claim, order, engine)
            plan = _plan(engine, order)
        elif plan.engine_version != engine.describe().version:
            plan = _plan(engine, order)  # filmgate was upgraded while the request waited
        return Prepared(order, plan, await self._decode_all(order, workdir))

    async def _complete(self, claim: Claim, order: Order, engine: Engine) -> Order:
        """Freeze the deferred files, and record what the request has become."""
        model = self._catalog.get(order.model_id)
        given = claim.detail.input
        values = [v for v in media_values(model, given) if not v.value.startswith(SCHEME)]
        request = claim.request
        async with self._freezer.measured(
            request.owner_id, request.id, values, self._fetch_s
        ) as frozen:
            _refuse(frozen)
            files = await self._freezer.store(frozen)
        media = {item.loc: item for item in order.media()}
        for item in frozen:
            media.update(item.media())
        # The order's own options: a model's seed field was merged into them when it was made.
        order = make_order(model, given, order.options, media)
        detail = RequestDetail(
            replaced(given, frozen), to_json(order), to_json(_plan(engine, order))
        )
        data = {"files": [file.id for file in files]}
        if not await self._store.record(request.id, request.attempt, "fetched", data, files):
            raise Lost
        if not await self._store.update_order(request.id, request.attempt, detail):
            raise Lost
        return order

    async def _decode_all(self, order: Order, workdir: Path) -> tuple[LocalInput, ...]:
        """Decode every input; a file that stands at several places is decoded once."""
        groups: dict[str, list[Media]] = {}
        for item in order.media():
            groups.setdefault(str(item.file_id), []).append(item)
        made = await asyncio.gather(
            *(
                self._decode_one(file_id, items, workdir / f"input-{number}")
                for number, (file_id, items) in enumerate(groups.items())
            )
        )
        return tuple(local for group in made for local in group)

    async def _decode_one(self, file_id: str, items: list[Media], folder: Path) -> list[LocalInput]:
        await asyncio.to_thread(folder.mkdir, parents=True)
        file = await self._file(file_id)
        source = folder / f"original-{file.name}"
        try:
            await self._artifacts.fetch(file.blob_key, source)
            local = await self._decode.decode(source, items[0].kind, items[0].loc, folder)
        except (MediaError, NotFound) as error:
            raise EngineError(_at(items[0].loc, error.message), "media_error") from error
        finally:
            source.unlink(missing_ok=True)
        return [replace(local, loc=item.loc) for item in items]

    async def _file(self, file_id: str) -> StoredFile:
        file = await self._files.get(file_id)
        if file is None:
            raise EngineError(f"the input file {file_id} is gone", "media_error")
        return file


def _refuse(frozen: list[Frozen]) -> None:
    """Raise what is wrong with files that were deferred."""
    problems: list[str] = []
    is_passing = True
    for item in frozen:
        for value in item.values:
            for problem in _problems(item, value):
                problems.append(_at(value.loc, problem.msg))
                is_passing &= problem.type in _PASSING
    if problems:
        raise EngineError("; ".join(problems), "media_error", retryable=is_passing)


def _problems(item: Frozen, value: MediaValue) -> list[Problem]:
    place: tuple[Any, ...] = ("body", *value.loc)
    if item.error is not None:
        return [Problem(place, item.error.message, item.error.type)]
    if item.facts is None:
        return [Problem(place, "could not be fetched in time", "timeout")]
    return check_media(value.field, value.loc, item.facts)


def _plan(engine: Engine, order: Order) -> Plan:
    try:
        return engine.plan(order)
    except InvalidInput as error:
        raise EngineError(error.message, "invalid_input") from error


def _at(loc: tuple[str | int, ...], message: str) -> str:
    return f"{'.'.join(map(str, loc))}: {message}"
