"""Tests of the CORE client without a wire."""
