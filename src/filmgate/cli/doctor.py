"""``filmgate doctor``: can this machine do the work, and if not, what to do."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import typer

from filmgate.cli.console import out, print_json
from filmgate.cli.session import Place
from filmgate.core.errors import FilmgateError
from filmgate.settings import Settings

_PACKAGES = ("av", "numpy", "opencv-python-headless", "pillow", "obstore", "starlette", "uvicorn")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    name: str
    ok: bool
    text: str
    fix: str = ""


async def run(place: Place, as_json: bool) -> None:
    """Look at everything, say what is wrong and how to mend it; exit 1 if anything is."""
    findings = [*_machine(place.settings), *_media(), *await _engines(place)]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        tell(findings)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def tell(findings: Iterable[Finding]) -> None:
    """Print a report for people."""
    for finding in findings:
        mark = "[green]ok  [/]" if finding.ok else "[bold red]FAIL[/]"
        out().print(f"{mark} {finding.name:<12} {finding.text}")
        if finding.fix and not finding.ok:
            out().print(f"     {'':<12} [yellow]{finding.fix}[/]")


def _machine(settings: Settings) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= (3, 11), version, "install Python 3.11 or later")
    yield Finding("packages", True, ", ".join(f"{p} {metadata.version(p)}" for p in _PACKAGES))
    folder = settings.data_dir
    nearest = next(p for p in (folder, *folder.parents) if p.exists())
    free_mb = shutil.disk_usage(nearest).free // 2**20
    yield Finding(
        "disk",
        free_mb > settings.min_free_mb,
        f"{free_mb} MiB free for {folder}",
        f"submits are refused below {settings.min_free_mb} MiB: free space, or move data_dir",
    )
    running = _running(settings)
    yield Finding("server", True, f"running at {running}" if running else "not running here")


def _running(settings: Settings) -> str | None:
    from filmgate import bootstrap

    return bootstrap.find_running(settings)


def _media() -> Iterator[Finding]:
    import av

    codecs = ("libx264", "aac", "h264")
    missing = [codec for codec in codecs if codec not in av.codecs_available]
    yield Finding(
        "codecs",
        not missing,
        f"missing: {', '.join(missing)}" if missing else ", ".join(codecs),
        "install PyAV's own wheel: pip install --force-reinstall --only-binary=:all: av",
    )
    yield _try("faces", _load_faces, "install opencv-python-headless below 5")


def _load_faces() -> str:
    import cv2

    path = Path(cv2.__file__).parent / "data" / "haarcascade_frontalface_alt2.xml"
    if cv2.CascadeClassifier(str(path)).empty():
        raise OSError(f"{path} cannot be read")
    return f"OpenCV {cv2.__version__} with its face detector"


def _try(name: str, look: Callable[[], str], fix: str) -> Finding:
    try:
        return Finding(name, True, look())
    except (OSError, ImportError, AttributeError) as error:
        return Finding(name, False, str(error), fix)


async def _engines(place: Place) -> list[Finding]:
    try:
        async with place.connect() as client:
            body = await client.call("GET", "/v1/engines")
    except FilmgateError as error:
        return [Finding("engines", False, error.message)]
    found = body.get("engines")
    lines = found if isinstance(found, list) else []
    return [
        Finding(
            f"{line.get('name')}",
            bool(line.get("ready")),
            str(line.get("reason") or line.get("summary") or "ready"),
            str(line.get("fix") or ""),
        )
        for line in lines
        if isinstance(line, dict)
    ]
