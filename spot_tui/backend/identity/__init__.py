"""Signing in: one engine-neutral machine, one adapter for each engine that an Okta organisation may run."""
