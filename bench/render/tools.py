"""Run commands and see what they cost; virtual environments for what comes from PyPI."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

Row = dict[str, Any]
MOVIEPY = ("moviepy==2.2.1",)


class BenchError(RuntimeError):
    """A command did not do what it is measured for."""


def venv_python(folder: Path, packages: tuple[str, ...]) -> str:
    """Return the interpreter of a virtual environment, creating it on first use."""
    python = folder / "bin" / "python"
    marker = folder / "bench-requirements.txt"
    if not marker.exists() or marker.read_text().split() != list(packages):
        print(f"installing {' '.join(packages)}", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
        marker.write_text("\n".join(packages) + "\n")
    return str(python)


def timed(argv: list[str], log: Path, answer: Path | None = None) -> tuple[float, float, int]:
    """Run a command; what it prints goes to `answer`, or with its errors to `log`.

    Returns
    -------
    tuple
        Wall seconds, CPU seconds of its tree, and the peak RSS of the largest process of the
        tree in MiB.
    """
    begin = time.perf_counter()
    with log.open("ab") as file, (answer or log).open("wb" if answer else "ab") as out:
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=file)
        _, code, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(code)
    if process.returncode:
        raise BenchError(f"{' '.join(argv)}\nended with {process.returncode}, see {answer or log}")
    return wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def probe(path: Path) -> Row:
    """Return frame count, size and bit rate of a video."""
    argv = ["ffprobe", "-v", "error", "-select_streams", "v:0", "-count_packets"]
    argv += ["-show_entries", "stream=nb_read_packets,width,height,r_frame_rate", "-of", "json"]
    done = subprocess.run([*argv, str(path)], capture_output=True, text=True, check=True)
    stream = json.loads(done.stdout)["streams"][0]
    frames = int(stream["nb_read_packets"])
    top, _, bottom = stream["r_frame_rate"].partition("/")
    rate = float(top) / float(bottom or 1)
    return {
        "frames": frames,
        "size": f"{stream['width']}x{stream['height']}",
        "mbit_s": round(path.stat().st_size * 8 * rate / max(1, frames) / 1e6, 1),
    }


def read_json(argv: list[str]) -> Row:
    """Run one of the small tools and return the JSON line it prints."""
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"{' '.join(argv)}\n{done.stderr.strip()}")
    return json.loads(done.stdout)
