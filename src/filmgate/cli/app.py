"""Every command, its options and its help. The work is done by the modules beside this one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from filmgate.cli.cluster import Config, DataDir, migrate, worker
from filmgate.cli.console import EXIT_CODES, out, plain_errors
from filmgate.cli.session import Place
from filmgate.settings import Settings

_EXITS = "  \n".join(f"`{code:>3}` {text}" for code, text in EXIT_CODES.items())
app = typer.Typer(
    name="filmgate",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    epilog=f"Exit codes:  \n{_EXITS}",
)
models = typer.Typer(no_args_is_help=True, help="The catalog: what can be asked for.")
requests = typer.Typer(no_args_is_help=True, help="Requests: list, show, follow, cancel.")
keys = typer.Typer(no_args_is_help=True, help="API keys: create, list, revoke.")
files = typer.Typer(no_args_is_help=True, help="Uploads that media fields can name.")
for name, group in (("models", models), ("requests", requests), ("keys", keys), ("files", files)):
    app.add_typer(group, name=name)

Server = Annotated[
    str | None,
    typer.Option(help="URL of a server. Default: the one running here, else this process.",
                 envvar="FILMGATE_URL"),
]  # fmt: skip
Key = Annotated[str | None, typer.Option(help="API key for --server.", envvar="FILMGATE_KEY")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
ModelId = Annotated[str, typer.Argument(help="Such as kling/kling-3.0/pro/text-to-video.")]
RequestId = Annotated[str, typer.Argument(help="Such as req_01m7…")]


def _place(server: str | None, key: str | None, data_dir: Path | None) -> Place:
    return Place(server, key, Settings.load(data_dir=data_dir))


def _run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Self-hosted model API server for video generation.

    Speaks the RunComfy Model API. The built-in engine *previz* renders every request here, with no
    GPU, no weights and no account: classical image processing, painted scenes, synthesised sound.

    Try `filmgate demo`, then `filmgate serve`.
    """
    if version:
        from filmgate import __version__

        out().print(__version__)
        raise typer.Exit


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 picks a free one.")] = None,
    data_dir: DataDir = None,
    slots: Annotated[int | None, typer.Option(help="Renders at once; 0: API only.")] = None,
    api_key: Annotated[str | None, typer.Option(help="Use exactly this as admin key.")] = None,
    no_auth: Annotated[bool, typer.Option("--no-auth", help="No keys; loopback only.")] = False,
    config: Config = None,
) -> None:
    """Serve the API and render, in one process.

    The first time, an admin key is made and shown once.

    `filmgate serve --port 8000`

    `curl -H "Authorization: Bearer $KEY" http://127.0.0.1:8000/v1/models`
    """
    from filmgate.cli import serve as command

    with plain_errors():
        settings = Settings.load(
            config, host=host, port=port, data_dir=data_dir, slots=slots, no_auth=no_auth or None
        )
        command.run(settings, api_key)


app.command()(worker)
app.command()(migrate)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--out", "-o", help="Folder for clips and sheet.")] = Path(
        "demo"
    ),
    scale: Annotated[float, typer.Option(min=0.05, max=1.0, help="Below 1 renders smaller.")] = 1.0,
    only: Annotated[list[str] | None, typer.Option(help="Words of model ids.")] = None,
) -> None:
    """Render five example requests through a real HTTP server and check every clip.

    Writes MP4 files, contact-sheet.png and a table. Leaves with 0 only if every clip passes.

    `filmgate demo`

    `filmgate demo --scale 0.25 --only text-to-video`
    """
    from filmgate.cli import demo as command

    with plain_errors():
        folder.mkdir(parents=True, exist_ok=True)
        _run(command.run(folder, scale, command.known_models(only or [])))


