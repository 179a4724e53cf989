"""Makes ``docs/reference`` (settings, errors, routes, models, commands) from the code itself.

``python -m filmgate.cli.reference docs/reference`` writes the pages; a test fails when one is
stale.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

_NOTE = "<!-- Made by `just docs` from the code; change the code, not this page. -->\n"


def pages() -> dict[str, str]:
    """Every page of the reference: file name → Markdown."""
    made = {
        "settings.md": _settings(),
        "errors.md": _errors(),
        "routes.md": _routes(),
        "models.md": _models(),
        "commands.md": _commands(),
    }
    return {name: f"{_NOTE}\n{text.rstrip()}\n" for name, text in made.items()}


def _table(columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> str:
    lines = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    for row in rows:
        cells = (str(cell).replace("|", "\\|").replace("\n", " ") for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _settings() -> str:
    from filmgate.settings import ENV_PREFIX, Settings, meanings

    by_name = meanings()

    def rows() -> Iterator[tuple[object, ...]]:
        for field in msgspec.structs.fields(Settings):
            yield (
                f"`{field.name}`",
                f"`{ENV_PREFIX}{field.name.upper()}`",
                _default(field),
                (by_name[field.name]),
            )

    return (
        "# Settings\n\nFrom `filmgate.toml` (in this folder, or in the user's configuration "
        f"folder, or named by `{ENV_PREFIX}CONFIG`), from the environment, or from the "
        "options of a command; the last of these wins. Lists in the environment are split at "
        "commas; tables are JSON.\n\n"
        + _table(("Setting", "Environment", "Default", "Meaning"), rows())
    )


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default is not msgspec.NODEFAULT:
        value = field.default
        if value is None or value == "" or value == ():
            return ""
        return f"`{value if isinstance(value, str) else _plain(value)}`"
    if field.default_factory is dict:
        return ""
    return "depends on the machine"


def _plain(value: object) -> str:
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return "no limits"


def _errors() -> str:
    from filmgate.http.errors import ERRORS, PLAIN

    found = {(kind.status, kind.name, kind.when) for kind in (*ERRORS.values(), *PLAIN.values())}

    def rows() -> Iterator[tuple[object, ...]]:
        for status, name, when in sorted(found):
            yield status, f"`{status * 1000 + 1}`", name, when

    return (
        "# Errors\n\nEvery error is JSON: `error_code`, `error_message`, the same again as "
        "`message`, and where a place of the call is at fault `detail`, a list of `loc`, "
        "`msg` and `type` with everything that is wrong at once.\n\n"
        "A request that was accepted and then fails is not an error of HTTP: `/status` says "
        "`completed` and `/result` says `failed` with `error.code` and `error.message`.\n\n"
        + _table(("Status", "error_code", "Name", "When"), rows())
        + "\nStatus, result and cancel never answer 429.\n"
    )


def _routes() -> str:
    from filmgate.http.app import ROUTES

    def rows() -> Iterator[tuple[object, ...]]:
        for route in ROUTES:
            told = (inspect.getdoc(route.handler) or "").partition("\n")[0]
            path = route.path.replace(":path", "")
            yield f"`{route.method} {path}`", route.needs.value if route.needs else "none", told

    return (
        "# Routes\n\nBodies, parameters and examples are in the server's own `/openapi.json`. "
        "Scope is what the key needs: `read`, `write` or `admin`; each includes those before it."
        "\n\n" + _table(("Route", "Scope", "What it does"), rows())
    )


def _models() -> str:
    from filmgate.catalog.loader import Catalog

    parts = ["# Models\n"]
    for model in Catalog.load().models.values():
        parts.append(f"## {model.display_name}\n\n`{model.id}`\n\n{model.description}\n")
        parts.append(_prices(model.price.silent_micro, model.price.audio_micro,
                             model.price.reference_video_micro))  # fmt: skip
        parts.append(_table(("Input", "Takes", "Meaning"), _fields(model.normalized_schema)))
    return "\n".join(parts)


def _prices(silent: int, audio: int, with_video: int | None) -> str:
    text = f"Hosted price of a second: ${silent / 1e6:g} silent, ${audio / 1e6:g} with sound"
    return (
        f"{text}, ${with_video / 1e6:g} with a reference video.\n" if with_video else f"{text}.\n"
    )


def _fields(schema: Mapping[str, object]) -> Iterator[tuple[object, ...]]:
    required = schema.get("required")
    wanted = required if isinstance(required, list | tuple) else ()
    properties = schema.get("properties")
    for name, field in (properties if isinstance(properties, Mapping) else {}).items():
        kind = field.get("format") or field.get("type")
        limits = [
            f"{field[k]} {k}" for k in ("minimum", "maximum", "maxItems", "maxLength") if k in field
        ]
        if "enum" in field:
            limits.append("one of " + ", ".join(f"`{choice}`" for choice in field["enum"]))
        if isinstance(field.get("default"), bool | int | float):
            limits.append(f"default `{json.dumps(field['default'])}`")
        star = " (required)" if name in wanted else ""
        yield f"`{name}`{star}", "; ".join([str(kind), *limits]), field.get("description", "")


def _commands() -> str:
    import typer

    from filmgate.cli.app import app

    def walk(group: object, prefix: str) -> Iterator[tuple[object, ...]]:
        for name, command in sorted(getattr(group, "commands", {}).items()):
            if getattr(command, "commands", None):
                yield from walk(command, f"{prefix} {name}")
                continue
            options = [
                f"`{param.opts[0]}`" for param in command.params
                if param.opts[0].startswith("-") and param.name != "help"
            ]  # fmt: skip
            told = (command.help or "").strip().partition("\n")[0]
            yield f"`{prefix} {name}`", told, " ".join(options)

    return (
        "# Commands\n\n`--help` after any of them teaches the rest.\n\n"
        + _table(
            ("Command", "What it does", "Options"), walk(typer.main.get_command(app), "filmgate")
        )
        + "\n"
        + _exit_codes()
    )


def _exit_codes() -> str:
    from filmgate.cli.console import EXIT_CODES

    return _table(("Exit code", "Meaning"), ((c, t) for c, t in EXIT_CODES.items()))


def main() -> None:
    """Write every page into the folder named on the command line."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
