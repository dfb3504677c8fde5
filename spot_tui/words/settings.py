"""Why a settings file is refused, where the checking library's own words would not do."""

WORDS = {
    "settings.whole_file": "(the whole file)",
    "settings.reason.extra_forbidden": "there is no such key",
    "settings.reason.missing": "this key is needed",
    "settings.reason.model_type": "a group of keys is needed here",
    "settings.reason.dict_type": "a group of keys is needed here",
    "settings.reason.model_attributes_type": "a group of keys is needed here",
}
