"""The commands that list and change things: models, requests, keys and files."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import typer

from filmgate.cli.console import note, out, print_json, print_table
from filmgate.cli.follow import new_bar, progress_bars, wait
from filmgate.cli.session import Place
from filmgate.core.errors import ConfigurationError
from filmgate.settings import Settings

Body = Mapping[str, object]


def _list(body: Body, name: str) -> list[Body]:
    found = body.get(name)
    return [cast("Body", item) for item in found] if isinstance(found, list) else []


def _when(value: object) -> str:
    return str(value)[:19].replace("T", " ") if value else ""


# --- models --------------------------------------------------------------------------------------


async def list_models(place: Place, search: str, as_json: bool) -> None:
    """List the catalog."""
    async with place.connect() as client:
        models = await client.models(search)
    if as_json:
        print_json([dict(model.raw) for model in models])
        return
    rows = [(m.id, f"${m.base_price_usd:.3f}/{m.price_unit}", m.display_name) for m in models]
    print_table(("model", "hosted price", "name"), rows, f"no model matches {search!r}")


async def show_model(place: Place, model_id: str, as_json: bool) -> None:
    """Show one model: its inputs with types, limits and defaults, and an example to paste."""
    async with place.connect() as client:
        model = await client.model(model_id, normalized=True)
    if as_json:
        print_json(dict(model.raw))
        return
    out().print(f"[bold]{model.display_name}[/]  {model.id}\n{model.description}\n")
    properties = model.input_schema.get("properties")
    fields = cast("Mapping[str, Body]", properties) if isinstance(properties, Mapping) else {}
    rows = [
        (f"{name}{' *' if name in model.required_inputs else ''}", _kind(f), f.get("description"))
        for name, f in fields.items()
    ]
    print_table(("input", "takes", "what it does"), rows, "this model takes no inputs")
    out().print(f"\n* required. Try:  filmgate generate {model.id} -i prompt='slow push in'")


def _kind(field: Body) -> str:
    parts = [str(field.get("format") or field.get("type") or "")]
    if "minimum" in field or "maximum" in field:
        parts.append(f"{field.get('minimum', '')}–{field.get('maximum', '')}")
    if isinstance(choices := field.get("enum"), Sequence):
        parts.append(" | ".join(map(str, choices)))
    default = field.get("default")
    if isinstance(default, bool | int | float):
        parts.append(f"(default {json.dumps(default)})")
    return " ".join(parts)


def check_model_files(paths: Sequence[Path]) -> None:
    """Check model files before they are added; every problem with file and place."""
    from filmgate.catalog.loader import Catalog

    for path in paths:
        folder = path if path.is_dir() else path.parent
        catalog = Catalog.load(folder)
        for problem in catalog.problems:
            note().print(f"[red]{problem.file}[/] ({problem.place}): {problem.message}")
        if catalog.problems:
            raise typer.Exit(3)
        out().print(f"{path}: fine")


def add_model(settings: Settings, model_id: str, path: Path) -> None:
    """Put a model file where the server looks for it, once it is found to be right.

    Raises
    ------
    ConfigurationError
        When the id is taken.
    """
    from filmgate.catalog.loader import Catalog

    target = settings.models_folder / f"{model_id}.json"
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder, f"{model_id}.json")
        if Path(folder) not in trial.resolve().parents:
            raise ConfigurationError(f"{model_id!r} is no model id: parts of letters joined by /")
        trial.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, trial)
        for problem in (problems := Catalog.load(Path(folder)).problems):
            note().print(f"[red]{path}[/] ({problem.place}): {problem.message}")
        if problems:
            raise typer.Exit(3)
    if target.exists():
        raise ConfigurationError(f"{model_id} was added before: remove {target} first")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    out().print(f"added {model_id} as {target}; servers read it when they start")


# --- requests ------------------------------------------------------------------------------------


async def list_requests(place: Place, filters: Mapping[str, str], as_json: bool) -> None:
    """List requests, newest first."""
    async with place.connect() as client:
        body = await client.call("GET", "/v1/requests", None, **filters)
    if as_json:
        print_json(dict(body))
        return
    rows = [
        (r["request_id"], r["status"], r["model_id"], r["engine"], _when(r["created_at"]))
        for r in _list(body, "requests")
    ]
    columns = ("request", "status", "model", "engine", "created (UTC)")
    print_table(columns, rows, "no requests yet: filmgate generate makes one")


async def show_request(place: Place, request_id: str, as_json: bool) -> None:
    """Show everything about one request."""
    async with place.connect() as client:
        body = await client.show(request_id)
    if as_json:
        print_json(dict(body))
        return
    for name in ("request_id", "model_id", "engine", "status", "attempt", "created_at",
                 "finished_at", "cost_usd", "hosted_cost_usd", "error", "output"):  # fmt: skip
        if body.get(name) not in (None, {}):
            out().print(f"{name:>16}  {body[name]}")
    fates = [(f.get("field"), f.get("kind"), f.get("why")) for f in _list(body, "fates")]
    print_table(("parameter", "fate", "why"), fates, "")
    events = [(_when(e.get("at")), e.get("type"), e.get("data")) for e in _list(body, "events")]
    print_table(("time (UTC)", "event", ""), events, "")


async def follow_request(place: Place, request_id: str) -> None:
    """Follow one request to its end."""
    async with place.connect(slots=1) as client:
        with progress_bars(is_quiet=False) as bars:
            bar = new_bar(bars, request_id)
            result = await wait(client, request_id, bars, bar, owns_it=False)
    out().print(f"{result.status} {result.error_message or result.output}")
    if not result.is_success:
        raise typer.Exit(1)


async def resolve_request(place: Place, request_id: str, action: str, handle: str | None) -> None:
    """Settle a request in doubt."""
    async with place.connect() as client:
        status = await client.resolve(request_id, action, handle)
    out().print(f"{request_id} is {status} now")


async def cancel_request(place: Place, request_id: str) -> None:
    """Cancel one request."""
    async with place.connect() as client:
        answer = await client.cancel(request_id)
    if answer.is_cancelled:
        out().print(f"cancelled {request_id}")
    else:
        note().print(f"{request_id} is {answer.status}: there is nothing to cancel")
        raise typer.Exit(1)


# --- keys ----------------------------------------------------------------------------------------


def read_caps(pairs: Sequence[str]) -> dict[str, int]:
    """Read limits like ``in_flight=2``; the server says which there are."""
    caps: dict[str, int] = {}
    for pair in pairs:
        name, _, number = pair.partition("=")
        if not (name and number.isascii() and number.isdecimal()):
            raise typer.BadParameter(f"--cap takes a name and a number: in_flight=2, got {pair!r}")
        caps[name] = int(number)
    return caps


async def create_key(place: Place, fields: Mapping[str, object], as_json: bool) -> None:
    """Create a key and show it, this once."""
    given = {name: value for name, value in fields.items() if value not in (None, [], "", {})}
    async with place.connect() as client:
        body = await client.call("POST", "/v1/keys", json.dumps(given).encode())
    if as_json:
        print_json(dict(body))
        return
    out().print(f"[bold green]{body.get('key')}[/]", soft_wrap=True)
    note().print("Keep it now: it is shown this once and stored only as a hash.")


async def list_keys(place: Place, as_json: bool) -> None:
    """List keys; their secrets are not stored."""
    async with place.connect() as client:
        body = await client.call("GET", "/v1/keys")
    if as_json:
        print_json(dict(body))
        return
    rows = [
        (k.get("key_id"), k.get("label"), " ".join(cast("list[str]", k.get("scopes") or [])),
         _when(k.get("last_used_at")) or "never", "revoked" if k.get("revoked_at") else "")
        for k in _list(body, "keys")
        if k.get("label") != "command line"
    ]  # fmt: skip
    columns = ("key", "label", "scopes", "last used (UTC)", "")
    print_table(columns, rows, "no keys yet: filmgate keys create")


async def revoke_key(place: Place, key_id: str) -> None:
    """Revoke a key; it stops working at once."""
    async with place.connect() as client:
        await client.call("DELETE", f"/v1/keys/{key_id}")
    out().print(f"revoked {key_id}")


# --- files ---------------------------------------------------------------------------------------


async def upload_files(place: Place, paths: Sequence[Path], as_json: bool) -> None:
    """Upload files; what is printed goes into any media field."""
    async with place.connect() as client:
        sent = [await client.upload(path) for path in paths]
    if as_json:
        print_json([dict(file.raw) for file in sent])
        return
    for path, file in zip(paths, sent, strict=True):
        out().print(f"{file.uri}  {path.name}")


async def list_files(place: Place, as_json: bool) -> None:
    """List uploads."""
    async with place.connect() as client:
        body = await client.call("GET", "/v1/files")
    if as_json:
        print_json(dict(body))
        return
    rows = [
        (f.get("uri"), f.get("name"), f.get("size_bytes"), _when(f.get("created_at")))
        for f in _list(body, "files")
    ]
    print_table(
        ("file", "name", "bytes", "created (UTC)"), rows, "no uploads yet: filmgate files upload"
    )


async def delete_file(place: Place, file_id: str) -> None:
    """Delete an upload that no request needs."""
    async with place.connect() as client:
        await client.call("DELETE", f"/v1/files/{file_id.removeprefix('filmgate://')}")
    out().print(f"deleted {file_id}")
