"""Settings in, wired objects out: the only package that names adapters.

Imports stand inside the functions: a render process needs little of the server, and a server
that idles needs nothing of what renders.
"""

from filmgate.bootstrap.engines import make_engines, render_process
from filmgate.bootstrap.folder import find_running, migrate_database, open_accounts
from filmgate.bootstrap.server import Server
from filmgate.bootstrap.site import app, build

__all__ = [
    "Server",
    "app",
    "build",
    "find_running",
    "make_engines",
    "migrate_database",
    "open_accounts",
    "render_process",
]
