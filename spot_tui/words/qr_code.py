"""Beside a QR code, or in its place."""

WORDS = {
    "qr_code.no_room": "There is no room here for a QR code; what it holds stands above.",
    "qr_code.no_colour": "If your phone does not read the square without colours, type what stands above.",
}
