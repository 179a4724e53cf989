"""Traces: one for each request, from its submit to its last webhook, through all processes."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Traces(Protocol):
    """Where spans go."""

    def submit(self, parent: str) -> AbstractContextManager[str]:
        """Trace a submit, as part of the caller's `parent` [1]_ if that is one.

        Gives what the request carries in its row, the context of this span; empty when nothing is
        traced.

        References
        ----------
        .. [1] W3C Trace Context, the ``traceparent`` header.
        """

    def note(self, trace: str, name: str, seconds: float, /, **facts: str | int) -> None:
        """Record something that has just ended and took so long, in the trace of a request.

        A fact named `error` marks it as failed.
        """

    def stop(self) -> None:
        """Send what waits; nothing is recorded afterwards."""


class NoTraces:
    """Traces nothing, at no cost."""

    def submit(self, parent: str) -> AbstractContextManager[str]:  # noqa: ARG002
        """Trace nothing."""
        return nullcontext("")

    def note(self, trace: str, name: str, seconds: float, /, **facts: str | int) -> None:
        """Record nothing."""

    def stop(self) -> None:
        """Do nothing."""
