"""Rows of a table as Markdown has them, so that what the bench prints can stand in the README as it is."""


def head(*names: str) -> None:
    """The names of the columns, and the line under them."""
    row(*names)
    row(*["---"] * len(names))


def row(*cells: object) -> None:
    """One row."""
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)
