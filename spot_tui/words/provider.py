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
    "provider.choose": "Press its digit, or move with Up and Down and press Enter.",
    "provider.recording": "Recording your choice",
    "provider.help": "Inquiries are sent with the numbers of the provider that you choose; you can change it on the home screen.",
}
