"""The forms of the code of a device."""

from spot_tui.backend.identity.forms import code_field, code_form

__all__ = ["code_field", "code_form"]
