"""Rules and services without a terminal."""
