"""Tests of the help pages and their search."""
