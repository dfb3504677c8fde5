"""The journal and the audit log: faults, kills, tampering."""
