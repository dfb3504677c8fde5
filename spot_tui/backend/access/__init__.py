"""Access requests: asking for a role, deciding about it, ending it, and certifying it every year."""
