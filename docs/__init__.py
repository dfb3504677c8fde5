"""The guides, and the small programs that keep them true."""
