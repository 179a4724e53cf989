"""``filmgate demo``: five real clips through a real HTTP server, each checked against its plan."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from filmgate.cli.console import note, out, print_table
from filmgate.cli.examples import EXAMPLES, example_input
from filmgate.cli.follow import new_bar, progress_bars, wait
from filmgate.cli.sheet import Strip, draw_sheet
from filmgate.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress

    from filmgate.client import AsyncClient


@dataclass(frozen=True, slots=True)
class Clip:
    """What became of one example."""

    model_id: str
    status: str
    seconds: float
    video: Path | None = None
    plan: Mapping[str, object] | None = None
    failed: Sequence[str] = ()
    hosted_usd: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether there is a clip, and it passed every check."""
        return self.video is not None and not self.failed


async def run(folder: Path, scale: float, models: Sequence[str]) -> None:
    """Render the examples into a folder; leave with 1 unless every clip passes its checks."""
    started = time.monotonic()
    async with _real_server() as client:
        with progress_bars(is_quiet=False) as bars:
            jobs = [_one(client, model_id, folder, scale, bars) for model_id in models]
            clips = await asyncio.gather(*jobs)
    good = [clip for clip in clips if clip.video]
    sheet = folder / "contact-sheet.png"
    if good:
        draw_sheet([_strip(clip) for clip in good], sheet)
    _summary(clips)
    out().print(
        f"\n{sum(clip.is_good for clip in clips)} of {len(clips)} clips pass their checks "
        f"({time.monotonic() - started:.0f} s). Look at {sheet}"
    )
    if not all(clip.is_good for clip in clips):
        raise typer.Exit(1)


@asynccontextmanager
async def _real_server() -> AsyncIterator[AsyncClient]:
    """Serve on a free port of the loopback address, with data of its own, and call it by HTTP."""
    from filmgate import bootstrap
    from filmgate.cli.serve import listen, serve, web_server
    from filmgate.client import AsyncClient

    with tempfile.TemporaryDirectory(prefix="filmgate-demo-") as data:
        listener = listen("127.0.0.1", 0)
        port = listener.getsockname()[1]
        settings = Settings(data_dir=Path(data), port=port)
        server = bootstrap.build(settings)
        ready = asyncio.Event()
        web = web_server(server.app, 0.0, ready.set)
        serving = asyncio.create_task(serve(server, web, listener))
        serving.add_done_callback(lambda _: ready.set())
        try:
            await ready.wait()
            async with AsyncClient(f"http://127.0.0.1:{port}", server.first_key) as client:
                note().print(f"[dim]serving on http://127.0.0.1:{port}, five models[/]")
                yield client
        finally:
            web.should_exit = True
            await serving


async def _one(
    client: AsyncClient, model_id: str, folder: Path, scale: float, bars: Progress
) -> Clip:
    bar = new_bar(bars, model_id)
    given = example_input(model_id)
    if scale < 1:
        given["filmgate"] = {"scale": scale}
    submitted = await client.submit(model_id, given)
    result = await wait(client, submitted.request_id, bars, bar)
    detail = await client.show(submitted.request_id)
    report = cast("Mapping[str, object]", detail.get("report") or {})
    timings = cast("Mapping[str, float]", report.get("timings_s") or {})
    seconds = sum(timings.get(stage, 0.0) for stage in ("prepare", "render", "verify"))
    if not result.is_success:
        note().print(f"[red]{model_id}[/] {result.error_code}: {result.error_message}")
        return Clip(model_id, result.status, seconds)
    target = folder / f"{model_id.replace('/', '-')}.mp4"
    video = await client.download(result, target)
    plan = cast("Mapping[str, object]", detail["plan"])
    failed = await asyncio.to_thread(_check_again, video, plan)
    hosted = detail.get("hosted_cost_usd")
    price = float(hosted) if isinstance(hosted, int | float) else 0.0
    return Clip(model_id, result.status, seconds, video, plan, failed, price)


def _check_again(video: Path, plan: Mapping[str, object]) -> list[str]:
    """Verify the file that was downloaded; the end frames were checked beside their pictures."""
    import msgspec

    from filmgate.core.plan import Plan
    from filmgate.media.verify import verify

    typed = msgspec.convert({**plan, "end_frames": []}, Plan)
    checks = verify(video, typed, {})
    return [f"{c.name}: {c.actual}, not {c.expected}" for c in checks if not c.passed]


def _facts(clip: Clip) -> str:
    plan = clip.plan or {}
    sound = "AAC stereo" if plan.get("has_audio") else "silent"
    shots = cast("Sequence[object]", plan.get("shots") or ())
    many = f", {len(shots)} shots" if len(shots) > 1 else ""
    return f"{plan.get('width')}x{plan.get('height')}, {plan.get('frames')} frames{many}, {sound}"


def _strip(clip: Clip) -> Strip:
    assert clip.video is not None
    return Strip(clip.video, clip.model_id, _facts(clip))


def _summary(clips: Sequence[Clip]) -> None:
    rows = []
    for clip in clips:
        plan = clip.plan or {}
        wrong = "; ".join(clip.failed) or clip.status
        rows.append(
            (
                clip.model_id,
                f"{plan.get('width')}x{plan.get('height')}",
                plan.get("frames"),
                len(cast("Sequence[object]", plan.get("shots") or ())),
                "yes" if plan.get("has_audio") else "no",
                f"{clip.seconds:.1f}",
                f"{clip.video.stat().st_size / 2**20:.1f}" if clip.video else "",
                f"${clip.hosted_usd:.2f}",
                "[green]pass[/]" if clip.is_good else f"[red]{wrong}[/]",
            )
        )
    columns = ("model", "size", "frames", "shots", "sound", "seconds", "MiB", "hosted", "checks")
    print_table(columns, rows, "nothing was rendered")


def known_models(names: Sequence[str]) -> list[str]:
    """Pick the examples whose model id contains one of the words; all of them for none."""
    return [m for m in EXAMPLES if not names or any(name in m for name in names)]
