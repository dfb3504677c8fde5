"""The colours of the screens."""

WORDS = {
    "look.standard": "Standard colours.",
    "look.high-contrast": "High contrast.",
    "look.monochrome": "Two colours only.",
}
