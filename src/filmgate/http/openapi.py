"""The OpenAPI 3.1 description of this server, made from its routes and its catalog."""

from __future__ import annotations

import hashlib
import inspect
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from filmgate.catalog.options import OPTIONS_SCHEMA
from filmgate.catalog.schema import RESERVED
from filmgate.http.apidoc import DOCS, EXAMPLES, Parameter, RouteDoc
from filmgate.http.apischemas import SCHEMAS, TEXT, Schema, many, obj, ref
from filmgate.http.errors import ERRORS, INTERNAL, PLAIN, ErrorKind, error_body
from filmgate.http.ranges import matches_etag
from filmgate.http.reply import Reply
from filmgate.http.webschemas import WEB_SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from filmgate.core.account import Scope
    from filmgate.core.json import Json
    from filmgate.core.model import Model
    from filmgate.http.call import Call

_ABOUT: Final = (
    "Submit an input to a model, follow the request, fetch the clip. Every error has the same "
    "body; a 422 lists everything that is wrong at once."
)
#: any input; the paths of the models have their own
_ANY_INPUT: Final[Schema] = {"type": "object"}
_ALWAYS: Final = (400, 500)
_WITH_KEY: Final = (401, 403)


class DocumentedRoute(Protocol):
    """What the description needs to know of a route."""

    @property
    def method(self) -> str:
        """Upper case."""

    @property
    def path(self) -> str:
        """With parameters in braces."""

    @property
    def handler(self) -> Callable[..., object]:
        """Its docstring becomes the summary."""

    @property
    def needs(self) -> Scope | None:
        """The scope of the key."""


class Description:
    """The description, encoded once for each state of the catalog."""

    def __init__(self, routes: Sequence[DocumentedRoute], version: str) -> None:
        self._routes = routes
        self._version = version
        self._made_of: tuple[Model, ...] = ()
        self._body = b""
        self._etag = ""

    def encoded(self, models: Mapping[str, Model]) -> tuple[bytes, str]:
        """The description as JSON, and its ETag."""
        current = tuple(models.values())
        if not self._body or current != self._made_of:
            document = describe(self._routes, current, self._version)
            self._body = msgspec.json.encode(document)
            self._etag = f'"{hashlib.sha256(self._body).hexdigest()[:32]}"'
            self._made_of = current
        return self._body, self._etag


async def serve(call: Call) -> Reply:
    """Describe this API in OpenAPI 3.1, every model's input included."""
    description: Description = call.scope["app"].state.description
    body, etag = description.encoded(call.services.catalog.models)
    headers = (
        (b"content-type", b"application/json"),
        (b"etag", etag.encode()),
        (b"cache-control", b"no-cache"),
        (b"access-control-allow-origin", b"*"),
    )
    if matches_etag(call.header("if-none-match"), etag):
        return Reply(b"", 304, headers[1:])
    return Reply(body, 200, headers)


def describe(
    routes: Sequence[DocumentedRoute], models: Sequence[Model], version: str
) -> dict[str, Json]:
    """Make the whole description."""
    paths: dict[str, dict[str, Json]] = {}
    for route in routes:
        path = plain_path(route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, path, models)
        if route.path == "/v1/models/{model_id:path}":
            for model in models:
                own = paths.setdefault(f"/v1/models/{model.id}", {})
                own[route.method.lower()] = _model_operation(route, model)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "filmgate",
            "version": version,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {**SCHEMAS, **WEB_SCHEMAS},
            "responses": {f"Error{kind.status}": _error_response(kind) for kind in _kinds()},
        },
    }


def plain_path(path: str) -> str:
    """A path as OpenAPI writes it: without Starlette's converters."""
    return path.replace(":path}", "}")


def _operation(route: DocumentedRoute, path: str, models: Sequence[Model]) -> dict[str, Json]:
    doc = DOCS[f"{route.method} {path}"]
    named = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    places = [_path_parameter(name, models) for name in named]
    operation: dict[str, Json] = {
        "operationId": f"{route.handler.__module__.rpartition('.')[2]}_{route.handler.__name__}",
        "summary": _summary(route.handler),
        "tags": [doc.tag],
        "parameters": places + [_parameter(parameter) for parameter in doc.parameters],
    }
    if doc.takes:
        operation["requestBody"] = _request_body(doc.takes, _ANY_INPUT, {})
    operation["responses"] = _responses(doc, has_key=route.needs is not None)
    if route.needs is None:
        operation["security"] = []
    return operation


