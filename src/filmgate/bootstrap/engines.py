"""The engines of a server, and of its render processes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from filmgate.settings import Settings

if TYPE_CHECKING:
    from filmgate.core.json import Json
    from filmgate.core.ports import Engine, LocalEngine
    from filmgate.engines.registry import Registry


def make_engines(settings: Settings) -> Registry:
    """The engines of this server: ours, then those of installed packages."""
    from filmgate.engines.registry import Registry

    registry = Registry(settings.routes)
    registry.register("previz", _previz)
    if settings.test_models:
        registry.register("scripted", _scripted)
        registry.register("scripted-paid", _scripted_paid)
    registry.register_installed()
    registry.check_routes()
    return registry


def _previz() -> Engine:
    from filmgate.engines.previz.engine import PrevizEngine

    return PrevizEngine()


def _scripted() -> Engine:
    from filmgate.engines.scripted import ScriptedEngine

    return ScriptedEngine()


def _scripted_paid() -> Engine:
    from filmgate.engines.scripted import ScriptedPaidEngine

    return ScriptedPaidEngine()


def render_process() -> None:
    """Be a render process: the last argument is the number of the socket to the server."""
    from filmgate.worker.child import serve

    serve(int(sys.argv[-1]), _open_engines)


def _open_engines(
    told: Mapping[str, Json],
) -> tuple[Callable[[str], LocalEngine], Callable[[], None]]:
    import msgspec

    settings = msgspec.convert(told, Settings, dec_hook=lambda _, value: Path(str(value)))
    engines = make_engines(settings)

    def warm() -> None:
        for module in ("filmgate.media.encode", "filmgate.media.verify"):
            import_module(module)
        engines.get("previz")

    return engines.get_local, warm
