"""The outbox: what was sent off is on disk before it is on the wire, and goes out once."""
