"""The promise, as a check: one end for every request, one verified output for every success."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from io import BytesIO

import av
import httpx2
from tests.e2e.conftest import FINAL
from tests.waiting import wait_until

#: seconds after which a request that has not ended counts as stuck
STUCK_S = 90.0
_ENDS = "select type from request_events where request_id = %s and type in ('succeeded', 'failed', 'cancelled')"  # noqa: E501
_OUTPUTS = "select id, sha256, facts from files where request_id = %s and kind = 'output'"


@dataclass
class Result:
    """What a scenario came to."""

    name: str
    database: str
    rounds: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    #: sentences about what broke the promise
    problems: list[str] = field(default_factory=list)
    #: seconds from the start of a process to its first right answer
    restarts_s: list[float] = field(default_factory=list)
    seconds: float = 0.0
    #: further facts for the table
    notes: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many requests were acknowledged."""
        return self.ends.total()

    def judge(self, machines, request_ids: Collection[str], http=None) -> None:
        """Wait until requests have ended, and hold each against the promise."""
        http = http or machines.http
        wait_for_ends(machines, http, request_ids, self.problems)
        for request_id in request_ids:
            status, problems = judge_one(machines, http, request_id)
            self.ends[status] += 1
            self.problems += problems

    def expect(self, is_so: bool, text: str) -> None:
        """Note a problem unless something is so."""
        if not is_so:
            self.problems.append(text)


def status_of(http, request_id: str) -> str:
    """The status of a request, or why it is not known now."""
    try:
        answer = http.get(f"/v1/requests/{request_id}")
    except httpx2.TransportError as error:
        return type(error).__name__
    return answer.json()["status"] if answer.status_code == 200 else f"HTTP {answer.status_code}"


def wait_for_ends(machines, http, request_ids: Iterable[str], problems: list[str]) -> None:
    """Wait until all have ended; those that do not are problems."""
    waiting = set(request_ids)

    def has_ended() -> bool:
        waiting.difference_update([id_ for id_ in waiting if status_of(http, id_) in FINAL])
        return not waiting

    try:
        wait_until(has_ended, STUCK_S)
    except AssertionError:
        problems += [f"{id_} is stuck: {status_of(http, id_)}" for id_ in waiting]


def judge_one(machines, http, request_id: str) -> tuple[str, list[str]]:
    """Status of one request, and what is wrong with its history and its output."""
    status = status_of(http, request_id)
    ends = [type_ for (type_,) in machines.rows(_ENDS, request_id)]
    problems = [] if ends == [status] else [f"{request_id} is {status}, its ends are {ends}"]
    outputs = machines.rows(_OUTPUTS, request_id)
    if len(outputs) != int(status == "succeeded"):
        problems.append(f"{request_id} is {status} and has {len(outputs)} outputs")
    elif outputs and (wrong := _wrong_with(http, request_id, *outputs[0])):
        problems.append(f"{request_id}: {wrong}")
    return status, problems


def _wrong_with(http, request_id: str, file_id: str, sha256: str, facts: str) -> str:
    """What is wrong with an output: its bytes, or what they decode to; nothing when it is right."""
    result = http.get(f"/v1/requests/{request_id}/result").json()
    answer = http.get(result["output"]["video"])
    if answer.status_code != 200:
        return f"its output answers {answer.status_code}"
    if hashlib.sha256(answer.content).hexdigest() != sha256:
        return "its output is not the file of its row"
    told = json.loads(facts) if isinstance(facts, str) else facts
    with av.open(BytesIO(answer.content)) as clip:
        stream = clip.streams.video[0]
        frames = sum(1 for _ in clip.decode(stream))
        found = (stream.codec_context.name, stream.width, stream.height, frames)
    wanted = ("h264", told["width"], told["height"], told["frames"])
    return "" if found == wanted else f"its output is {found}, not {wanted}"


_HEAD = "| scenario | database | rounds | requests | ended as | broken promises | worst restart | took | |"  # noqa: E501


def table(results: Iterable[Result]) -> str:
    """The results as Markdown."""
    lines = [_HEAD, "|---" * 9 + "|"]
    for result in results:
        ends = ", ".join(f"{count} {status}" for status, count in sorted(result.ends.items()))
        worst = f"{max(result.restarts_s):.2f} s" if result.restarts_s else ""
        cells = [result.name, result.database, result.rounds, result.requests, ends]
        cells += [len(result.problems), worst, f"{result.seconds:.0f} s", "; ".join(result.notes)]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)
