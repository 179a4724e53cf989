"""Finds model files, ours and those of the user's folders; a broken one never stops the others."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from filmgate.catalog.modelfile import BrokenModelFile, read_model
from filmgate.catalog.names import did_you_mean, suggest
from filmgate.catalog.wording import short_name
from filmgate.core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from filmgate.core.model import Model

BUILT_IN: Final = Path(__file__).parent / "models"
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
#: path words of the HTTP API that no model may take
_RESERVED: Final = frozenset({"categories"})


@dataclass(frozen=True, slots=True)
class CatalogProblem:
    """Something wrong with one model file."""

    file: Path
    #: "line 3, column 7", or a key path: "input_schema.properties.duration"
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Catalog:
    """The models this server offers."""

    #: by id, sorted
    models: Mapping[str, Model]
    problems: tuple[CatalogProblem, ...] = ()

    @classmethod
    def load(cls, *folders: Path) -> Catalog:
        """Read the built-in models, then those of the folders given; the first of an id wins."""
        models: dict[str, Model] = {}
        problems: list[CatalogProblem] = []
        origins: dict[str, Path] = {}
        for folder in (BUILT_IN, *folders):
            for file in _files(folder, problems):
                model = _read(folder, file, origins, problems)
                if model is not None:
                    models[model.id] = model
                    origins[model.id] = file
        return cls(MappingProxyType(dict(sorted(models.items()))), tuple(problems))

    def get(self, model_id: str) -> Model:
        """Find a model. Raises `NotFound`, with the nearest id."""
        model = self.models.get(model_id)
        if model is None:
            guess = did_you_mean(suggest(model_id, self.models) or self._ending(model_id))
            raise NotFound(f"There is no model {short_name(model_id)}.{guess}")
        return model

    def _ending(self, model_id: str) -> str | None:
        """Guess by the last words of an id, which are what people remember."""
        tail = model_id.rpartition("/")[2].lower()
        return next((name for name in self.models if tail and name.lower().endswith(tail)), None)

    def search(
        self,
        search: str = "",
        category: str | None = None,
        kind: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> tuple[list[Model], int]:
        """Find models that hold every word searched for.

        Returns
        -------
        (list of Model, int)
            One page, sorted by id, and how many there are in all.
        """
        words = search.lower().split()
        found = [
            model
            for model in self.models.values()
            if (not category or category in model.categories)
            and (not kind or kind == model.kind)
            and all(word in _searched(model) for word in words)
        ]
        return found[offset : offset + limit], len(found)

    def categories(self) -> list[str]:
        """Every category of any model, sorted."""
        return sorted({name for model in self.models.values() for name in model.categories})


def _searched(model: Model) -> str:
    return " ".join((model.id, model.display_name, model.description, *model.categories)).lower()


def _files(folder: Path, problems: list[CatalogProblem]) -> Iterator[Path]:
    """Yield the model files below a folder, sorted; hidden names are passed over."""
    if not folder.is_dir():
        problems.append(CatalogProblem(folder, "folder", "is missing or no folder"))
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".json") and not name.startswith("."):
                yield Path(root, name)


def _read(
    folder: Path, file: Path, origins: Mapping[str, Path], problems: list[CatalogProblem]
) -> Model | None:
    """Read one file, or say what is wrong with it."""
    model_id = file.relative_to(folder).with_suffix("").as_posix()
    message = _id_problem(model_id, origins)
    if message:
        problems.append(CatalogProblem(file, "file name", message))
        return None
    try:
        return read_model(model_id, file.read_bytes())
    except OSError as error:
        problems.append(CatalogProblem(file, "file", f"cannot be read: {error.strerror}"))
    except BrokenModelFile as error:
        problems += [CatalogProblem(file, fault.place, fault.message) for fault in error.faults]
    return None


def _id_problem(model_id: str, origins: Mapping[str, Path]) -> str:
    """Say why an id cannot be used; empty if it can."""
    if not _ID.fullmatch(model_id):
        return f"gives the id {model_id!r}; ids hold letters, digits, and . _ - between slashes"
    if model_id in _RESERVED:
        return f"gives the id {model_id!r}, which is a word of the API"
    if model_id in origins:
        return f"gives the id {model_id!r}, which {origins[model_id]} has already"
    return ""
