"""Medicare provider portal jobs in a terminal."""

__version__ = "0.1.0"
