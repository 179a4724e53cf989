"""A request arrives: it is refused with all of its problems, or it is renderable and recorded."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

from filmgate.catalog.loader import Catalog
from filmgate.catalog.media_rules import check_media, check_together
from filmgate.catalog.order import make_order
from filmgate.catalog.places import Loc, media_values
from filmgate.catalog.price import hosted_cost_micro
from filmgate.catalog.schema import Checked, check_input, in_order
from filmgate.core.account import Principal
from filmgate.core.errors import InvalidInput, NotFound, PermissionDenied, Problem, StorageFull
from filmgate.core.json import Json
from filmgate.core.media import MediaFacts
from filmgate.core.model import Model
from filmgate.core.order import Media, Order
from filmgate.core.plan import Fate, FateKind, Plan
from filmgate.core.ports import ArtifactStore, Engine, RequestStore
from filmgate.core.records import NewRequest, Submitted
from filmgate.core.request import Request, RequestDetail, Status, new_id
from filmgate.requests.freeze import Freezer, Frozen, replaced
from filmgate.requests.ports import Engines
from filmgate.requests.predict import eta
from filmgate.requests.quick import Quick
from filmgate.requests.record import (
    body_hash,
    problems_from_json,
    problems_to_json,
    to_json,
)

_MIB: Final = 2**20
#: seconds between two looks at the free space
_SPACE_S: Final = 1.0


class SubmitStore(RequestStore, Protocol):
    """Rows of requests, and a quick look for a replay."""

    async def replay(self, owner_id: str, idempotency_key: str, body_hash: str) -> Submitted | None:
        """Find the request an idempotency key already stands for."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer to a submit."""

    request: Request
    warnings: tuple[Problem, ...]
    #: this key and body came before; the request is the one from then
    is_replay: bool = False


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer to a dry run: what a submit of this body would deliver."""

    #: completed with defaults
    input: Mapping[str, Json]
    warnings: tuple[Problem, ...]
    #: provisional while a remote file was too slow to be measured
    plan: Plan
    fates: tuple[Fate, ...]
    #: what each engine that could render it would charge, in micro-dollars
    cost_micro: Mapping[str, int]
    hosted_cost_micro: int
    #: seconds to render, from what was rendered before; None without history
    eta_p50_s: float | None
    eta_p90_s: float | None


@dataclass(slots=True)
class _Draft:
    """A body on its way to become a request."""

    principal: Principal
    model: Model
    checked: Checked
    request_id: str
    #: names of the fields the caller sent
    sent: frozenset[str]
    frozen: list[Frozen] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A draft without problems."""

    draft: _Draft
    engine: Engine
    order: Order
    plan: Plan
    warnings: tuple[Problem, ...]


