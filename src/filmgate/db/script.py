"""Transaction scripts: what one transaction does, without doing any I/O itself.

A script is a generator. It yields `Query` objects, is sent the rows of each, and returns the
result of the transaction; raising rolls everything it did back. A database adapter runs it inside
one transaction, so the same script runs on SQLite and on PostgreSQL.

The parameter ``:now`` is bound by the adapter to the database's time, in seconds since the epoch;
it is the same in all statements of one script.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial, wraps
from importlib import resources
from types import TracebackType
from typing import Any, Final, ParamSpec, Protocol, TypeAlias, TypeVar, cast

from filmgate.core.change import Change

T = TypeVar("T")
P = ParamSpec("P")

#: the layout of tables this code reads and writes
SCHEMA_VERSION: Final = 1
#: topic of ids that became claimable, for the queue
QUEUE: Final = "queue"
#: topic of ids whose row or history changed, for whoever follows them
NEWS: Final = "news"
#: topic of ids that whoever renders them should look at
WAKE: Final = "wake"
#: topic of what this process changed, for its logs and metrics
CHANGES: Final = "changes"


class Row(Protocol):
    """One row of an answer, by column name."""

    def __getitem__(self, key: str, /) -> Any: ...

    def keys(self) -> Any:
        """Names of the columns."""


@dataclass(frozen=True, slots=True)
class Query:
    """A statement of the .sql files, by name, with its parameters."""

    name: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signal:
    """Something to tell others if, and only if, the transaction commits; its answer is []."""

    topic: str
    ids: Sequence[str]
    priority: int = 0
    #: the engine that is to render them, where that is known
    engine: str = ""
    #: the step of a request's life that was taken
    change: Change | None = None


Script: TypeAlias = Generator[Query | Signal, list[Row], T]


class Repeatable(Generator[Query | Signal, list[Row], T]):
    """A script that can begin again, for databases that may undo a transaction by themselves."""

    def __init__(self, begin: Callable[[], Script[T]]) -> None:
        self._begin = begin
        self._steps = begin()

    def again(self) -> Repeatable[T]:
        """Make the same script, at its first step."""
        return Repeatable(self._begin)

    def send(self, rows: list[Row], /) -> Query | Signal:
        """Hand over the rows of the last step; gives the next."""
        return self._steps.send(rows)

    def throw(
        self,
        kind: Any,
        value: object = None,
        trace: TracebackType | None = None,
        /,
    ) -> Query | Signal:
        """Raise an error where the script stands."""
        error = cast("BaseException", kind if value is None else value)
        return self._steps.throw(error.with_traceback(trace) if trace else error)


def repeatable(write: Callable[P, Script[T]]) -> Callable[P, Script[T]]:
    """Mark a script that depends on nothing but its arguments and what it reads."""

    @wraps(write)
    def begin(*args: P.args, **kwargs: P.kwargs) -> Script[T]:
        return Repeatable(partial(write, *args, **kwargs))

    return begin


#: what a listener of a topic is called with: ids and their priority
Listener: TypeAlias = Callable[[Sequence[str], int], None]
#: what is told of every step of a request's life that this process commits
Watch: TypeAlias = Callable[[Change], None]
#: what is told how long something took: "read" or "write", and seconds
Timer: TypeAlias = Callable[[str, float], None]


class Database(Protocol):
    """What runs scripts."""

    async def start(self) -> None:
        """Connect, in the event loop it is used from; needed before anything else."""

    async def stop(self) -> None:
        """Finish what runs, then disconnect; harmless when it was stopped before."""

    async def run(self, script: Script[T], *, durable: bool = True) -> T:
        """Run a script in one transaction; its changes are durable when this returns.

        Without `durable` a power cut may undo them, as if they had never happened.
        """

    async def read(self, name: str, /, **params: object) -> list[Row]:
        """Run one reading statement on what is committed."""

    async def scan(self, name: str, /, **params: object) -> list[Row]:
        """Run a reading statement that may look at many rows, without holding up others."""

    def listen(self, topic: str, listener: Listener) -> None:
        """Have a function called for every signal of a topic, after the commit."""

    def watch(self, watch: Watch) -> None:
        """Have a function called for every change of a request, after the commit."""


def query(name: str, /, **params: object) -> Query:
    """Make a query: ``rows = yield query("request_get", id=request_id)``."""
    return Query(name, params)


def parse(text: str) -> dict[str, str]:
    """Split a .sql file into its statements by name.

    Each statement begins with two comment lines, ``-- name: its_name`` and one that says what it
    is for.
    """
    statements: dict[str, str] = {}
    for part in text.split("-- name: ")[1:]:
        name, _, body = part.partition("\n")
        purpose, _, sql = body.partition("\n")
        if not purpose.startswith("-- ") or name in statements:
            raise ValueError(f"query {name!r} has no purpose line, or its name is taken")
        statements[name.strip()] = sql.strip().rstrip(";")
    return statements


@cache
def statements() -> Mapping[str, str]:
    """Every named statement of this package, parsed once."""
    found: dict[str, str] = {}
    for file in sorted(resources.files("filmgate.db").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".sql") and file.name not in ("schema.sql", "postgres.sql"):
            found.update(parse(read_sql(file.name)))
    return found


def read_sql(name: str) -> str:
    """Read a .sql file of this package."""
    return resources.files("filmgate.db").joinpath(name).read_text(encoding="utf-8")


@cache
def schema() -> str:
    """The statements that make an empty database."""
    return read_sql("schema.sql")
