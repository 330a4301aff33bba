"""The endings a use case may have besides success; anything else is a bug. Words are the coordinator's."""


class DeskError(Exception):
    """Root of all errors shown to the coordinator in words: what is wrong, and what she can do.

    ``message`` and ``cure`` are sentences in the words of the screen; ``code`` is a stable word for scripts and
    tests. ``by_command``: the cure for somebody without the window, where ``cure`` names what only the window shows;
    a cure that names neither button nor page serves both.
    """

    def __init__(self, message: str, cure: str = "", code: str = "", *, by_command: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure
        self.code = code
        self.by_command = by_command

    def __str__(self) -> str:
        return "。".join(part for part in (self.message, self.cure) if part)


class Refused(DeskError):
    """A rule refuses. ``field`` is the field of the form beside which the refusal stands, if any."""

    def __init__(self, message: str, cure: str = "", code: str = "", field: str = "", *, by_command: str = "") -> None:
        super().__init__(message, cure, code, by_command=by_command)
        self.field = field


class Asked(Refused):
    """A rule refuses unless somebody is sure: the question is asked, "no" is the usual answer. ``word`` means yes."""

    def __init__(self, message: str, cure: str, code: str, word: str, field: str = "", *, by_command: str = "") -> None:
        super().__init__(message, cure, code, field, by_command=by_command)
        self.word = word


class Trouble(DeskError):
    """The surroundings failed: disk, lock, line, file. The work can be tried again once that is mended."""


class Cancelled(Exception):
    """The coordinator stopped a long piece of work. None of its results is kept."""
