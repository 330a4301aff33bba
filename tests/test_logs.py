"""The log tells what went wrong and nobody's number."""

import logging
from pathlib import Path

from village_desk import logs


def test_numbers_of_people_never_reach_the_log(tmp_path: Path) -> None:
    file = logs.start(tmp_path)
    handler = logging.getLogger().handlers[-1]
    try:
        try:
            raise ValueError("429004200903117380 and 6213369577941607140 and 13800001234")
        except ValueError:
            logging.getLogger("desk").exception("receipt A-2026-000123-5 for 42900420090311738X, at 22:00")
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    text = file.read_text("utf-8")
    assert "ValueError" in text
    assert "22:00" in text
    for number in ("429004200903117380", "6213369577941607140", "13800001234", "42900420090311738X", "900311738"):
        assert number not in text
