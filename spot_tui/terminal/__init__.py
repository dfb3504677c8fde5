"""What lies between the program and the terminal: environment, colours, driver, signals, crashes, prompts."""
