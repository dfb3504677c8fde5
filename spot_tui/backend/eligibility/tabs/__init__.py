"""The tabs of an answer, each a function from the answer to worded sections."""
