"""X12 interchanges: reading, writing, acknowledgements and code tables."""
