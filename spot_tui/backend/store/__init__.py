"""What lives on this machine: journal, audit log, vault."""
