"""Many inquiries from one file: read, previewed, asked one after the other at a set pace, and reported."""
