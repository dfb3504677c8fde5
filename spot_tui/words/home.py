"""The home screen."""

WORDS = {
    "home.title": "Home",
    "home.heading": "What would you like to do?",
    "home.who": "Signed in   {name} (user ID {user})",
    "home.last": "Last time   {moment}, from this terminal",
    "home.lapses": "Access      last sign-in {days} days ago; lapses on {date} without another",
    "home.second_device": "You have one device only. Add a second one in your IDM profile, so that you can still sign in without it.",
    "home.provider": "Working for {provider}",
    "home.opening_draft": "Opening what was kept",
    "home.practice": "Practice portal: everybody you can ask about is made up.",
    "home.production": "Production: real patients, real data.",
    "home.help": "Press the digit of a job, or move with Up and Down and press Enter. F9 signs you out.",
}
