"""The client against the practice portal over real HTTP."""
