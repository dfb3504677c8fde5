"""Remittance advices: the 835 as one typed model, its checks, and how it is shown."""
