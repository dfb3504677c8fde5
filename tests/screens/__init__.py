"""The screens, by keys, in the design size and a larger one."""
