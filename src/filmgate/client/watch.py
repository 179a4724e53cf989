"""Putting together what is told of a request: from its events, or from look to look."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from filmgate.client import answers, protocol
from filmgate.client.answers import HappenedEvent, State
from filmgate.client.errors import NotKnown
from filmgate.client.protocol import Call, Operation

#: filmgate's status words in those of the model API
_WIRE: Final = {"succeeded": "completed", "failed": "completed", "in_doubt": "in_progress"}


class Watch:
    """What is known of one request."""

    def __init__(self, request_id: str) -> None:
        self._request_id = request_id
        self._seq = 0
        self._stage = ""
        self._fraction: float | None = None
        self._has_events = True
        #: whether the server may offer its events as a stream
        self.is_streamed = True
        #: what was seen last
        self.state: State | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing will change any more."""
        return self.state is not None and self.state.is_final

    @property
    def stream(self) -> Call:
        """The call that goes on with the events."""
        return protocol.event_stream(self._request_id, self._seq)

    def take(self, event: HappenedEvent) -> bool:
        """Take in one event; tells whether the state changed."""
        self._note(event)
        status = _WIRE.get(event.status, event.status)
        is_running = status == "in_progress"
        position = answers.number(event.data.get("queue_position"), int)
        if position is None and self.state and self.state.status == status:
            position = self.state.queue_position
        return self._become(
            State(
                self._request_id,
                status,
                position if status == "in_queue" else None,
                self._stage if is_running else "",
                self._fraction if is_running else None,
            )
        )

    def look(self) -> Operation[bool]:
        """Ask where the request is; tells whether anything changed since the last look."""
        state = yield from protocol.status(self._request_id)
        if state.status == "in_progress" and self._has_events:
            yield from self._read_events()
            state = replace(state, stage=self._stage, fraction=self._fraction)
        return self._become(state)

    def _become(self, state: State) -> bool:
        changed = state != self.state
        self.state = state
        return changed

    def _read_events(self) -> Operation[None]:
        try:
            news = yield from protocol.events(self._request_id, self._seq)
        except NotKnown:  # a hosted server has no events
            self._has_events = False
            return
        for event in news:
            self._note(event)

    def _note(self, event: HappenedEvent) -> None:
        self._seq = max(self._seq, event.seq)
        if event.type == "started":
            self._stage, self._fraction = "", None
        self._stage = answers.text(event.data.get("stage")) or self._stage
        fraction = answers.number(event.data.get("fraction"), float)
        self._fraction = self._fraction if fraction is None else fraction
