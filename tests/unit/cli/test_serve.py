"""What a server asks of the system before it listens."""

import subprocess
import sys


def test_a_server_may_hold_more_connections_than_a_shell_allows():
    code = (
        "import resource\n"
        "from filmgate.cli.serve import allow_many_connections\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (256, 512))\n"
        "allow_many_connections()\n"
        "allow_many_connections()\n"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE))\n"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "(512, 512)"
