"""One file a screen. A screen holds services, calls a verb in a worker and shows the model."""
