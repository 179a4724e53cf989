"""What a server and its render processes say to each other: JSON, its length first."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import msgspec

from filmgate.core.json import Json
from filmgate.core.order import Order
from filmgate.core.plan import Check, Plan, Render
from filmgate.core.ports import LocalInput

_LENGTH = struct.Struct(">I")


class Start(msgspec.Struct, frozen=True, tag=True):
    """The first message: what a render process needs to know."""

    #: the server's settings
    settings: dict[str, Json]
    #: the server's process; a render process whose parent is another one is an orphan
    parent: int
    #: processor seconds of one render
    cpu_s: int
    #: address space in bytes; 0: not limited
    address_space_bytes: int
    nice: int


class Run(msgspec.Struct, frozen=True, tag=True):
    """Render an order."""

    order: Order
    plan: Plan
    inputs: tuple[LocalInput, ...]
    workdir: str


class Verify(msgspec.Struct, frozen=True, tag=True):
    """Hold a rendered file against its plan; leave a poster and a contact sheet beside it."""

    plan: Plan
    video: str
    inputs: tuple[LocalInput, ...]
    workdir: str
    quality: str


class Footprint(msgspec.Struct, frozen=True, tag=True):
    """What the process has in memory; said when it is warm, and before every answer."""

    #: resident memory
    rss_bytes: int


class Progressed(msgspec.Struct, frozen=True, tag=True):
    """How far a stage of the render is."""

    stage: str
    done: int
    total: int


class Previewed(msgspec.Struct, frozen=True, tag=True):
    """A small JPEG of the clip so far."""

    path: str


class Rendered(msgspec.Struct, frozen=True, tag=True):
    """The answer to `Run`."""

    render: Render


class Verified(msgspec.Struct, frozen=True, tag=True):
    """The answer to `Verify`."""

    checks: tuple[Check, ...]


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The answer to anything that did not work: the fields of an `EngineError`."""

    message: str
    kind: str
    retryable: bool = False
    #: the traceback of what nobody expected, for the operator
    trace: str = ""


Instruction: TypeAlias = Start | Run | Verify
Answer: TypeAlias = Rendered | Verified | Failed
Report: TypeAlias = Footprint | Progressed | Previewed | Answer


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} cannot be sent")


_encoder = msgspec.json.Encoder(enc_hook=_plain)
_instructions = msgspec.json.Decoder(Instruction)
_reports = msgspec.json.Decoder(Report)


def pack(message: Instruction | Report) -> bytes:
    """Write a message with its length."""
    body = _encoder.encode(message)
    return _LENGTH.pack(len(body)) + body


def to_instruction(body: bytes) -> Instruction:
    """Read what a server says."""
    instruction: Instruction = _instructions.decode(body)
    return instruction


def to_report(body: bytes) -> Report:
    """Read what a render process says."""
    report: Report = _reports.decode(body)
    return report


class Frames:
    """Puts messages together again from bytes that arrive in any pieces."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take bytes in, and give every message that is complete."""
        self._buffer += data
        while len(self._buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer)
            end = _LENGTH.size + length
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[_LENGTH.size : end])
            del self._buffer[:end]
            yield body
