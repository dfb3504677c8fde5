"""Eligibility: the request (270), the answer (271) as one typed model, and what screens say about it."""
