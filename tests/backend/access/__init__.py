"""Tests of access requests without a wire."""
