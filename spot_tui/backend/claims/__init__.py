"""Claims: what a claim status answer (277) or claim acknowledgement (277CA) says."""
