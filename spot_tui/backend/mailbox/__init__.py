"""What the contractor writes to an office: messages, letters, requests for records, and notices."""
