"""What each problem says: ``problem.CODE`` is what is wrong, ``problem.CODE.next`` what to do."""

WORDS = {
    "problem.kind.permission": "Permission",
    "problem.kind.unavailable": "System unavailable",
    "problem.kind.matching": "Data matching",
    "problem.kind.format": "Data format",
    "problem.kind.incomplete": "Incomplete data",
    "problem.internal": "The program met an error of its own (incident {incident}).",
    "problem.internal.next": "Nothing you typed was sent twice. Tell your support the incident number.",
    "problem.usage": "{reason}",
}
