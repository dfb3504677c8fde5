"""Entry point: `spot-tui` and `python -m spot_tui`."""


def main() -> int:
    return 0
