"""Whether Medicare can be billed: what an answer says about it, in order of harm."""
