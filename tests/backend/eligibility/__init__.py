"""Tests of eligibility: form, request, answer, presentation."""
