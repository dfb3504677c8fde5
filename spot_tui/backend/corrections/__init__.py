"""Corrections (reopenings) and appeals: their rules, deadlines and forms."""
