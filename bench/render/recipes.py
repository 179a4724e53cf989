"""The same slow push-in of the same still, as the tools people use would make it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from tools import MOVIEPY, venv_python

HERE = Path(__file__).resolve().parent
FPS = 24
PEERS = ("zoompan", "zoompan-8000", "moviepy", "minterpolate")
#: filmgate's clips: what is asked for, by name
PRO, PRO4K = "kling/kling-3.0/pro/image-to-video", "kling/kling-3.0/4k/image-to-video"
STARTEND = "kling/kling-video-o1/image-to-video"
TEXT = "kling/kling-3.0/pro/text-to-video"
REFERENCES = "kling/kling-video-o3/standard/reference-to-video"
PUSH = "slow push in"
THREE_SHOTS = (
    "A lighthouse on a cliff by the sea at dawn, slow push in. "
    "Cut to a street in the rain at night, slow pan right. "
    "Cut to mountains above a lake at sunset, slow pull back."
)
REFERENCE_PROMPT = "Figure 1 stands by a lake, slow push in, then Figure 2 at sunset"


@dataclass(frozen=True)
class Pictures:
    """The test pictures, painted by still.py."""

    still: Path
    end: Path
    chart: Path


@dataclass(frozen=True)
class Job:
    """A command, the file it writes and, for filmgate, the file with its answer."""

    argv: list[str]
    out: Path
    answer: Path | None = None


class Recipes:
    """Commands for one size and one set of encoder settings."""

    def __init__(self, args: argparse.Namespace, work: Path, size: tuple[int, int]) -> None:
        self.args = args
        self.work = work
        self.width, self.height = size

    def frames(self, seconds: float) -> int:
        """Return how many frames filmgate delivers, so all others too."""
        return round(seconds * FPS) + 1

    def x264(self, crf: int) -> list[str]:
        """Return the encoder part of an ffmpeg command."""
        a = self.args
        argv = ["-c:v", "libx264", "-preset", a.preset, "-crf", str(crf)]
        if a.x264_params:
            argv += ["-x264-params", a.x264_params]
        return [*argv, "-threads", str(a.threads), "-pix_fmt", "yuv420p", "-r", str(FPS)]

    def peer(self, name: str, still: Path, end: Path, seconds: float, zoom: float) -> Job:
        """Return the command of one of the others."""
        out = self.work / f"{name}-{self.width}.mp4"
        if name == "moviepy":
            return Job(self._moviepy(still, out, seconds, zoom), out)
        if name == "minterpolate":
            return Job(self._minterpolate(still, end, out), out)
        return Job(self._zoompan(name, still, out, seconds, zoom), out)

    def _zoompan(self, name: str, still: Path, out: Path, seconds: float, zoom: float) -> list[str]:
        frames = self.frames(seconds)
        pan = (
            f"zoompan=z='1+{zoom}*on/{frames}':x='iw/2-(iw/zoom/2)':y='ih/2-(ih/zoom/2)'"
            f":d={frames}:s={self.width}x{self.height}:fps={FPS}"
        )
        filters = pan if name == "zoompan" else f"scale=8000:-1,{pan}"
        argv = ["ffmpeg", "-y", "-v", "error", "-i", str(still), "-vf", filters]
        return [*argv, "-frames:v", str(frames), *self.x264(self.args.crf), str(out)]

    def _minterpolate(self, still: Path, end: Path, out: Path) -> list[str]:
        fit = f"scale={self.width}:{self.height},format=yuv420p"
        graph = (
            f"[0]{fit}[a];[1]{fit}[b];[a][b]concat,minterpolate=fps={FPS}:mi_mode=mci"
            ":mc_mode=aobmc:me_mode=bidir:vsbmc=1:scd=none"
        )
        inputs = ["-loop", "1", "-framerate", "1", "-t", "2"]
        argv = ["ffmpeg", "-y", "-v", "error", *inputs, "-i", str(still), *inputs, "-i", str(end)]
        argv += ["-filter_complex", graph, "-frames:v", str(self.args.minterpolate_frames)]
        return [*argv, *self.x264(self.args.crf), str(out)]

    def _moviepy(self, still: Path, out: Path, seconds: float, zoom: float) -> list[str]:
        a = self.args
        python = venv_python(self.work / "venv-moviepy", MOVIEPY)
        argv = [python, str(HERE / "moviepy_zoom.py"), str(still), str(out)]
        argv += ["--width", str(self.width), "--height", str(self.height)]
        argv += ["--seconds", str(self.frames(seconds) / FPS), "--zoom", str(zoom)]
        argv += ["--preset", a.preset, "--crf", str(a.crf), "--threads", str(a.threads)]
        return [*argv, "--x264-params", a.x264_params]

    # --- filmgate --------------------------------------------------------------------------------

    def photo(self, name: str, still: Path, seconds: float) -> Job:
        """Return filmgate's push-in of a still, at this size."""
        model = PRO4K if self.height > 1080 else PRO
        given = {"start_image_url": f"@{still}", "prompt": PUSH, "generate_audio": "false"}
        return self.filmgate(name, model, given, seconds)

    def others(self, pictures: Pictures, seconds: float) -> dict[str, Job]:
        """Return filmgate's other kinds of clips, each at the size its model delivers."""
        ends = {"start_image_url": f"@{pictures.still}", "end_image_url": f"@{pictures.end}"}
        given = {
            "start-end": (STARTEND, ends | {"prompt": PUSH}, 5),
            "text-3-shots": (TEXT, {"prompt": THREE_SHOTS, "sound": "false"}, 9),
            "references": (REFERENCES, {"prompt": REFERENCE_PROMPT}, seconds),
        }
        return {name: self.filmgate(name, *wish) for name, wish in given.items()}

    def filmgate(self, name: str, model: str, given: dict[str, str], seconds: float) -> Job:
        """Return a `filmgate generate` of this environment."""
        out = self.work / f"filmgate-{name}-{self.width}.mp4"
        argv = [str(Path(sys.executable).with_name("filmgate")), "generate", model]
        argv += ["--engine", "previz", "-i", f"duration={seconds:g}"]
        for key, value in given.items():
            argv += ["-i", f"{key}={value}"]
        argv += ["--data-dir", str(self.work / "data-render"), "-o", str(out), "--json"]
        return Job(argv, out, out.with_suffix(".json"))
