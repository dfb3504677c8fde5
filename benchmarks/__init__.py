"""What is measured, side by side with what a user would otherwise use. One command: `make bench`."""
