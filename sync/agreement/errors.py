"""The errors of the road, grouped by what the caller can do. Texts are for logs; the desk has its own words."""


class RoadError(Exception):
    """Root of the road's errors. ``code`` is a stable word, such as ``signature-invalid``."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class NoLine(RoadError):
    """Nobody answered, or the line fell silent: try again later."""


class NotTheTownship(RoadError):
    """Somebody answered who is not the township: a login page, a proxy, an unsigned or foreign answer."""


class TownshipRefused(RoadError):
    """The township answered no: unknown desk, revoked key, broken or forked chain. Sending again will not help."""


class Damaged(RoadError):
    """Bytes that were changed after signing, or break the format: nothing of them is used."""


class StickTrouble(RoadError):
    """A stick that cannot be used: ``stick-full``, ``-read-only``, ``-gone``, ``-differs``, ``-odd``, ``-io``."""


class ChainBroken(RoadError):
    """A journal whose hashes do not follow each other. ``detail`` names the first row that is wrong."""
