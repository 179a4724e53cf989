"""``filmgate doctor --storage``: the rows held against the files they speak of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from filmgate.cli.console import out, print_json
from filmgate.cli.doctor import Finding, tell

if TYPE_CHECKING:
    from filmgate.requests.audit import Audit
    from filmgate.settings import Settings

_MIB = 2**20


async def run(settings: Settings, *, fix: bool, as_json: bool) -> None:
    """Compare, say what was found, and with `fix` remove what no row knows; exit 1 on a loss."""
    from filmgate.bootstrap.retention import audit_storage

    found = await audit_storage(settings, fix=fix)
    findings = list(_findings(found, is_fixed=fix))
    if as_json:
        print_json(asdict(found))
    else:
        tell(findings)
        for key, users in found.missing_of.items():
            out().print(f"     missing  {key}  of {', '.join(users) or 'nothing any more'}")
        for key in found.orphan_keys:
            out().print(f"     {'removed' if fix else 'orphan '}  {key}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _findings(found: Audit, *, is_fixed: bool) -> Iterator[Finding]:
    yield Finding("stored", True, f"{found.stored} files, {found.stored_bytes / _MIB:.1f} MiB")
    yield Finding("rows", True, f"{found.rows} of them are counted on")
    size = f"{found.orphan_bytes / _MIB:.1f} MiB"
    yield Finding(
        "orphans",
        is_fixed or not found.orphans,
        f"{found.orphans} files older than a day that no row knows, {size}"
        + (f"; {found.adopted} removed" if is_fixed else ""),
        "remove them: filmgate doctor --storage --fix",
    )
    yield Finding(
        "missing",
        not found.missing,
        f"{found.missing} rows whose file is gone",
        "nothing here can make them again: restore the files from a backup",
    )
    yield Finding(
        "sizes",
        not found.wrong,
        f"{found.wrong} files of another size than their row says"
        + (f": {', '.join(found.wrong_keys)}" if found.wrong else ""),
        "restore these files from a backup",
    )
