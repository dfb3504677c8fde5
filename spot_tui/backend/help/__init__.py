"""Help: pages as data, readable offline and before sign-in, and their search."""
