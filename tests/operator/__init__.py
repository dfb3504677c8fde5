"""The operator's kit: what an office puts around the program."""
