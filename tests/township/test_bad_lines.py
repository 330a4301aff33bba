"""Bad lines before a real township: a proxy that buffers and is cut, replies that are lost. Nothing counts twice."""

from collections.abc import Callable
from random import Random

import pytest
import requests

from sync.agreement.errors import NoLine
from sync.agreement.protocol import Answered
from sync.desk import outbox
from sync.line.client import Township
from sync.wire import upload
from sync.wire.batch import SealedBatch
from tests.township import moods
from tests.township.journals import DESK, MORNING, Scribe
from tests.township.moods import Mood, Stranger, moody
from tests.township.process import TownshipProcess


def insist(url: str, batch: SealedBatch, pace: upload.Pace) -> Answered:
    """Conversation after conversation until the answer is here; each begins anew, as after a pause."""
    for _ in range(100):
        with Township(url, DESK, pace=pace) as line:
            try:
                answered = line.send(batch)
            except NoLine:
                continue
            assert isinstance(answered, Answered)
            return answered
    raise AssertionError("no answer after a hundred conversations")


def cutting(real: Mood, allowed: Callable[[], int], crossed: list[tuple[int, int]]) -> Mood:
    """A proxy that passes on whole requests only, on a line that is cut after so many bytes; notes what came of which.

    ``allowed``: how many bytes of the next piece come before the cut.
    """

    def mood(stranger: Stranger) -> None:
        promised, most = int(stranger.headers.get("Content-Length") or 0), allowed()
        if stranger.command != "PATCH" or promised <= most:
            crossed.append((promised, promised))
            return real(stranger)
        crossed.append((len(stranger.rfile.read(most)), promised))
        return moods.hang_up(stranger)

    return mood


@pytest.mark.parametrize("seed", range(2))
def test_behind_a_proxy_that_buffers_a_cut_costs_one_piece(scribe: Scribe, office: TownshipProcess, seed: int) -> None:
    dice, crossed, pace = Random(seed), list[tuple[int, int]](), upload.Pace()
    scribe.register(5000)
    batch = scribe.sealed()
    mood = cutting(moods.relay(office.url), lambda: int(dice.expovariate(1 / 10_000)), crossed)
    with moody(mood) as proxy:
        answered = insist(proxy.url, batch, pace)
    assert answered.answer.accepted == 5000
    cuts = [(came, promised) for came, promised in crossed if came < promised]
    assert cuts, "this seed cut nothing"
    assert sum(came for came, promised in crossed if came == promised) == len(batch.bytes), "a piece went again"
    assert all(came < promised <= 36 * 1024 for came, promised in cuts)


def test_where_nothing_but_short_pieces_gets_through_they_become_short(scribe: Scribe, office: TownshipProcess) -> None:
    """What one conversation learnt, the next one knows: else each would begin with a piece that cannot get through."""
    crossed, pace = list[tuple[int, int]](), upload.Pace()
    scribe.register(5000)
    batch = scribe.sealed()
    with moody(cutting(moods.relay(office.url), lambda: 9000, crossed)) as proxy:
        assert insist(proxy.url, batch, pace).answer.accepted == 5000
    wasted = sum(came for came, promised in crossed if came < promised)
    assert wasted < len(batch.bytes)


@pytest.mark.parametrize("seed", range(2))
def test_four_of_ten_replies_lost_double_nothing(scribe: Scribe, office: TownshipProcess, seed: int) -> None:
    dice, lost, pace = Random(seed), list[str](), upload.Pace()

    def lose(stranger: Stranger, reply: requests.Response) -> bool:
        if dice.random() >= 0.4:
            return False
        lost.append(stranger.command)
        moods.hang_up(stranger)
        return True

    with moody(moods.relay(office.url, lose)) as proxy:
        for week, person in enumerate(scribe.register(6)):
            scribe.collect(person, f"A-2026-{week:06}")
            batch = scribe.sealed()
            answered = insist(proxy.url, batch, pace)
            with scribe.writing():
                outbox.keep_answer(scribe.db, batch.id, answered.bytes, MORNING)
    assert lost
    found = office.status()
    assert (found["facts"], found["money"]["2026"]["net_fen"]) == (12, 6 * 20000)


def test_where_nobody_says_how_much_came_and_no_piece_gets_through_a_conversation_ends(
    scribe: Scribe, office: TownshipProcess
) -> None:
    """Somebody bears neither HEAD nor a body: it had been asked and tried without end."""
    scribe.register(1000)
    real = moods.relay(office.url)

    def strict(stranger: Stranger) -> None:
        body = stranger.body()
        if len(proxy.asked) > 40:
            moods.login_page(stranger)
        elif stranger.command == "HEAD":
            stranger.answer(403, b"")
        elif body:
            moods.hang_up(stranger)
        else:
            real(stranger)

    with moody(strict) as proxy, Township(proxy.url, DESK) as line, pytest.raises(NoLine, match="no-line|no-progress"):
        line.send(scribe.sealed())
    assert len(proxy.asked) < 20
