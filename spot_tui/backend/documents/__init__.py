"""Documents that an office sends: what a submission must hold, and when it counts as received."""
