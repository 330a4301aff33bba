"""Sex, in the codes of GB/T 2261.1."""

from enum import Enum

from village_desk.words import _


class Sex(Enum):
    """1 male, 2 female. The codes 0 and 9 do not occur among people who hold an identity number."""

    MALE = "1"
    FEMALE = "2"

    def in_words(self) -> str:
        """男 or 女."""
        return _("男") if self is Sex.MALE else _("女")