def _model_operation(route: DocumentedRoute, model: Model) -> dict[str, Json]:
    """A route of the models, for one of them: its own path, body and example."""
    doc = DOCS[f"{route.method} {plain_path(route.path)}"]
    is_submit = bool(doc.takes)
    operation: dict[str, Json] = {
        "operationId": f"{'submit' if is_submit else 'show'}_{model.id}",
        "summary": f"{'Submit to' if is_submit else 'Describe'} {model.display_name}",
        "description": model.description,
        "tags": list(model.categories),
        "parameters": [_parameter(parameter) for parameter in doc.parameters],
    }
    if is_submit:
        operation["requestBody"] = _request_body("Input", _with_options(model), model.example)
    operation["responses"] = _responses(doc, has_key=route.needs is not None)
    return operation


def _with_options(model: Model) -> Schema:
    """A model's schema, and the object of our own options that every model takes."""
    schema = dict(model.normalized_schema)
    properties = schema.get("properties")
    known = dict(properties) if isinstance(properties, dict) else {}
    return {**schema, "properties": {**known, RESERVED: dict(OPTIONS_SCHEMA)}}


def _summary(handler: Callable[..., object]) -> str:
    return (inspect.getdoc(handler) or "").split("\n\n", 1)[0].replace("\n", " ").replace("``", "`")


def _path_parameter(name: str, models: Sequence[Model]) -> Schema:
    parameter: Schema = {"name": name, "in": "path", "required": True, "schema": TEXT}
    if name != "model_id":
        return parameter
    ids = {"type": "string", "enum": [model.id for model in models]}
    return {**parameter, "description": "the id; its slashes are part of it", "schema": ids}


def _parameter(parameter: Parameter) -> Schema:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": False,
        "description": parameter.says,
        "schema": parameter.schema,
    }


def _request_body(takes: str, input_schema: Schema, example: Mapping[str, Json]) -> Schema:
    if takes == "Upload":
        form: Schema = {
            "type": "object",
            "properties": {
                "file": {"type": "string", "contentMediaType": "application/octet-stream"}
            },
            "required": ["file"],
        }
        raw: Schema = {"schema": {"type": "string", "contentMediaType": "image/png"}}
        content = {"multipart/form-data": {"schema": form}, "image/*": raw, "video/*": raw}
        return {"required": True, "content": content}
    body: Schema = {"schema": input_schema if takes == "Input" else ref(takes)}
    if example:
        body["example"] = dict(example)
    return {"required": True, "content": {"application/json": body}}


def _responses(doc: RouteDoc, *, has_key: bool) -> dict[str, Json]:
    success: Schema = {"description": HTTPStatus(doc.status).phrase}
    if doc.gives:
        success["content"] = {doc.media_type: _answer(doc)}
    elif doc.media_type:
        success["content"] = {kind: {"schema": TEXT} for kind in doc.media_type.split(",")}
    if doc.streams:
        success["content"] = {
            doc.media_type: _answer(doc),
            "text/event-stream": {"schema": TEXT},
        }
    responses: dict[str, Json] = {str(doc.status): success}
    if doc.status == HTTPStatus.CREATED and doc.takes == "Upload":
        responses["200"] = {**success, "description": "you had sent this file before"}
    if doc.gives == "Ready":
        responses["503"] = {**success, "description": "not ready"}
    if doc.gives == "" and doc.tag == "files":
        responses["206"] = {**success, "description": "the range that was asked for"}
        responses["304"] = {"description": "you have this file"}
    for status in sorted({*doc.errors, *_ALWAYS, *(_WITH_KEY if has_key else ())}):
        responses[str(status)] = {"$ref": f"#/components/responses/Error{status}"}
    return responses


#: what ``dry_run=report`` answers for an input with errors
_REPORT: Final = obj(
    {
        "valid": {"const": False},
        "detail": many(ref("Problem")),
        "warnings": many(ref("Problem")),
    }
)


def _answer(doc: RouteDoc) -> Schema:
    if doc.takes == "Input":
        return {
            "schema": {"anyOf": [ref("Submitted"), ref("Prediction"), _REPORT]},
            "example": EXAMPLES["Submitted"],
        }
    answer: Schema = {"schema": ref(doc.gives)}
    if doc.gives in EXAMPLES:
        answer["example"] = EXAMPLES[doc.gives]
    return answer


def _kinds() -> list[ErrorKind]:
    by_status = {kind.status: kind for kind in (*PLAIN.values(), *ERRORS.values(), INTERNAL)}
    return [by_status[status] for status in sorted(by_status)]


def _error_response(kind: ErrorKind) -> Schema:
    example = error_body(kind, [])
    response: Schema = {
        "description": f"{kind.code} {kind.name}: {kind.when}",
        "content": {"application/json": {"schema": ref("Error"), "example": example}},
    }
    if kind.status == HTTPStatus.TOO_MANY_REQUESTS:
        seconds = {"description": "seconds to wait", "schema": {"type": "integer", "minimum": 1}}
        response["headers"] = {"Retry-After": seconds}
    return response
