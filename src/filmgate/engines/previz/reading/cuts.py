"""Finds where a prompt changes shots: time codes, "Shot 2:", "cut to", "final shot"."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import Final

from filmgate.core.order import FPS
from filmgate.engines.previz.reading.passages import is_overview, is_style, sentences

_NUMBERS: Final = "one|two|three|four|five|six|seven|eight|first|second|third|fourth|fifth|sixth"
_UNIT: Final = r"(?:s|sec|secs|second|seconds)\b"
_CLOCK: Final = r"(?:(\d{1,2}):)?(\d{1,3}(?:\.\d+)?)"
#: groups: minutes, seconds, unit, minutes, seconds, unit
_RANGE: Final = (
    rf"{_CLOCK}\s*({_UNIT})?\s*(?:-|–|—|to|until)\s*{_CLOCK}\s*({_UNIT})?(?!\s*(?:mm|fps|%|\d))"
)
_TIME_CODE: Final = re.compile(
    rf"(?<![\w.:-])(?<!for )(?<!about )(?<!over )(?<!lasting )(?:(?:from|seconds?|time|at)\s+)?"
    rf"[\[(]?\s*{_RANGE}\s*[\])]?\s*[:,.\-–—]?",
    re.IGNORECASE,
)
_DURATION: Final = re.compile(rf"(\d{{1,2}}(?:\.\d+)?)\s*-?\s*{_UNIT}", re.IGNORECASE)
_NUMBERED: Final = re.compile(
    rf"(?:^|(?<=[.!?;:\n\])—]))\s*[\[(*#]*\s*(?:(?:shot|scene|clip|beat|panel|cut)\s*#?\s*"
    rf"(?:\d{{1,2}}|{_NUMBERS})|(?:{_NUMBERS})\s+(?:shot|scene|clip|beat))\b"
    r"\s*\**\s*[\])]?\s*(?P<extra>[\[(][^\])]{0,60}[\])])?\s*\**\s*[:.,\-–—|]?",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"(?:^|(?<=[.!?;:\n\])—]))\s*(?:the\s+)?(?:final|last|closing|ending|end|next|opening|new|"
    r"another)\s+(?:shot|scene|frame|image|beat)\b\s*(?P<extra>[\[(][^\])]{0,60}[\])])?"
    r"\s*(?:[:\-–—,]|is\b|of\b|shows\b)?",
    re.IGNORECASE,
)
_CUT: Final = re.compile(
    r"(?:[,;.]?\s*\b(?:and\s+)?(?:then\s+)?)?(?:\b(?:the\s+)?(?:camera|scene|shot|film|view|we|it)"
    r"\s+(?:then\s+)?)?\b(?:(?:smash|hard|match|jump|quick|sharp|sudden|abrupt|straight)[\s-]*)?"
    r"(?P<cut>cuts?(?:ting)?)\s+(?:back\s+|away\s+|straight\s+|abruptly\s+|directly\s+)?"
    r"(?:to|into)\b:?(?!\s+(?:black|white)\b)",
    re.IGNORECASE,
)
_SOFT: Final = re.compile(
    r"(?:[,;.]?\s*\b(?:and\s+)?(?:then\s+)?)?(?:\b(?:the\s+)?(?:camera|scene|shot|film|view|we|it)"
    r"\s+(?:then\s+)?)?\b(?:(?:slow|slowly|soft|softly|gently|smoothly|match)[\s-]*)?"
    r"(?P<soft>(?:cross[\s-]*)?dissolv(?:es?|ing)|fad(?:es?|ing)|cross[\s-]*fad(?:es?|ing)|"
    r"morphs?|transition(?:s|ing)?)\s+(?:smoothly\s+|softly\s+|slowly\s+)?(?:to|into)\b:?"
    r"(?!\s+(?:a\s+)?(?:black|white|dark\w*|silence|the distance|view)\b)",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(r"(?:^|\n)\s*(?:\d{1,2}[.)]|[-*•])\s+")
#: a part with fewer letters is no shot
_SHORTEST_PART: Final = 12
_MIN_FRAMES: Final = FPS


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the text that is one shot."""

    #: where its text stands in the prompt
    begin: int
    end: int
    transition: str = "cut"
    #: times it states, in seconds; None is unsaid
    from_s: float | None = None
    to_s: float | None = None
    length_s: float | None = None
    #: more parts of the prompt that were merged into it
    more: tuple[tuple[int, int], ...] = ()
    frames: int = 0

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Every part of the prompt that belongs to it, in order."""
        return ((self.begin, self.end), *self.more)


@dataclass(frozen=True, slots=True)
class Script:
    """The shots of a prompt, and the parts that speak about all of them."""

    sections: tuple[Section, ...]
    common: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    begin: int
    resume: int
    transition: str = "cut"
    #: opens a labelled shot: what stands before the first one is no shot
    is_label: bool = False
    from_s: float | None = None
    to_s: float | None = None
    length_s: float | None = None


def cut_script(picture: str) -> Script:
    """Cut a text into shots, without times yet."""
    marks = _marks(picture)
    spans = _spans(picture, marks)
    common: list[tuple[int, int]] = []
    if spans and marks and marks[0].is_label and spans[0].begin < marks[0].begin:
        common.append((spans[0].begin, spans[0].end))
        spans = spans[1:]
    kept = [span for span in spans if _letters(picture, span) >= _SHORTEST_PART]
    if not kept:
        return Script((Section(0, len(picture)),))
    cleaned = [_without_common(picture, span, common, len(kept) > 1) for span in kept]
    return Script(
        tuple(
            replace(cleaned[0], transition="cut") if i == 0 else part
            for i, part in enumerate(cleaned)
        ),
        tuple(common),
    )


def _letters(picture: str, span: Section) -> int:
    return sum(map(str.isalpha, picture[span.begin : span.end]))


def _marks(picture: str) -> list[_Mark]:
    """List every change of shot, in order; of overlapping ones the first stands."""
    found = [*_timed(picture), *_labelled(picture), *_spoken(picture), *_bullets(picture)]
    found.sort(key=lambda mark: (mark.begin, -mark.resume))
    marks: list[_Mark] = []
    for mark in found:
        gap = picture[marks[-1].resume : mark.begin] if marks else ""
        if marks and (mark.begin < marks[-1].resume or not re.search(r"\w{3}", gap)):
            marks[-1] = _joined(marks[-1], mark)
        else:
            marks.append(mark)
    return marks


def _joined(first: _Mark, second: _Mark) -> _Mark:
    """Read two marks side by side, "Shot 2: [3-6s]", as one."""
    return replace(
        first,
        resume=max(first.resume, second.resume),
        transition=first.transition if first.transition != "cut" else second.transition,
        is_label=first.is_label or second.is_label,
        from_s=second.from_s if first.from_s is None else first.from_s,
        to_s=second.to_s if first.to_s is None else first.to_s,
        length_s=second.length_s if first.length_s is None else first.length_s,
    )


def _seconds(minutes: str | None, seconds: str) -> float:
    return 60.0 * int(minutes or 0) + float(seconds)


def _timed(picture: str) -> list[_Mark]:
    """Find time codes: ``0-3s``, ``[0:00-0:03]``, ``from 3 to 6 seconds``."""
    marks = []
    for match in _TIME_CODE.finditer(picture):
        from_minutes, from_s, from_unit, to_minutes, to_s, to_unit = match.groups()
        is_clock = from_minutes is not None and to_minutes is not None
        if not (is_clock or from_unit or to_unit):
            continue
        begin, end = _seconds(from_minutes, from_s), _seconds(to_minutes, to_s)
        if end > begin:
            mark = _Mark(match.start(), match.end(), is_label=True, from_s=begin, to_s=end)
            marks.append(mark)
    return marks


def _labelled(picture: str) -> list[_Mark]:
    """Find "Shot 2:", "Scene one -", "Final shot:", with a length in brackets behind."""
    marks = []
    for pattern, opens in ((_NUMBERED, True), (_NAMED, False)):
        for match in pattern.finditer(picture):
            label = opens or re.search(r"opening", match[0], re.IGNORECASE) is not None
            extra = match["extra"] or ""
            length = _DURATION.search(extra)
            ranged = _TIME_CODE.search(extra)
            lead = len(match[0]) - len(match[0].lstrip())
            times = _timed(extra) if ranged else []
            words = re.sub(r"[\d.\s:–—-]+(?:s|sec|seconds?)?\b", "", extra).strip("()[] ,")
            marks.append(
                _Mark(
                    match.start() + lead,
                    match.start("extra") if words else match.end(),
                    is_label=label,
                    from_s=times[0].from_s if times else None,
                    to_s=times[0].to_s if times else None,
                    length_s=float(length[1]) if length and not times else None,
                )
            )
    return marks


def _spoken(picture: str) -> list[_Mark]:
    """Find "then cuts to" and soft transitions such as "dissolve to"."""
    marks = [_Mark(match.start(), match.end()) for match in _CUT.finditer(picture)]
    for match in _SOFT.finditer(picture):
        kind = "fade" if match["soft"].lower().startswith("fad") else "dissolve"
        marks.append(_Mark(match.start(), match.end(), kind))
    return marks


def _bullets(picture: str) -> list[_Mark]:
    """Find the items of a numbered or dotted list of at least two lines."""
    found = [_Mark(m.start(), m.end(), is_label=True) for m in _LISTED.finditer(picture)]
    return found if len(found) > 1 else []


def _spans(picture: str, marks: list[_Mark]) -> list[Section]:
    """Turn marks into the sections between them."""
    sections = []
    if not marks or marks[0].begin > 0:
        sections.append(Section(0, marks[0].begin if marks else len(picture)))
    for index, mark in enumerate(marks):
        end = marks[index + 1].begin if index + 1 < len(marks) else len(picture)
        sections.append(
            Section(mark.resume, end, mark.transition, mark.from_s, mark.to_s, mark.length_s)
        )
    return sections


def _without_common(
    picture: str, section: Section, common: list[tuple[int, int]], is_one_of_many: bool
) -> Section:
    """Move the sentences about the whole clip out of a section, into `common`."""
    parts = sentences(picture, section.begin, section.end)
    of_all = [
        part
        for part in parts
        if is_style(picture[slice(*part)])
        or (is_one_of_many and is_overview(picture[slice(*part)]))
    ]
    own = [part for part in parts if part not in of_all]
    if not of_all or not own:
        return section
    common.extend(of_all)
    return replace(section, begin=own[0][0], end=own[0][1], more=tuple(own[1:]))


def timed(sections: tuple[Section, ...], duration_s: int) -> tuple[Section, ...]:
    """Give every section its frames; sections are merged until each lasts at least a second.

    Stated times hold as far as they fit; otherwise the clip is shared equally. The frame beyond
    the whole seconds belongs to the last section.
    """
    parts = list(sections)
    while True:
        counts = _frame_counts(parts, FPS * duration_s)
        shortest = min(range(len(parts)), key=lambda index: counts[index])
        if counts[shortest] >= _MIN_FRAMES or len(parts) == 1:
            break
        into = shortest - 1 if shortest else 0
        parts[into : into + 2] = [_merged(parts[into], parts[into + 1])]
    counts[-1] += 1
    return tuple(replace(part, frames=count) for part, count in zip(parts, counts, strict=True))


def _merged(first: Section, second: Section) -> Section:
    """Make one section of two neighbours."""
    length = None
    if first.length_s is not None and second.length_s is not None:
        length = first.length_s + second.length_s
    return replace(first, to_s=second.to_s, length_s=length, more=(*first.more, *second.spans))


def _frame_counts(parts: list[Section], frames: int) -> list[int]:
    """Share whole seconds' frames among sections by the times they state."""
    seconds = frames / FPS
    starts = [part.from_s for part in parts]
    known = [start for start in starts if start is not None]
    if len(known) == len(parts) and known == sorted(set(known)):
        last = parts[-1].to_s or seconds
        scale = seconds / last if last > seconds else 1.0
        edges = [0, *(round(start * scale * FPS) for start in known[1:]), frames]
    else:
        edges = _edges_of_lengths([_length(part) for part in parts], seconds)
    return [end - begin for begin, end in itertools.pairwise(edges)]


def _length(part: Section) -> float | None:
    """How long a section says it lasts."""
    if part.from_s is not None and part.to_s is not None:
        return part.to_s - part.from_s
    return part.length_s


def _edges_of_lengths(lengths: list[float | None], seconds: float) -> list[int]:
    """Place the cuts: stated lengths first, the rest shared equally, all scaled to fit."""
    stated = sum(length for length in lengths if length is not None)
    open_count = sum(length is None for length in lengths)
    share = (seconds - stated) / open_count if open_count else 0.0
    share = max(share, 1.0) if stated else seconds / max(open_count, 1)
    full = [share if length is None else length for length in lengths]
    scale = seconds / sum(full)
    edges, at = [0], 0.0
    for length in full:
        at += length * scale
        edges.append(round(at * FPS))
    edges[-1] = round(seconds * FPS)
    return edges
