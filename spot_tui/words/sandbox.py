"""What the practice portal's commands say."""

WORDS = {
    "sandbox.serve.help": "serve the practice portal over TCP until interrupted",
    "sandbox.serve.host.help": "address to listen on (default: this machine only)",
    "sandbox.serve.port.help": "port to listen on; 0 takes a free one",
    "sandbox.serve.latency.help": "delay every answer by so many milliseconds, while it serves",
    "sandbox.serve.fault.help": "let something go wrong while it serves; may be given more than once: {known}",
    "sandbox.serve.engine.help": "sign-in engine that the organisation runs: v1 (Classic) or idx; kept in the world",
    "sandbox.serve.certificate.help": "certificate and chain (PEM), wanted for other addresses than this machine's",
    "sandbox.serve.key.help": "its private key (PEM)",
    "sandbox.serve.client_authority.help": "want client certificates that this authority (PEM) signed",
    "sandbox.serve.started": "PRACTICE portal at {url} - made-up people only. Ctrl+C ends it.",
    "sandbox.serve.fault": "Fault switched on: {name}",
    "sandbox.number": "a whole number from 0 to {most}",
    "sandbox.reset.help": "start the made-up world over",
    "sandbox.reset.done": "The made-up world starts over.",
}
