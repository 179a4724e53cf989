"""Reads who is in a shot, how many, and in what pose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filmgate.engines.previz.reading.match import word_set
from filmgate.engines.previz.reading.tables import POSES, SUBJECTS
from filmgate.engines.previz.reading.words_cast import (
    CROWD_COUNT,
    NUMBERS,
    PEOPLE,
    PLURAL_COUNT,
    PRONOUNS,
    WORD_POSES,
)
from filmgate.engines.previz.storyboard import Subject

if TYPE_CHECKING:
    from filmgate.engines.previz.reading.match import Hit, Text

_MAX_SUBJECTS: Final = 4
#: what strikes a pose
_MOVERS: Final = word_set(
    "person couple rider cyclist crowd horse dog cat deer cow elephant camel bird car motorcycle "
    "boat train plane whale spaceship"
)
_SINGULAR_S: Final = word_set(
    "lioness actress waitress albatross bus glass dress princess canvas compass cutlass "
    "businesswoman seamstress"
)
_PLURALS: Final = word_set(
    "women men children kids girls boys people cattle sheep fishermen horsemen wolves puppies "
    "geese cavalry family buffalo bison mustang ponies"
)
_POSE_REACH: Final = 9


def read_subjects(text: Text) -> tuple[Subject, ...]:
    """Read the subjects, people first, each kind and word once."""
    poses = [hit for hit in POSES.find(text) if not hit.negated]
    found: dict[tuple[str, str], Subject] = {}
    for hit in SUBJECTS.find(text):
        if hit.negated:
            continue
        word = text.tokens[hit.last - 1].word
        if hit.name != "person":
            word = " ".join(token.word for token in text.tokens[hit.first : hit.last])
        key = (hit.name, word if hit.name == "person" else "")
        if key not in found:
            pose = ""
            if hit.name in _MOVERS:
                pose = _pose(poses, hit) or WORD_POSES.get(word, "")
            found[key] = Subject(hit.name, _count(text, hit), pose, word)
    return _settled(list(found.values()))


def _settled(subjects: list[Subject]) -> tuple[Subject, ...]:
    """Drop what another subject already says: the people of a couple, the horse of a rider."""
    kinds = {subject.kind for subject in subjects}
    drop: set[str] = set()
    if "couple" in kinds:
        drop |= {"person", "crowd"}
    if "rider" in kinds:
        drop |= {"horse"}
    if "cyclist" in kinds or "motorcycle" in kinds:
        drop |= {"person"} if "couple" not in kinds else set()
    kept = [subject for subject in subjects if subject.kind not in drop]
    kept = _riding(kept)
    kept.sort(key=lambda subject: subject.kind not in PEOPLE - {"hands", "face"})
    return tuple(kept[:_MAX_SUBJECTS])


def _riding(subjects: list[Subject]) -> list[Subject]:
    """Put people who ride, with a horse in the shot, on their horses."""
    kinds = {subject.kind for subject in subjects}
    rides = any(s.pose == "riding" and s.kind in ("person", "couple") for s in subjects)
    if not (rides and ("horse" in kinds or "rider" in kinds)):
        return subjects
    riders = [s for s in subjects if s.kind in ("person", "couple")]
    count = 2 if any(s.kind == "couple" for s in riders) else sum(s.count for s in riders)
    rest = [s for s in subjects if s.kind not in ("person", "couple", "horse", "rider")]
    return [Subject("rider", count, "riding", riders[0].word), *rest]


def _count(text: Text, hit: Hit) -> int:
    """Count from a number before the words, a plural, or the kind itself."""
    if hit.name == "couple":
        return 2
    if hit.name == "crowd":
        return CROWD_COUNT
    low = hit.first
    for index in range(hit.first - 1, max(-1, hit.first - 4), -1):
        if text.tokens[index + 1].after_break:
            break
        low = index
    for token in reversed(text.tokens[low : hit.first]):
        if token.word in NUMBERS:
            return NUMBERS[token.word]
    word = text.tokens[hit.last - 1].word
    is_plural = word in _PLURALS or (
        word.endswith("s") and not word.endswith("ss") and word not in _SINGULAR_S
    )
    return PLURAL_COUNT if is_plural and hit.name not in ("hands", "face") else 1


def _pose(poses: list[Hit], hit: Hit) -> str:
    """Take the verb that follows soonest, or one just before."""
    after = [pose for pose in poses if 0 <= pose.first - hit.last < _POSE_REACH]
    if after:
        return after[0].name
    before = [pose for pose in poses if 0 <= hit.first - pose.last < 4]
    return before[-1].name if before else ""


def has_pronoun(text: Text) -> bool:
    """Whether the text speaks of people that were named before."""
    return any(token.word in PRONOUNS for token in text.tokens)
