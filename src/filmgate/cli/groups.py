"""The commands that come in groups: models, requests, keys, files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from filmgate.cli.console import plain_errors
from filmgate.cli.options import AsJson, DataDir, Key, ModelId, RequestId, Server, place, run
from filmgate.settings import Settings

models = typer.Typer(no_args_is_help=True, help="The catalog: what can be asked for.")
requests = typer.Typer(no_args_is_help=True, help="Requests: list, show, follow, cancel.")
keys = typer.Typer(no_args_is_help=True, help="API keys: create, list, revoke.")
files = typer.Typer(no_args_is_help=True, help="Uploads that media fields can name.")


@models.command("list")
def models_list(
    search: Annotated[str, typer.Argument(help="Words to look for.")] = "",
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """List the models, with the price of the hosted service."""
    from filmgate.cli import manage

    with plain_errors():
        run(manage.list_models(place(server, key, data_dir), search, as_json))


@models.command("show")
def models_show(
    model_id: ModelId,
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """Show the inputs of a model."""
    from filmgate.cli import manage

    with plain_errors():
        run(manage.show_model(place(server, key, data_dir), model_id, as_json))


@models.command("add")
def models_add(
    model_id: ModelId,
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Its model file.")],
    data_dir: DataDir = None,
) -> None:
    """Check a model file and add it; servers read it when they start.

    `filmgate models add acme/skyline/image-to-video skyline.json`
    """
    from filmgate.cli import manage

    with plain_errors():
        manage.add_model(Settings.load(data_dir=data_dir), model_id, path)


@models.command("check")
def models_check(
    paths: Annotated[list[Path], typer.Argument(exists=True, help="Model files or folders.")],
) -> None:
    """Check model files before you add them: every problem with file and place."""
    from filmgate.cli import manage

    with plain_errors():
        manage.check_model_files(paths)


@requests.command("list")
def requests_list(
    model: Annotated[str, typer.Option(help="Only of this model.")] = "",
    status: Annotated[str, typer.Option(help="Only with this status.")] = "",
    text: Annotated[str, typer.Option(help="Only with these words in the prompt.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=500)] = 50,
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """List requests, newest first."""
    from filmgate.cli import manage

    given = {"model": model, "status": status, "text": text, "limit": str(limit)}
    filters = {name: value for name, value in given.items() if value}
    with plain_errors():
        run(manage.list_requests(place(server, key, data_dir), filters, as_json))


@requests.command("show")
def requests_show(
    request_id: RequestId,
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """Show one request: plan, fates, events."""
    from filmgate.cli import manage

    with plain_errors():
        run(manage.show_request(place(server, key, data_dir), request_id, as_json))


@requests.command("follow")
def requests_follow(
    request_id: RequestId, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """Follow one request to its end with a progress bar."""
    from filmgate.cli import manage

    with plain_errors():
        run(manage.follow_request(place(server, key, data_dir), request_id))


@requests.command("cancel")
def requests_cancel(
    request_id: RequestId, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """Cancel one request."""
    from filmgate.cli import manage

    with plain_errors():
        run(manage.cancel_request(place(server, key, data_dir), request_id))


@requests.command("resolve")
def requests_resolve(
    request_id: RequestId,
    action: Annotated[str, typer.Argument(help="retry (may cost twice), attach or fail.")],
    handle: Annotated[str | None, typer.Option(help="The service's id, for attach.")] = None,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """Settle a request in doubt: a paid service may have accepted it, but its answer is lost.

    `filmgate requests resolve req_01m7… attach --handle task-42`
    """
    from filmgate.cli import manage

    with plain_errors():
        run(manage.resolve_request(place(server, key, data_dir), request_id, action, handle))


@keys.command("create")
def keys_create(
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
    scope: Annotated[list[str] | None, typer.Option(help="read, write or admin; repeat.")] = None,
    engine: Annotated[list[str] | None, typer.Option(help="Engines it may use; repeat.")] = None,
    cap: Annotated[list[str] | None, typer.Option(help="Such as in_flight=2; repeat.")] = None,
    expires: Annotated[str | None, typer.Option(help="When it ends, such as 2027-01-31.")] = None,
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """Create a key and show it, this once.

    filmgate keys create --label laptop --scope read --scope write --cap rate_per_minute=30
    """
    from filmgate.cli import manage

    with plain_errors():
        fields = {
            "label": label, "scopes": scope, "engines": engine, "expires_at": expires,
            "caps": manage.read_caps(cap or ()),
        }  # fmt: skip
        run(manage.create_key(place(server, key, data_dir), fields, as_json))


@keys.command("list")
def keys_list(
    as_json: AsJson = False, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """List keys; their secrets are not stored."""
    from filmgate.cli import manage

    with plain_errors():
        run(manage.list_keys(place(server, key, data_dir), as_json))


@keys.command("revoke")
def keys_revoke(
    key_id: str, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """Revoke a key; it stops working at once."""
    from filmgate.cli import manage

    with plain_errors():
        run(manage.revoke_key(place(server, key, data_dir), key_id))


@files.command("upload")
def files_upload(
    paths: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)],
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """Upload images or videos; prints what to put into a media field."""
    from filmgate.cli import manage

    with plain_errors():
        run(manage.upload_files(place(server, key, data_dir), paths, as_json))


@files.command("list")
def files_list(
    as_json: AsJson = False, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """List uploads."""
    from filmgate.cli import manage

    with plain_errors():
        run(manage.list_files(place(server, key, data_dir), as_json))


@files.command("delete")
def files_delete(
    file_id: str, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """Delete an upload that no request needs."""
    from filmgate.cli import manage

    with plain_errors():
        run(manage.delete_file(place(server, key, data_dir), file_id))
