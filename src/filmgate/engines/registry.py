"""The engines of this server, by name, and which of them gets a call."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final

from filmgate.core.errors import ConfigurationError, EngineError, NotFound, PermissionDenied
from filmgate.core.ports import Capabilities, Engine, LocalEngine, Readiness

if TYPE_CHECKING:
    from filmgate.core.account import Principal
    from filmgate.core.model import Model
    from filmgate.core.order import Options

#: installed packages offer engines under this name: ``my-engine = my_package:MyEngine``
ENTRY_POINTS: Final = "filmgate.engines"
#: who renders a model that no route and no model file speaks of
DEFAULT: Final = ("previz",)

_log = logging.getLogger("filmgate.engines")


class Registry:
    """Engines by name; each is made when it is first needed.

    Parameters
    ----------
    routes
        Pattern of model ids (``kling/*``) → engines by preference; the first that matches counts,
        and wins over what the model file prefers.
    """

    def __init__(self, routes: Mapping[str, Sequence[str]] | None = None) -> None:
        self._routes = dict(routes or {})
        self._makers: dict[str, Callable[[], Engine]] = {}
        self._made: dict[str, Engine] = {}
        self._lock = threading.RLock()

    def register(self, name: str, make: Callable[[], Engine]) -> None:
        """Offer an engine.

        Raises
        ------
        ConfigurationError
            If the name is taken.
        """
        if name in self._makers:
            raise ConfigurationError(f"two engines are named {name!r}; uninstall one of them")
        self._makers[name] = make

    def register_installed(self) -> None:
        """Offer the engines of installed packages; they are imported when they are first needed."""
        for point in entry_points(group=ENTRY_POINTS):
            self.register(point.name, lambda point=point: point.load()())  # type: ignore[misc]

    def check_routes(self) -> None:
        """Raise `ConfigurationError` if a route names an engine that is not offered."""
        for pattern, names in self._routes.items():
            for name in names:
                if name not in self._makers:
                    offered = ", ".join(sorted(self._makers))
                    raise ConfigurationError(
                        f"routes: {pattern!r} names the engine {name!r}; there are: {offered}"
                    )

    def get(self, name: str) -> Engine:
        """Find an engine by its name.

        Raises
        ------
        NotFound
            If none has this name; lists those there are.
        EngineError
            If it cannot be loaded.
        """
        if name not in self._makers:
            offered = ", ".join(sorted(self._makers))
            raise NotFound(f"there is no engine {name[:64]!r}; there are: {offered}")
        with self._lock:  # calls come from threads too, where loading holds nobody up
            if name not in self._made:
                self._made[name] = self._make(name)
            return self._made[name]

    def get_local(self, name: str) -> LocalEngine:
        """Find an engine that computes here. Raises like `get`, and `EngineError` for others."""
        engine = self.get(name)
        if engine.describe().is_remote or not isinstance(engine, LocalEngine):
            raise EngineError(f"the engine {name!r} does not render in this process")
        return engine

    def all(self) -> list[Engine]:
        """Every engine that can be loaded."""
        found = []
        for name in self._makers:
            try:
                found.append(self.get(name))
            except EngineError as error:
                _log.warning("%s", error.message)
        return found

    def about(self) -> list[tuple[Capabilities, Readiness]]:
        """Describe every engine, and say whether it can render now."""
        return [(engine.describe(), engine.readiness()) for engine in self.all()]

    def serving(self, model: Model) -> list[tuple[Capabilities, Readiness]]:
        """Describe the engines that a model's requests go to, by preference."""
        return [(engine.describe(), engine.readiness()) for engine in self._serving(model)]

    def route(self, model: Model, options: Options, principal: Principal) -> Engine:
        """Choose the engine for a call.

        Raises
        ------
        NotFound
            If the call names an engine that there is not.
        PermissionDenied
            If the key may use none of those in question.
        EngineError
            If none of them can render now; says why.
        """
        named = options.engine
        wanted = self._serving(model) if named is None else [self.get(named)]
        allowed = [engine for engine in wanted if may_use(principal, engine.describe())]
        if wanted and not allowed:
            names = _listed(engine.describe().name for engine in wanted)
            raise PermissionDenied(f"this key may not use {names}; ask for a key that lists it")
        reasons = []
        for engine in allowed:
            state = engine.readiness()
            if state.ready:
                return engine
            reasons.append(f"{engine.describe().name}: {state.reason} {state.fix}".strip())
        why = "; ".join(reasons) or "no engine here can do this task"
        raise EngineError(f"{model.id} cannot be rendered now: {why}", "engine_unavailable")

    def _serving(self, model: Model) -> list[Engine]:
        named = [self.get(name) for name in self._preferred(model) if name in self._makers]
        return [engine for engine in named if _can_do(engine.describe(), model)]

    def _preferred(self, model: Model) -> Sequence[str]:
        for pattern, names in self._routes.items():
            if fnmatchcase(model.id, pattern):
                return names
        return model.engines or DEFAULT

    def _make(self, name: str) -> Engine:
        try:
            engine = self._makers[name]()
        except Exception as error:
            text = f"the engine {name!r} cannot be loaded: {type(error).__name__}: {error}"
            raise EngineError(text, "engine_unavailable") from error
        if engine.describe().name != name:
            text = f"the engine {name!r} calls itself {engine.describe().name!r}"
            raise EngineError(text, "engine_unavailable")
        return engine


def may_use(principal: Principal, about: Capabilities) -> bool:
    """Whether a key may use an engine: what it lists, else everything that costs nothing."""
    if principal.engines is None:
        return not about.is_paid
    return about.name in principal.engines


def _can_do(about: Capabilities, model: Model) -> bool:
    return any(capability.task is model.task for capability in about.tasks)


def _listed(names: Iterable[str]) -> str:
    return " or ".join(f"the engine {name!r}" for name in names)
