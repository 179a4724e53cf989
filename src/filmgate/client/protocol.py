"""The protocol without any I/O: which calls an operation makes, and what their answers mean.

An operation is a generator: it yields `Call` objects, is sent the `Answer` of each, and returns
its result. `Client` and `AsyncClient` only carry calls to the server and wait.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias, TypeVar
from urllib.parse import quote

import msgspec

from filmgate.client import answers
from filmgate.client.answers import Body, Json
from filmgate.client.errors import (
    ApiError,
    LocalFileError,
    NotKnown,
    RequestCancelled,
    RequestFailed,
    error_class,
)
from filmgate.client.local import Input, Loc, find_files, might_name_files, with_uris
from filmgate.client.sse import MEDIA_TYPE

T = TypeVar("T")

DEFAULT_URL: Final = "http://127.0.0.1:8000"
#: seconds between looks at a request: the first, the growth, and the longest
POLL_FIRST_S: Final = 0.05
POLL_GROWTH: Final = 1.3
POLL_LONGEST_S: Final = 2.0
#: how often a GET is sent again before it is given up, and the first pause, in seconds
RETRIES: Final = 4
RETRY_FIRST_S: Final = 0.25
#: answers that a GET is sent again for
_PASSING: Final = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call to make."""

    method: str
    #: absolute path on the server
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    #: JSON to send
    body: bytes | None = None
    #: file to send
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes
    #: lower-case names
    headers: Mapping[str, str] = field(default_factory=dict)


Operation: TypeAlias = Generator[Call, Answer, T]


@dataclass(frozen=True, slots=True)
class Target:
    """Which server, and with which key."""

    url: str
    key: str = field(repr=False)

    @classmethod
    def resolve(cls, url: str | None, key: str | None) -> Target:
        """Take what is given, else FILMGATE_URL and FILMGATE_KEY, else the local server."""
        chosen = url or os.environ.get("FILMGATE_URL") or DEFAULT_URL
        return cls(chosen.rstrip("/"), key or os.environ.get("FILMGATE_KEY") or "")

    def headers(self) -> dict[str, str]:
        """Headers of every call."""
        common = {"Accept": "application/json", "User-Agent": f"filmgate-client/{_version()}"}
        return {**common, "Authorization": f"Bearer {self.key}"} if self.key else common


def _version() -> str:
    from filmgate import __version__

    return __version__


# --- answers -------------------------------------------------------------------------------------


def decode(answer: Answer) -> Body:
    """Read a JSON object, or raise the error that the server answered with."""
    try:
        value: Json = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        value = None
    if 200 <= answer.status < 300 and isinstance(value, dict):
        return value
    raw = answers.body(value)
    if 200 <= answer.status < 300:
        raise ApiError(answer.status, 0, "the answer is not the JSON of a filmgate server")
    raise error_class(answer.status)(
        answer.status,
        answers.number(raw.get("error_code"), int) or 0,
        answers.text(raw.get("error_message"))
        or answers.text(raw.get("message"))
        or f"HTTP {answer.status}",
        answers.problems(raw.get("detail")),
        _seconds(answer.headers.get("retry-after")),
    )


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isdecimal() else None


def retry_delay_s(call: Call, attempt: int, answer: Answer | None) -> float | None:
    """How long to wait before a call is sent again; None: not at all.

    Only GETs are sent again: a POST that seemed to fail may have been accepted.

    Parameters
    ----------
    call
        What was sent.
    attempt
        How often it was sent so far, at least 1.
    answer
        What came back; None when nothing did.
    """
    is_passing = answer is None or answer.status in _PASSING
    if call.method != "GET" or attempt > RETRIES or not is_passing:
        return None
    told = _seconds(answer.headers.get("retry-after")) if answer else None
    pause = RETRY_FIRST_S * 2 ** (attempt - 1) * random.uniform(0.75, 1.25)  # noqa: S311
    return min(told, 30.0) if told is not None else pause


def poll_delays_s() -> Iterator[float]:
    """Pauses between looks at a request: short at first, then longer, never over 2 s."""
    delay = POLL_FIRST_S
    while True:
        yield delay
        delay = min(delay * POLL_GROWTH, POLL_LONGEST_S)


# --- operations ----------------------------------------------------------------------------------


def _request_path(request_id: str, what: str = "") -> str:
    return f"/v1/requests/{quote(request_id, safe='')}{what}"


def _model_path(model_id: str) -> str:
    return f"/v1/models/{quote(model_id, safe='/')}"


def submit(
    model_id: str,
    input: Input,  # noqa: A002
    *,
    strict: bool,
    idempotency_key: str | None,
) -> Operation[answers.Submitted]:
    """Send the local files an input names, then submit it."""
    ready = yield from prepare_input(model_id, input)
    headers = _submit_headers(strict=strict)
    if idempotency_key:
        headers["Idempotency-Key"] = idempotency_key
    answer = yield Call(
        "POST", _model_path(model_id), headers=headers, body=msgspec.json.encode(ready)
    )
    is_replay = answer.headers.get("idempotency-replayed") == "true"
    return answers.read_submitted(decode(answer), is_replay=is_replay)


