"""Answers of the practice portal: from what a made-up person shows to the segments of a 271."""
