"""filmgate: a self-hosted model API server for video generation."""

__version__ = "0.1.0"
