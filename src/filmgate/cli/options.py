"""Options that many commands share, and what they mean."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated, Any

import typer

from filmgate.cli.session import Place
from filmgate.settings import Settings

DataDir = Annotated[Path | None, typer.Option(help="Where requests and files are kept.")]
Config = Annotated[Path | None, typer.Option(help="A filmgate.toml.")]
Server = Annotated[
    str | None,
    typer.Option(help="URL of a server. Default: the one running here, else this process.",
                 envvar="FILMGATE_URL"),
]  # fmt: skip
Key = Annotated[str | None, typer.Option(help="API key for --server.", envvar="FILMGATE_KEY")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
ModelId = Annotated[str, typer.Argument(help="Such as kling/kling-3.0/pro/text-to-video.")]
RequestId = Annotated[str, typer.Argument(help="Such as req_01m7…")]


def place(server: str | None, key: str | None, data_dir: Path | None) -> Place:
    """Where a command works."""
    return Place(server, key, Settings.load(data_dir=data_dir))


def run(work: Coroutine[Any, Any, None]) -> None:
    """Do a command's work to its end."""
    asyncio.run(work)