class Submitter:
    """Checks a body completely, freezes its media, and records it.

    Parameters
    ----------
    catalog, engines
        What can be asked for, and who renders it.
    store, artifacts, freezer
        Where it is kept.
    max_attempts
        How often a request is tried.
    min_free_mb
        Submits are refused while less than this is free, in MiB.
    fetch_budget_s
        Seconds that remote media may take before they are deferred.
    check_webhook
        Says what is wrong with an address for webhooks; empty when nothing is.
    """

    def __init__(
        self,
        catalog: Catalog,
        engines: Engines,
        store: SubmitStore,
        artifacts: ArtifactStore,
        freezer: Freezer,
        *,
        max_attempts: int = 3,
        min_free_mb: int = 512,
        fetch_budget_s: float = 10.0,
        check_webhook: Callable[[str], str] = lambda _: "",
    ) -> None:
        self._catalog = catalog
        self._engines = engines
        self._store = store
        self._artifacts = artifacts
        self._freezer = freezer
        self._max_attempts = max_attempts
        self._min_free_mb = min_free_mb
        self._fetch_budget_s = fetch_budget_s
        self.check_webhook = check_webhook
        self._quick = Quick()
        #: what was free when it was last looked, and until when that counts
        self._free: int | None = None
        self._free_until = 0.0

    async def submit(
        self,
        principal: Principal,
        model_id: str,
        body: Json,
        *,
        strict: bool = False,
        idempotency_key: str | None = None,
        webhook: str | None = None,
        trace: str = "",
    ) -> Accepted:
        """Accept a body, durably, or refuse it with everything that is wrong.

        Raises
        ------
        NotFound
            No model has this id.
        InvalidInput
            Every problem of the body; with `strict` every warning is one.
        LimitExceeded
            A cap of the key is reached.
        PermissionDenied
            The key may not use the engine.
        StorageFull
            Too little space is left.
        """
        model = self._catalog.get(model_id)
        hash_ = ""
        if idempotency_key is not None:
            hash_ = body_hash(model_id, body, webhook)
            earlier = await self._store.replay(principal.owner_id, idempotency_key, hash_)
            if earlier is not None:
                return await self._again(earlier)
        await self._check_space()
        async with self._checked(principal, model, body, webhook, strict=strict) as checked:
            # Blobs first, then the row: a crash in between leaves bytes that nobody counts on.
            files = await self._freezer.store(checked.draft.frozen)
            new = NewRequest(
                self._request(checked),
                RequestDetail(
                    replaced(checked.draft.checked.input, checked.draft.frozen),
                    to_json(checked.order),
                    to_json(checked.plan),
                    {"trace": trace} if trace else {},
                    warnings=problems_to_json(checked.warnings),
                ),
                idempotency_key=idempotency_key,
                body_hash=hash_,
                files=files,
                planned_micro=checked.plan.cost_micro,
                seconds=checked.plan.duration_s,
                webhook=webhook or checked.order.options.webhook or principal.webhook,
            )
            submitted = await self._store.submit(new, principal)
        if submitted.is_replay:  # the same call arrived twice at once, and the other was first
            return await self._again(submitted)
        return Accepted(submitted.request, checked.warnings)

    async def dry_run(
        self, principal: Principal, model_id: str, body: Json, *, strict: bool = False
    ) -> Prediction:
        """Check a body like a submit and say what it would deliver; nothing is recorded.

        Raises
        ------
        NotFound, InvalidInput, PermissionDenied
            As for `submit`.
        """
        model = self._catalog.get(model_id)
        async with self._checked(principal, model, body, None, strict=strict) as checked:
            history = await self._store.history(model.id, checked.plan.engine)
            plan = checked.plan
            p50, p90 = eta(history, plan.duration_s, plan.width * plan.height)
            return Prediction(
                checked.draft.checked.input,
                checked.warnings,
                checked.plan,
                checked.plan.fates,
                await self._costs(checked),
                hosted_cost_micro(model, checked.order),
                p50,
                p90,
            )

    @asynccontextmanager
    async def _checked(
        self, principal: Principal, model: Model, body: Json, webhook: str | None, *, strict: bool
    ) -> AsyncIterator[_Checked]:
        """Check everything about a body; the copies of its media live as long as the context."""
        checked = check_input(model, body)
        sent = frozenset(body) if isinstance(body, dict) else frozenset[str]()
        draft = _Draft(principal, model, checked, new_id("req"), sent)
        draft.problems += [*checked.problems, *self._webhook_problems(checked, webhook)]
        draft.problems += _priority_problems(draft)
        draft.warnings += checked.warnings
        wrong = {problem.loc for problem in checked.problems}
        values = [v for v in media_values(model, checked.input) if ("body", *v.loc) not in wrong]
        engine = await self._route(draft)
        async with self._freezer.measured(
            principal.owner_id, draft.request_id, values, self._fetch_budget_s
        ) as frozen:
            draft.frozen = frozen
            media = _check_frozen(draft)
            yield await self._planned(draft, engine, media, strict=strict)

    def _webhook_problems(self, checked: Checked, webhook: str | None) -> list[Problem]:
        named = (
            (("header", "x-filmgate-webhook"), webhook),
            (("body", "filmgate", "webhook"), checked.options.webhook),
        )
        return [
            Problem(loc, text, "url")
            for loc, url in named
            if url and (text := self.check_webhook(url))
        ]

    async def _route(self, draft: _Draft) -> Engine | None:
        """Choose the engine; None, and a problem, when the caller names one that is unknown."""
        try:
            engine = await self._quick.call(
                draft.model.id,
                self._engines.route,
                draft.model,
                draft.checked.options,
                draft.principal,
            )
        except NotFound as error:
            draft.problems.append(Problem(("body", "filmgate", "engine"), error.message, "engine"))
            return None
        name, allowed = engine.describe().name, draft.principal.engines
        if name not in allowed if allowed is not None else engine.describe().is_paid:
            raise PermissionDenied(
                f"this key may not use the engine {name!r}; ask for a key that lists it"
            )
        return engine

    async def _planned(
        self, draft: _Draft, engine: Engine | None, media: Mapping[Loc, Media], *, strict: bool
    ) -> _Checked:
        """Have the engine plan what was checked; raises every problem that was found."""
        model = draft.model
        if draft.problems or engine is None:
            raise InvalidInput(in_order(model, draft.problems), in_order(model, draft.warnings))
        order = make_order(model, draft.checked.input, draft.checked.options, media)
        plan = await self._quick.call(engine.describe().name, engine.plan, order)
        warnings = in_order(model, (*draft.warnings, *_fate_warnings(draft, plan)))
        if strict and warnings:
            raise InvalidInput(warnings)
        return _Checked(draft, engine, order, plan, warnings)

    def _request(self, checked: _Checked) -> Request:
        draft = checked.draft
        return Request(
            id=draft.request_id,
            owner_id=draft.principal.owner_id,
            key_id=draft.principal.key_id,
            model_id=draft.model.id,
            engine=checked.plan.engine,
            status=Status.IN_QUEUE,
            attempt=0,
            max_attempts=self._max_attempts,
            priority=draft.checked.options.priority,
            created_at=0.0,
            hosted_cost_micro=hosted_cost_micro(draft.model, checked.order),
        )

    async def _costs(self, checked: _Checked) -> dict[str, int]:
        """What every engine that can plan the order would charge; the chosen one first."""
        costs = {checked.plan.engine: checked.plan.cost_micro}
        for engine in await self._quick.call("all", self._engines.all):
            about = engine.describe()
            tasks = {capability.task for capability in about.tasks}
            if about.name in costs or checked.order.task not in tasks:
                continue
            try:
                plan = await self._quick.call(about.name, engine.plan, checked.order)
            except InvalidInput:
                continue
            costs[about.name] = plan.cost_micro
        return costs

    async def _check_space(self) -> None:
        now = time.monotonic()
        if now >= self._free_until:
            self._free = await self._artifacts.free_bytes()
            self._free_until = now + _SPACE_S
        free = self._free
        if free is not None and free < self._min_free_mb * _MIB:
            raise StorageFull(
                f"only {free // _MIB} MiB are free where files are kept and {self._min_free_mb}"
                " must be; the operator has to make room"
            )

    async def _again(self, submitted: Submitted) -> Accepted:
        detail = await self._store.detail(submitted.request.id)
        warnings = problems_from_json(detail.warnings) if detail else ()
        return Accepted(submitted.request, warnings, is_replay=True)


