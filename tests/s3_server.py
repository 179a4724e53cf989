"""A real S3 server for tests: OpenStack Swift with its s3api, all of it in one process.

Run as a program it is the server: ``python -m tests.s3_server FOLDER PORT``, on four ports from
PORT on. Signatures, expiry and ranges are checked as on the real thing.
"""

import socket
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import obstore
from obstore.store import from_url
from tests.waiting import wait_until

_ROOT = Path(__file__).parents[1]
ACCOUNT, USER, PASSWORD = "test", "tester", "testing"
BUCKET = "filmgate"
_PLAIN = {"allow_http": True}
#: what each port serves, from the first on
_PARTS = ("proxy", "account", "container", "object")
_SWIFT = """
[swift-hash]
swift_hash_path_prefix = film
swift_hash_path_suffix = gate
[storage-policy:0]
name = only
default = yes
"""
_STORAGE = """
[DEFAULT]
devices = {folder}/devices
mount_check = false
swift_dir = {folder}
bind_ip = 127.0.0.1
bind_port = {port}
recon_cache_path = {folder}/recon
fallocate_reserve = 0
[pipeline:main]
pipeline = {part}-server
[app:{part}-server]
use = egg:swift#{part}
mount_check = false
"""
_FILTERS = ("catch_errors", "gatekeeper", "cache", "s3api", "tempauth", "slo", "copy")
_OPTIONS = {
    "cache": {"use": "egg:swift#memcache", "memcache_servers": "127.0.0.1:1"},
    "s3api": {"location": "us-east-1"},
    "tempauth": {f"user_{ACCOUNT}_{USER}": f"{PASSWORD} .admin"},
}


class S3Server:
    """The server as a process of its own, with one bucket."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="fgs3")
        self._port = _free_ports(len(_PARTS))
        self._process = None

    @property
    def _options(self):
        return {
            "endpoint": f"http://127.0.0.1:{self._port}",
            "region": "us-east-1",
            "access_key_id": f"{ACCOUNT}:{USER}",
            "secret_access_key": PASSWORD,
            "virtual_hosted_style_request": False,
        }

    def url(self, folder):
        """The storage setting that names a folder of the bucket."""
        return f"s3://{BUCKET}/{folder}?{urlencode({**self._options, **_PLAIN})}"

    def start(self):
        with Path(self._folder.name, "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.s3_server", self._folder.name, str(self._port)],
                cwd=_ROOT,
                stdout=log,
                stderr=log,
            )
        store = from_url(f"s3://{BUCKET}", **self._options, client_options=_PLAIN)
        put = obstore.sign(store, "PUT", "", timedelta(minutes=1))

        def has_bucket():
            assert self._process.poll() is None, self.log()
            try:
                return httpx2.put(put).status_code == 200
            except httpx2.TransportError:
                return False

        wait_until(has_bucket)
        return self

    def log(self):
        return Path(self._folder.name, "log").read_text()

    def close(self):
        self._process.terminate()
        self._process.wait(30)
        self._folder.cleanup()


def _free_ports(count):
    """The first of some ports in a row that nobody uses."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as found:
            first = found.getsockname()[1]
        try:
            for port in range(first + 1, first + count):
                socket.create_server(("127.0.0.1", port)).close()
        except (OSError, OverflowError):
            continue
        return first


def write_configuration(folder, first):
    """Write what the four servers read."""
    from swift.common.ring import RingBuilder

    (folder / "devices" / "disk").mkdir(parents=True)
    (folder / "recon").mkdir()
    (folder / "swift.conf").write_text(_SWIFT)
    for port, part in enumerate(_PARTS[1:], first + 1):
        ring = RingBuilder(part_power=2, replicas=1, min_part_hours=1)
        ring.add_dev({"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port,
                      "device": "disk", "weight": 1.0})  # fmt: skip
        ring.rebalance()
        ring.get_ring().save(str(folder / f"{part}.ring.gz"))
        text = _STORAGE.format(folder=folder, port=port, part=part)
        (folder / f"{part}.conf").write_text(text)
    lines = [
        *("[DEFAULT]", "bind_ip = 127.0.0.1", f"bind_port = {first}", f"swift_dir = {folder}"),
        *("[pipeline:main]", f"pipeline = {' '.join(_FILTERS)} proxy-server"),
        *("[app:proxy-server]", "use = egg:swift#proxy", "account_autocreate = true"),
    ]
    for name in _FILTERS:
        options = {"use": f"egg:swift#{name}", **_OPTIONS.get(name, {})}
        lines += [f"[filter:{name}]", *(f"{key} = {value}" for key, value in options.items())]
    (folder / "proxy.conf").write_text("\n".join(lines))


def serve(folder, first):
    """Be the server."""
    import eventlet

    eventlet.monkey_patch()
    import logging

    import eventlet.wsgi
    from swift.common import storage_policy, utils, wsgi
    from swift.common.utils import config

    for module in (utils, config):
        if hasattr(module, "SWIFT_CONF_FILE"):
            module.SWIFT_CONF_FILE = str(folder / "swift.conf")
    write_configuration(folder, first)
    storage_policy.reload_storage_policies()

    def run(part, port):
        eventlet.wsgi.server(
            eventlet.listen(("127.0.0.1", port)),
            wsgi.loadapp(str(folder / f"{part}.conf")),
            log=logging.getLogger("wsgi"),
            log_output=False,
            protocol=wsgi.SwiftHttpProtocol,
        )

    servers = [eventlet.spawn(run, part, port) for port, part in enumerate(_PARTS, first)]
    for server in reversed(servers):
        server.wait()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
