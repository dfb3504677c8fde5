"""CAQH CORE real-time connectivity: the envelopes that carry X12 over HTTPS."""
