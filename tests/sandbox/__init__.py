"""The practice portal."""
