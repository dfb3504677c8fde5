"""The practice portal: a server of the same wires, made-up people, switchable faults."""