def _check_frozen(draft: _Draft) -> dict[Loc, Media]:
    """Hold measured media against the model's rules; what an order calls them."""
    media: dict[Loc, Media] = {}
    facts: dict[Loc, MediaFacts] = {}
    for item in draft.frozen:
        media.update(item.media())
        for value in item.values:
            place = ("body", *value.loc)
            if item.error is not None:
                draft.problems.append(Problem(place, item.error.message, item.error.type))
            elif item.facts is None:
                draft.warnings.append(Problem(place, _DEFERRED, "deferred"))
            else:
                facts[value.loc] = item.facts
                draft.problems += check_media(value.field, value.loc, item.facts)
    problems, warnings = check_together(draft.model, draft.checked.input, facts)
    draft.problems += problems
    draft.warnings += warnings
    return media


_DEFERRED: Final = (
    "took too long to fetch; it is fetched and checked when the request is rendered, and the"
    " request fails if it cannot be"
)


def _priority_problems(draft: _Draft) -> Sequence[Problem]:
    asked, most = draft.checked.options.priority, draft.principal.caps.priority
    if most is None or asked <= most:
        return ()
    text = f"this key's requests may ask for {most} at most, got {asked}; its caps can be changed"
    return (Problem(("body", "filmgate", "priority"), text, "priority"),)


def _fate_warnings(draft: _Draft, plan: Plan) -> Sequence[Problem]:
    """Warn of what the caller sent and will not get as it stands."""
    names = {word: name for name, word in draft.model.mapping.items() if "." not in name}
    return [
        Problem(("body", names[fate.field]), _tell(fate), fate.kind.value)
        for fate in plan.fates
        if fate.kind in (FateKind.APPROXIMATED, FateKind.IGNORED)
        and names.get(fate.field) in draft.sent
    ]


def _tell(fate: Fate) -> str:
    condition = f" ({fate.condition})" if fate.condition else ""
    why = f": {fate.why}" if fate.why else ""
    return f"is {fate.kind.value}{condition}{why}"
