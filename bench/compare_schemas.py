"""Compares our model files with raw input schemas, point by point.

    python bench/compare_schemas.py FOLDER

FOLDER holds ``<model id>.json`` files with the schema that another server publishes, and if you
like ``<model id>.example.json`` bodies, which must be accepted. Everything must be equal except
words: titles must exist where the other has them, descriptions are free, defaults that are texts
or addresses must only be there. What we serve may add a ``format`` to media fields. Exit code 1
says that something differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filmgate.catalog.loader import BUILT_IN, Catalog
from filmgate.catalog.schema import check_input


def differences(theirs: Any, ours: Any, place: str = "", *, served: bool = False) -> Iterator[str]:
    """Yield every point where two schemas differ."""
    if not isinstance(theirs, dict) or not isinstance(ours, dict):
        if theirs != ours or type(theirs) is not type(ours):
            yield f"{place or 'schema'}: {theirs!r} there, {ours!r} here"
        return
    if list(theirs) != list(ours) and place.endswith("properties"):
        yield f"{place}: other names, or another order"
    for key in theirs.keys() | ours.keys():
        here = f"{place}.{key}".lstrip(".")
        if key in ("title", "description") and not isinstance(theirs.get(key, ours.get(key)), dict):
            if key == "title" and bool(theirs.get(key)) > bool(ours.get(key)):
                yield f"{here}: missing here"
        elif key not in ours:
            yield f"{here}: missing here"
        elif key not in theirs:
            if not (served and key == "format" and str(ours[key])[-4:] in ("_uri", "uris")):
                yield f"{here}: only here"
        elif key == "default" and is_words(theirs, theirs[key]):
            if shape(theirs[key]) != shape(ours[key]):
                yield f"{here}: another kind of default"
        else:
            yield from differences(theirs[key], ours[key], here, served=served)


def is_words(schema: dict[str, Any], default: Any) -> bool:
    """Whether a default is a text or an address, not one of the words of an enum."""
    words = default if isinstance(default, list) else [default]
    return "enum" not in schema and all(isinstance(word, str) for word in words)


def shape(default: Any) -> Any:
    """What must be equal of a default in words: text, or how many of them."""
    return len(default) if isinstance(default, list) else type(default)


def main() -> int:
    """Compare every schema of a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    catalog = Catalog.load()
    failed = len(catalog.problems)
    names = sorted(p for p in folder.rglob("*.json") if not p.name.endswith(".example.json"))
    for path in names:
        model_id = path.relative_to(folder).with_suffix("").as_posix()
        if model_id not in catalog.models:
            print(f"missing  {model_id}")
            failed += 1
            continue
        theirs = json.loads(path.read_text("utf-8"))
        file = json.loads((BUILT_IN / f"{model_id}.json").read_text("utf-8"))
        model = catalog.get(model_id)
        served = dict(model.input_schema)
        found = list(differences(theirs, file["input_schema"]))
        found += [f"served {text}" for text in differences(theirs, served, served=True)]
        example = path.with_name(path.stem + ".example.json")
        if example.exists():
            checked = check_input(model, json.loads(example.read_text("utf-8")))
            for problem in checked.problems:
                found.append(f"example {'.'.join(map(str, problem.loc))}: {problem.msg}")
        print(f"{'differs' if found else 'equal  '}  {model_id}")
        for text in found:
            print(f"         {text}")
        failed += bool(found)
    print(f"{len(names)} schemas, {failed} with differences")
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main())
