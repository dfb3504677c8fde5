"""Everything that proves the program, mirroring its tree."""
