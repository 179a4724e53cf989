"""What the server answers, as typed objects; `raw` keeps everything that was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar, cast
from urllib.parse import unquote, urlsplit

Json: TypeAlias = object
Body: TypeAlias = Mapping[str, Json]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth a warning, at one place of the call."""

    loc: tuple[str | int, ...]
    msg: str
    type: str

    def __str__(self) -> str:
        """The place, then what to do."""
        place = ".".join(str(part) for part in self.loc[1:] or self.loc)
        return f"{place}: {self.msg}"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A request was accepted."""

    request_id: str
    status_url: str
    result_url: str
    cancel_url: str
    warnings: tuple[Problem, ...]
    #: an earlier request with the same idempotency key answered
    is_replay: bool
    raw: Body = field(repr=False)


@dataclass(frozen=True, slots=True)
class State:
    """Where a request is."""

    request_id: str
    #: "in_queue", "in_progress", "completed" (also when it failed) or "cancelled"
    status: str
    #: requests ahead, while it is queued
    queue_position: int | None = None
    #: stage of the render and its fraction of the whole, where the server tells
    stage: str = ""
    fraction: float | None = None

    @property
    def is_final(self) -> bool:
        """Whether nothing will change any more."""
        return self.status in ("completed", "cancelled")


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a request, or its state before there is one."""

    request_id: str
    model_id: str
    #: "succeeded", "failed", "in_queue", "in_progress" or "cancelled"
    status: str
    #: {"video": url}, {"image": url}, {"videos": [url]} or {"images": [url]}
    output: Body
    error_code: str
    error_message: str
    created_at: str
    finished_at: str
    #: dollars; None unless it was asked for
    cost: float | None
    raw: Body = field(repr=False)

    @property
    def urls(self) -> list[str]:
        """Every URL of the output."""
        found: list[str] = []
        for value in self.output.values():
            found += [str(v) for v in value] if isinstance(value, list) else [str(value)]
        return found

    @property
    def url(self) -> str:
        """The one URL of the output. Raises `ValueError` if there is not exactly one."""
        (url,) = self.urls
        return url

    @property
    def is_success(self) -> bool:
        """Whether there is an output."""
        return self.status in ("succeeded", "completed")


@dataclass(frozen=True, slots=True)
class CancelAnswer:
    """What a cancel did."""

    request_id: str
    status: str
    #: whether this call cancelled it
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a request would deliver, for what, and when."""

    warnings: tuple[Problem, ...]
    #: completed with the defaults
    input: Body
    #: width, height, frames, fps, duration_s, has_audio; None while that is not known
    output: Body | None
    engine: str
    fates: tuple[Body, ...]
    #: dollars by engine, and on the hosted service
    cost_usd: Mapping[str, float]
    hosted_cost_usd: float
    eta_p50_s: float | None
    eta_p90_s: float | None
    raw: Body = field(repr=False)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One entry of the catalog."""

    id: str
    display_name: str
    categories: tuple[str, ...]
    description: str
    base_price_usd: float
    price_unit: str
    inputs: tuple[str, ...]
    required_inputs: tuple[str, ...]
    #: empty in a list, unless it was asked for
    input_schema: Body = field(repr=False)
    raw: Body = field(repr=False)


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file that the server holds."""

    id: str
    #: ``filmgate://…``: put it into any media field
    uri: str
    url: str
    name: str
    content_type: str
    size_bytes: int
    sha256: str
    raw: Body = field(repr=False)


@dataclass(frozen=True, slots=True)
class HappenedEvent:
    """One line of a request's history."""

    seq: int
    type: str
    at: str
    data: Body
    request_id: str = ""
    #: status of the request after it, in filmgate's own words
    status: str = ""
    #: place among all events of the owner
    number: int = 0
    #: how the request ended, with its last event
    request: Body = field(default_factory=dict)


def body(value: Json) -> Body:
    """A JSON object; empty if it is something else."""
    return cast("Body", value) if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    """A JSON array; empty if it is something else."""
    return value if isinstance(value, list) else []


def text(value: Json) -> str:
    """A JSON string; empty if it is something else."""
    return value if isinstance(value, str) else ""


