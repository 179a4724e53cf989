"""The commands: ``filmgate serve``, ``generate``, ``demo`` and the rest; all that prints."""


def main() -> None:
    """Run the command line."""
    from filmgate.cli.app import app

    app()
