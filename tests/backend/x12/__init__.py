"""Tests of reading and writing X12."""
