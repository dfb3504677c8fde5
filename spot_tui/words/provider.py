"""The choice of the provider."""

WORDS = {
    "provider.title": "Provider",
    "provider.heading": "For which provider do you work now?",
    "provider.npi": "NPI         {npi}",
    "provider.ptan": "PTAN        {ptan}",
    "provider.tin": "TIN         ends in {digits}",
    "provider.parts": "Medicare    Part {parts}",
    "provider.and": " and ",
    "provider.location": "Location    {location}",
    "provider.zone": "Time zone   {zone}",
    "provider.short.ptan": "PTAN {ptan}",
    "provider.short.tin": "TIN ends in {digits}",
    "provider.short.parts": "Part {parts}",
    "provider.now": "(now)",
    "provider.stays": "What you typed stays and is sent for the provider that you choose.",
    "provider.choose": "Press its digit, or move with Up and Down and press Enter.",
    "provider.recording": "Recording your choice",
    "provider.help": "Inquiries are sent with the numbers of the provider that you choose; Ctrl+O on any screen changes it. What you typed stays and is sent for the new provider; an answer on the screen stays that of the provider it was asked for.",
}
