"""Every command, its options and its help. The work is done by the modules beside this one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from filmgate.cli.cluster import migrate, worker
from filmgate.cli.console import EXIT_CODES, out, plain_errors
from filmgate.cli.groups import files, files_upload, keys, models, requests
from filmgate.cli.options import AsJson, Config, DataDir, Key, ModelId, Server, place, run
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
for name, group in (("models", models), ("requests", requests), ("keys", keys), ("files", files)):
    app.add_typer(group, name=name)


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
        run(command.run(folder, scale, command.known_models(only or [])))


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
        run(command.run(place(server, key, data_dir), wish))


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
        run(command.run(place(server, key, data_dir), question))


@app.command()
def doctor(
    storage: Annotated[
        bool, typer.Option("--storage", help="Compare the rows with the stored files instead.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="With --storage: remove files that no row knows.")
    ] = False,
    as_json: AsJson = False,
    server: Server = None,
    key: Key = None,
    data_dir: DataDir = None,
) -> None:
    """Look whether this machine can do the work, and say what to do if not.

    With --storage: how many files there are, which no row knows, which are missing. It reads the
    database and the store of the settings, also while servers run.
    """
    from filmgate.cli import doctor as command
    from filmgate.cli import storage as stored

    with plain_errors():
        here = place(server, key, data_dir)
        if storage:
            run(stored.run(here.settings, fix=fix, as_json=as_json))
        else:
            run(command.run(here, as_json))


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
        run(follow(place(server, key, data_dir), url, after))
