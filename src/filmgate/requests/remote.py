"""What an engine that asks another service may use while it waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from filmgate.core.ports import LocalInput, RequestStore
from filmgate.requests.hold import Hold, Lost


class RemoteRun:
    """Implements `core.ports.RemoteContext` for one attempt."""

    def __init__(
        self,
        store: RequestStore,
        hold: Hold,
        workdir: Path,
        inputs: tuple[LocalInput, ...],
        on_progress: Callable[[str, int, int], None],
        on_preview: Callable[[Path], None],
        handle: str | None = None,
    ) -> None:
        self._store = store
        self._hold = hold
        self._workdir = workdir
        self._inputs = {local.loc: local for local in inputs}
        self.progress = on_progress
        self.preview = on_preview
        #: the upstream's id of the work, once there is one
        self.handle = handle

    @property
    def workdir(self) -> Path:
        """An empty folder of this attempt."""
        return self._workdir

    @property
    def inputs(self) -> Mapping[tuple[str | int, ...], LocalInput]:
        """The media inputs by their place in the input."""
        return self._inputs

    def checkpoint(self) -> None:
        """Do nothing: a run that should stop is cancelled where it waits."""

    async def save_handle(self, handle: str) -> None:
        """Record the upstream's id of the work, durably, before waiting for it."""
        # From here on a crash is cheap: the next attempt waits for this work instead of paying.
        if not await self._store.save_handle(self._hold.request_id, self._hold.attempt, handle):
            raise Lost
        self.handle = handle