@app.command()
def generate(
    model_id: ModelId,
    pairs: Annotated[
        list[str] | None,
        typer.Option("--in", "-i", help="key=value, or key=@file (media are uploaded)."),
    ] = None,
    source: Annotated[str | None, typer.Option("--input", help="JSON, @file, - (stdin).")] = None,
    target: Annotated[Path | None, typer.Option("--out", "-o", help="Where the clip goes.")] = None,
    engine: Annotated[str | None, typer.Option(help="Such as previz.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and predict only.")] = False,
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """Render one clip and save it.

    `filmgate generate kling/kling-3.0/pro/text-to-video -i prompt="a lake, slow pan" -o lake.mp4`

    `filmgate generate kling/kling-3.0/pro/image-to-video -i start_image_url=@me.jpg -i prompt=hi`

    `filmgate generate kling/kling-video-o1/image-to-video --input @body.json --dry-run`

    Ctrl+C cancels the request. With --json, `seconds` holds the time of each stage: prepare,
    render (with encoding), verify.
    """
    from filmgate.cli import generate as command

    wish = command.Wish(model_id, pairs or [], source, target, engine, dry_run, as_json)
    with plain_errors():
        _run(command.run(_place(server, key, data_dir), wish))


@app.command()
def storyboard(
    model_id: ModelId,
    pairs: Annotated[list[str] | None, typer.Option("--in", "-i", help="key=value.")] = None,
    source: Annotated[str | None, typer.Option("--input", help="JSON, @file, - (stdin).")] = None,
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """Show what a prompt is understood as, shot by shot, without rendering it.

    `filmgate storyboard kling/kling-3.0/pro/text-to-video -i prompt="wide shot, then push in"`
    """
    from filmgate.cli import storyboard as command

    question = command.Question(model_id, pairs or [], source, as_json)
    with plain_errors():
        _run(command.run(_place(server, key, data_dir), question))


@app.command()
def doctor(
    as_json: AsJson = False, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """Look whether this machine can do the work, and say what to do if not."""
    from filmgate.cli import doctor as command

    with plain_errors():
        _run(command.run(_place(server, key, data_dir), as_json))


@app.command()
def upload(
    paths: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)],
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """Upload files (the same as `filmgate files upload`)."""
    files_upload(paths, as_json, server, key, data_dir)


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
        _run(manage.list_models(_place(server, key, data_dir), search, as_json))


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
        _run(manage.show_model(_place(server, key, data_dir), model_id, as_json))


@models.command("check")
def models_check(
    paths: Annotated[list[Path], typer.Argument(exists=True, help="Model files or folders.")],
) -> None:
    """Check model files before you add them: every problem with file and place."""
    from filmgate.cli import manage

    with plain_errors():
        manage.check_model_files(paths)


@app.command()
def listen(
    url: Annotated[str, typer.Argument(help="Such as http://127.0.0.1:3000/hook.")],
    after: Annotated[int | None, typer.Option(help="Begin after this number.")] = None,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """Forward the ends of requests to a local address, as a webhook would.

    filmgate listen http://127.0.0.1:3000/hook
    """
    from filmgate.cli.listen import listen as follow

    with plain_errors():
        _run(follow(_place(server, key, data_dir), url, after))


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
        _run(manage.list_requests(_place(server, key, data_dir), filters, as_json))


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
        _run(manage.show_request(_place(server, key, data_dir), request_id, as_json))


@requests.command("follow")
def requests_follow(
    request_id: RequestId, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """Follow one request to its end with a progress bar."""
    from filmgate.cli import manage

    with plain_errors():
        _run(manage.follow_request(_place(server, key, data_dir), request_id))


@requests.command("cancel")
def requests_cancel(
    request_id: RequestId, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """Cancel one request."""
    from filmgate.cli import manage

    with plain_errors():
        _run(manage.cancel_request(_place(server, key, data_dir), request_id))


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
        _run(manage.create_key(_place(server, key, data_dir), fields, as_json))


@keys.command("list")
def keys_list(
    as_json: AsJson = False, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """List keys; their secrets are not stored."""
    from filmgate.cli import manage

    with plain_errors():
        _run(manage.list_keys(_place(server, key, data_dir), as_json))


@keys.command("revoke")
def keys_revoke(
    key_id: str, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """Revoke a key; it stops working at once."""
    from filmgate.cli import manage

    with plain_errors():
        _run(manage.revoke_key(_place(server, key, data_dir), key_id))


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
        _run(manage.upload_files(_place(server, key, data_dir), paths, as_json))


@files.command("list")
def files_list(
    as_json: AsJson = False, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """List uploads."""
    from filmgate.cli import manage

    with plain_errors():
        _run(manage.list_files(_place(server, key, data_dir), as_json))


@files.command("delete")
def files_delete(
    file_id: str, server: Server = None, key: Key = None, data_dir: DataDir = None
) -> None:
    """Delete an upload that no request needs."""
    from filmgate.cli import manage

    with plain_errors():
        _run(manage.delete_file(_place(server, key, data_dir), file_id))
