"""What removes old things, and what compares rows with files, wired to a database and a store."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from filmgate.bootstrap.folder import open_database

if TYPE_CHECKING:
    from filmgate.bootstrap.folder import AnyDatabase
    from filmgate.requests.audit import Audit
    from filmgate.requests.retention import Sweeper
    from filmgate.settings import Settings
    from filmgate.storage import Artifacts


def make_sweeper(settings: Settings, database: AnyDatabase, artifacts: Artifacts) -> Sweeper:
    """Make what keeps the house in order."""
    from filmgate.db.files import FileTable
    from filmgate.db.requests import Requests
    from filmgate.db.retention import RetentionTable
    from filmgate.requests.retention import Ends, Sweeper

    ends = Ends(
        undo_s=settings.undo_s,
        requests_s=settings.request_ttl_s,
        outputs_s=settings.output_ttl_s,
        inputs_s=settings.input_ttl_s,
        previews_s=settings.preview_ttl_s,
        progress_s=settings.event_ttl_s,
        deliveries_s=settings.delivery_ttl_s,
        orphans_s=settings.orphan_scan_s,
    )
    requests, files = Requests(database), FileTable(database)
    return Sweeper(requests, files, RetentionTable(database), artifacts, ends)


async def audit_storage(settings: Settings, *, fix: bool) -> Audit:
    """Compare the rows with the files; works beside running servers.

    Parameters
    ----------
    settings
        Of the servers.
    fix
        Remove files that no row knows.

    Raises
    ------
    ConfigurationError
        When the database or the store cannot be used.
    """
    from filmgate.db.retention import RetentionTable
    from filmgate.requests.audit import audit
    from filmgate.storage import Artifacts

    artifacts, database = Artifacts(settings.storage_url), open_database(settings)
    await database.start()
    try:
        found = await audit(RetentionTable(database), artifacts, time.time(), adopts=fix)
        if fix:
            await make_sweeper(settings, database, artifacts).remove_bytes()
    finally:
        await database.stop()
    return found
