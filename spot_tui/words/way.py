"""How a person proves that an account is hers."""

WORDS = {
    "way.title": "How the code comes",
    "way.heading": "How shall the code reach you?",
    "way.choose": "Press the digit of a way, or move with Up and Down and press Enter.",
    "way.registered": "Text message and call come only to a telephone that you registered for passcodes.",
    "way.help": "Take what you have at hand. Another way can be taken later, with F6 where the code is asked for.",
}
