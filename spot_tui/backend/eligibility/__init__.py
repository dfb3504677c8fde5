"""Eligibility: the inquiry (270), the answer (271) as one model, and the service that asks."""
