"""Licensed codes and words: notices that a person accepts before she sees them, and descriptor files."""
