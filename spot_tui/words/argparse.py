"""What Python's parser of commands says by itself: its sentences, for translation only."""

WORDS = {
    "argparse.usage": "usage: ",
    "argparse.positional": "positional arguments",
    "argparse.options": "options",
    "argparse.help": "show this help message and exit",
    "argparse.version": "show program's version number and exit",
    "argparse.argument": "argument %(argument_name)s: %(message)s",
    "argparse.required": "the following arguments are required: %s",
    "argparse.one_required": "one of the arguments %s is required",
    "argparse.unrecognized": "unrecognized arguments: %s",
    "argparse.not_allowed": "not allowed with argument %s",
    "argparse.explicit": "ignored explicit argument %r",
    "argparse.invalid": "invalid %(type)s value: %(value)r",
    "argparse.choice": "invalid choice: %(value)r (choose from %(choices)s)",
    "argparse.one": "expected one argument",
    "argparse.at_most_one": "expected at most one argument",
    "argparse.at_least_one": "expected at least one argument",
}