def dry_run(
    model_id: str,
    input: Input,  # noqa: A002
    *,
    strict: bool,
) -> Operation[answers.Prediction]:
    """Send the local files an input names, then ask what it would give."""
    ready = yield from prepare_input(model_id, input)
    answer = yield Call(
        "POST",
        _model_path(model_id),
        query={"dry_run": "true"},
        headers=_submit_headers(strict=strict),
        body=msgspec.json.encode(ready),
    )
    return answers.read_prediction(decode(answer))


def _submit_headers(*, strict: bool) -> dict[str, str]:
    headers = {"Content-Type": "application/json"}
    return {**headers, "Prefer": "handling=strict"} if strict else headers


def prepare_input(
    model_id: str,
    input: Input,  # noqa: A002
) -> Operation[Input]:
    """Send the local files that an input names, and put their URIs in their place."""
    schema: Body = {}
    if might_name_files(input):
        model = decode((yield Call("GET", _model_path(model_id), {"schema": "normalized"})))
        schema = answers.body(model.get("input_schema"))
    files = find_files(input, schema)
    uris: dict[Loc, str] = {}
    by_path: dict[Path, str] = {}
    for loc, path in files.items():
        if path not in by_path:
            by_path[path] = (yield from upload(path)).uri
        uris[loc] = by_path[path]
    return with_uris(input, uris)


def upload(path: Path, name: str | None = None) -> Operation[answers.UploadedFile]:
    """Send a file, unless the server holds it for this owner already."""
    digest = _sha256(path)
    try:
        known = decode((yield Call("GET", "/v1/files", {"sha256": digest})))
    except NotKnown:
        known = {}
    for found in answers.items(known.get("files")):
        return answers.read_file(answers.body(found))
    answer = yield Call("POST", "/v1/files", {"name": name or path.name}, file=path)
    return answers.read_file(decode(answer))


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise LocalFileError(f"{path} cannot be read: {error.strerror or error}") from error


def status(request_id: str) -> Operation[answers.State]:
    """Ask where a request is."""
    return answers.read_state(decode((yield Call("GET", _request_path(request_id, "/status")))))


def result(request_id: str, *, include_cost: bool = False) -> Operation[answers.Result]:
    """Ask for the result of a request, in whatever state it is."""
    query = {"include_cost": "true"} if include_cost else {}
    answer = yield Call("GET", _request_path(request_id, "/result"), query)
    return answers.read_result(decode(answer))


def outcome(request_id: str) -> Operation[answers.Result]:
    """Ask for the result of a request that ended; raises unless it succeeded."""
    found = yield from result(request_id)
    if found.status == "cancelled":
        raise RequestCancelled(request_id)
    if not found.is_success:
        raise RequestFailed(request_id, found.error_code, found.error_message)
    return found


def cancel(request_id: str) -> Operation[answers.CancelAnswer]:
    """Cancel a request."""
    raw = decode((yield Call("POST", _request_path(request_id, "/cancel"))))
    return answers.CancelAnswer(
        request_id, answers.text(raw.get("status")), raw.get("outcome") == "cancelled"
    )


def resolve(request_id: str, action: str, handle: str | None = None) -> Operation[str]:
    """Settle a request in doubt; returns its status then."""
    wish = {"action": action} | ({"handle": handle} if handle else {})
    raw = decode(
        (yield Call("POST", _request_path(request_id, "/resolve"), body=msgspec.json.encode(wish)))
    )
    return answers.text(raw.get("status"))


def events(request_id: str, after: int = 0) -> Operation[list[answers.HappenedEvent]]:
    """Ask what happened to a request after a sequence number."""
    answer = yield Call("GET", _request_path(request_id, "/events"), {"after": str(after)})
    found = answers.items(decode(answer).get("events"))
    return [answers.read_event(answers.body(event)) for event in found]


def event_stream(request_id: str | None, after: int | None) -> Call:
    """The call that follows a request, or all of the owner's, as they happen."""
    path = "/v1/events" if request_id is None else _request_path(request_id, "/events")
    query = {} if after is None else {"after": str(after)}
    return Call("GET", path, query, {"Accept": MEDIA_TYPE})


def show(request_id: str) -> Operation[Body]:
    """Ask for everything about a request."""
    return decode((yield Call("GET", _request_path(request_id))))


def models(
    search: str, category: str, *, include_schema: bool
) -> Operation[list[answers.ModelInfo]]:
    """Ask for the catalog, page by page."""
    found: list[answers.ModelInfo] = []
    query = {"limit": "100"}
    query.update({k: v for k, v in (("search", search), ("category", category)) if v})
    if include_schema:
        query["include_schema"] = "true"
    while True:
        answer = yield Call("GET", "/v1/models", {**query, "offset": str(len(found))})
        raw = decode(answer)
        page = [answers.read_model(answers.body(entry)) for entry in answers.items(raw["models"])]
        found += page
        if not page or len(found) >= (answers.number(raw.get("total"), int) or 0):
            return found


def model(model_id: str, *, normalized: bool = False) -> Operation[answers.ModelInfo]:
    """Ask for one model with its input schema."""
    query = {"schema": "normalized"} if normalized else {}
    return answers.read_model(decode((yield Call("GET", _model_path(model_id), query))))
