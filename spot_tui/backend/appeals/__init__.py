"""Appeals of the first two levels: submitted, followed, their decision letters read."""
