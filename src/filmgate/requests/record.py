"""Orders, plans and problems as the JSON that rows keep."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import cast

import msgspec

from filmgate.core.errors import Problem
from filmgate.core.json import Json
from filmgate.core.media import MediaFacts
from filmgate.core.order import Order
from filmgate.core.plan import Plan


def to_json(value: Order | Plan | MediaFacts) -> dict[str, Json]:
    """Write a noun as a JSON object."""
    return cast("dict[str, Json]", msgspec.to_builtins(value))


def to_order(data: Mapping[str, Json]) -> Order:
    """Read an order back."""
    return msgspec.convert(data, Order)


def to_plan(data: Mapping[str, Json]) -> Plan:
    """Read a plan back."""
    return msgspec.convert(data, Plan)


def to_facts(data: Mapping[str, Json]) -> MediaFacts | None:
    """Read the measures of a file back; None when it was never measured."""
    return msgspec.convert(data, MediaFacts) if "kind" in data else None


def problems_to_json(problems: Sequence[Problem]) -> tuple[dict[str, Json], ...]:
    """Write problems or warnings."""
    return tuple(asdict(problem) for problem in problems)


def problems_from_json(data: Sequence[Mapping[str, Json]]) -> tuple[Problem, ...]:
    """Read problems or warnings back."""
    return tuple(msgspec.convert(list(data), list[Problem]))


def body_hash(model_id: str, body: Json, webhook: str | None) -> str:
    """What an idempotency key must come with again: SHA-256, whatever the order of the fields."""
    told = msgspec.json.encode([model_id, webhook, body], order="sorted")
    return hashlib.sha256(told).hexdigest()
