"""Tests of claim reports."""
