"""The coordinator's words: Chinese in the code, through ``_()``; a catalogue may replace it. No Qt.

Write ``_("收到 {amount}").format(amount=...)``, never an f-string: an f-string cannot be looked up.
"""

import gettext
import os
from pathlib import Path

import resources


def _catalogue() -> gettext.NullTranslations:
    """The catalogue for VILLAGE_DESK_LANGUAGE; Chinese if that is unset, or if there is no such catalogue."""
    language = os.environ.get("VILLAGE_DESK_LANGUAGE", "zh")
    if language.startswith("zh"):
        return gettext.NullTranslations()
    return gettext.translation("village_desk", Path(resources.__file__).with_name("words"), [language], fallback=True)


_catalogue_in_use = _catalogue()


def _(text: str) -> str:
    """The words for ``text`` in the language in use."""
    return _catalogue_in_use.gettext(text)
