"""The home screen."""

WORDS = {
    "home.title": "Home",
    "home.heading": "What would you like to do?",
    "home.who": "Signed in   {name} (user ID {user})",
    "home.last": "Last time   {moment}, from this terminal",
    "home.provider": "Working for {provider}",
    "home.opening_draft": "Opening what was kept",
    "home.practice": "Practice portal: everybody you can ask about is made up.",
    "home.production": "Production: real patients, real data.",
    "home.help": "Press the digit of a job, or move with Up and Down and press Enter. F9 signs you out.",
}