def number(value: Json, kind: Callable[[float], T]) -> T | None:
    """A JSON number as `int` or `float`; None if it is something else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return kind(value)


def problems(value: Json) -> tuple[Problem, ...]:
    """The entries of ``detail`` or ``warnings``."""
    found = []
    for entry in map(body, items(value)):
        loc = tuple(part for part in items(entry.get("loc")) if isinstance(part, str | int))
        found.append(Problem(loc, text(entry.get("msg")), text(entry.get("type"))))
    return tuple(found)


def read_model(raw: Body) -> ModelInfo:
    """An entry of the catalog."""
    return ModelInfo(
        id=text(raw.get("model_id")),
        display_name=text(raw.get("display_name")),
        categories=tuple(map(text, items(raw.get("categories")))),
        description=text(raw.get("description")),
        base_price_usd=number(raw.get("base_price_usd"), float) or 0.0,
        price_unit=text(raw.get("price_unit")),
        inputs=tuple(map(text, items(raw.get("inputs")))),
        required_inputs=tuple(map(text, items(raw.get("required_inputs")))),
        input_schema=body(raw.get("input_schema")),
        raw=raw,
    )


def read_file(raw: Body) -> UploadedFile:
    """A file."""
    return UploadedFile(
        id=text(raw.get("file_id")),
        uri=text(raw.get("uri")),
        url=text(raw.get("url")),
        name=text(raw.get("name")),
        content_type=text(raw.get("content_type")),
        size_bytes=number(raw.get("size_bytes"), int) or 0,
        sha256=text(raw.get("sha256")),
        raw=raw,
    )


def read_submitted(raw: Body, *, is_replay: bool) -> Submitted:
    """The answer of a submit."""
    return Submitted(
        request_id=text(raw.get("request_id")),
        status_url=text(raw.get("status_url")),
        result_url=text(raw.get("result_url")),
        cancel_url=text(raw.get("cancel_url")),
        warnings=problems(raw.get("warnings")),
        is_replay=is_replay,
        raw=raw,
    )


def read_state(raw: Body) -> State:
    """The answer of a status call."""
    return State(
        request_id=text(raw.get("request_id")),
        status=text(raw.get("status")),
        queue_position=number(raw.get("queue_position"), int),
    )


def read_result(raw: Body) -> Result:
    """The answer of a result call."""
    error = raw.get("error")
    return Result(
        request_id=text(raw.get("request_id")),
        model_id=text(raw.get("model_id")),
        status=text(raw.get("status")),
        output=body(raw.get("output")),
        error_code=text(body(error).get("code")),
        error_message=text(error) or text(body(error).get("message")),
        created_at=text(raw.get("created_at")),
        finished_at=text(raw.get("finished_at")),
        cost=number(raw.get("cost"), float),
        raw=raw,
    )


def read_prediction(raw: Body) -> Prediction:
    """The answer of a dry run."""
    cost, eta = body(raw.get("cost")), body(raw.get("eta_s"))
    by_engine = body(cost.get("by_engine_usd"))
    return Prediction(
        warnings=problems(raw.get("warnings")),
        input=body(raw.get("input")),
        output=body(raw.get("output")) or None,
        engine=text(raw.get("engine")),
        fates=tuple(map(body, items(raw.get("fates")))),
        cost_usd={name: number(value, float) or 0.0 for name, value in by_engine.items()},
        hosted_cost_usd=number(cost.get("hosted_usd"), float) or 0.0,
        eta_p50_s=number(eta.get("p50"), float),
        eta_p90_s=number(eta.get("p90"), float),
        raw=raw,
    )


def read_event(raw: Body) -> HappenedEvent:
    """One line of a history."""
    return HappenedEvent(
        seq=number(raw.get("seq"), int) or 0,
        type=text(raw.get("type")),
        at=text(raw.get("at")),
        data=body(raw.get("data")),
        request_id=text(raw.get("request_id")),
        status=text(raw.get("status")),
        number=number(raw.get("number"), int) or 0,
        request=body(raw.get("request")),
    )


def file_name(url: str) -> str:
    """The file name at the end of a URL; "output" if there is none."""
    last = unquote(urlsplit(url).path.rpartition("/")[2])
    return last.replace("/", "_").replace("\\", "_").lstrip(".") or "output"
