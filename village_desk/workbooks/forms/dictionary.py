"""The dictionary of fields that the program carries, read when it is first needed."""

from functools import cache

import resources
from village_desk.domain import form_fields
from village_desk.domain.form_fields import FormFields


@cache
def fields() -> FormFields:
    """The fields that a form may name: ``resources/forms/fields.toml``."""
    return form_fields.read(resources.path("forms/fields.toml").read_text("utf-8"))
