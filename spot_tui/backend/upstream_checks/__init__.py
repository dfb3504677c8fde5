"""Looking at an upstream step by step, outermost layer first, to find the first one that fails."""
