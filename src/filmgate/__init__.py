"""filmgate: a self-hosted model API server for video generation."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filmgate.client import AsyncClient, Client

__version__ = "0.1.0"
__all__ = ["AsyncClient", "Client", "__version__"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import the SDK when it is first asked for: the server does without it."""
        if name in ("AsyncClient", "Client"):
            import filmgate.client as sdk

            return getattr(sdk, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
