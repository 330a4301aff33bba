"""Pieces go before the reply to the last one is here: whoever stands between, all arrive, and none for nothing."""

from __future__ import annotations

import select
import socket
import threading
from pathlib import Path
from random import Random

import pytest

from sync.agreement.errors import NoLine, TownshipRefused
from sync.agreement.facts import PersonRegistered
from sync.agreement.protocol import Answered, KnownTownship
from sync.line.client import Patience, Township
from sync.wire import upload
from sync.wire.batch import SealedBatch
from tests.township import moods
from tests.township.journals import DESK, Scribe, id_number
from tests.township.moods import Mood, Stranger, moody
from tests.township.process import TownshipProcess

PEOPLE = 300
PATIENCE = Patience(connect=10.0, reply=20.0)


@pytest.fixture
def known(office: TownshipProcess) -> KnownTownship:
    """The township as a desk knows it that has met it."""
    with Township(office.url, DESK) as line:
        line.hello()
        return line.known


@pytest.fixture
def week(scribe: Scribe) -> SealedBatch:
    """A week of several pieces."""
    dice = Random(1)
    noted = [dice.randbytes(90).hex() for _ in range(PEOPLE)]
    scribe.record(*(PersonRegistered(scribe.mint(), "村民", id_number(at), note=each) for at, each in enumerate(noted)))
    found = scribe.sealed()
    assert 3 * 6 * 1024 < len(found.bytes) < 36 * 1024
    return found


def another_comes(stranger: Stranger, seconds: float) -> bool:
    """Whether the next request of this connection comes before the reply to this one."""
    return _is_here(stranger) or bool(select.select([stranger.connection], [], [], seconds)[0] and _is_here(stranger))


def _is_here(stranger: Stranger) -> bool:
    stranger.connection.settimeout(0.0)
    try:
        return bool(stranger.rfile.peek(1))  # type: ignore[attr-defined]
    finally:
        stranger.connection.settimeout(None)


def pass_on(stranger: Stranger, real: Mood, data: bytes) -> None:
    """The request whose body was read already."""
    stranger.body = lambda: data  # type: ignore[method-assign]
    real(stranger)
    del stranger.body


def test_a_week_of_several_pieces_needs_one_round_trip_and_no_greeting(
    office: TownshipProcess, known: KnownTownship, week: SealedBatch
) -> None:
    real, ahead = moods.relay(office.url), list[bool]()

    def waiting(stranger: Stranger) -> None:
        """Replies to no piece but the last before the next one is here."""
        data = stranger.body()
        if stranger.headers["Upload-Complete"] == "?0":
            ahead.append(another_comes(stranger, 20))
        pass_on(stranger, real, data)

    with moody(waiting) as proxy, Township(proxy.url, DESK, known, PATIENCE) as line:
        assert line.hello_with(week).timeline == known.timeline
        answered = line.send(week)
        assert set(proxy.asked) == {f"PATCH /v1/batches/{week.id}"}
    assert isinstance(answered, Answered)
    assert answered.answer.accepted == PEOPLE
    assert len(ahead) >= 2
    assert all(ahead)


def test_a_refusal_beside_a_week_that_was_sent_without_a_greeting_is_greeted_for(
    office: TownshipProcess, known: KnownTownship, scribe: Scribe, tmp_path: Path
) -> None:
    """Whatever its status: of a copied file the desk learns by the hello that it is one."""
    clone = scribe.copy(tmp_path / "clone")
    for each in (scribe, clone):
        each.register(2)
    with Township(office.url, DESK, known) as line:
        line.send(scribe.sealed())
    fork = clone.sealed()
    with Township(office.url, DESK, known) as line:
        assert line.hello_with(fork).position == 1
        with pytest.raises(TownshipRefused, match="chain-fork"):
            line.send(fork)


def test_a_proxy_that_ends_the_connection_with_each_reply_costs_a_piece_once(
    office: TownshipProcess, known: KnownTownship, week: SealedBatch
) -> None:
    real, sizes = moods.relay(office.url, closes=True), list[int]()

    def ending(stranger: Stranger) -> None:
        sizes.append(int(stranger.headers.get("Content-Length") or 0))
        real(stranger)

    with moody(ending) as proxy, Township(proxy.url, DESK, known, PATIENCE) as line:
        assert isinstance(line.send(week), Answered)
    assert sum(sizes) == len(week.bytes), "no whole piece went again"


def test_where_somebody_hangs_up_on_a_second_request_pieces_go_one_at_a_time(
    office: TownshipProcess, known: KnownTownship, week: SealedBatch
) -> None:
    real, refused = moods.relay(office.url), list[str]()

    def narrow(stranger: Stranger) -> None:
        data = stranger.body()
        if stranger.headers.get("Upload-Complete") == "?0" and another_comes(stranger, 0.5):
            refused.append(stranger.headers["Upload-Offset"])
            moods.hang_up(stranger)
        else:
            pass_on(stranger, real, data)

    with moody(narrow) as proxy, Township(proxy.url, DESK, known, PATIENCE) as line:
        assert isinstance(line.send(week), Answered)
    assert refused == ["0", "0"]


def test_the_pace_goes_apart_after_two_losses_and_together_again_later() -> None:
    pace = upload.Pace()
    for _ in range(2):
        assert pace.ahead == 2
        pace.lost("/a", {0: pace.size})
        pace.found("/a", 0)
    assert (pace.ahead, pace.size) == (1, 4096)
    for _ in range(16):
        assert pace.ahead == 1
        pace.took(pace.size, 1.0)
    assert pace.ahead == 2


def test_a_piece_on_a_thin_line_is_short_and_on_a_fat_one_long() -> None:
    thin, fat = upload.Pace(), upload.Pace()
    for _ in range(3):
        thin.took(thin.size, thin.size / 4000)
        fat.took(fat.size, fat.size / 1_000_000)
    assert 6 * 1024 < thin.size < 12 * 1024
    assert fat.size > 40 * 1024
    for _ in range(40):
        thin.took(thin.size, thin.size / 4000)
    assert thin.size == 40_000, "ten seconds of line, after a long time without a loss"


def test_a_line_cut_while_tls_is_agreed_on_is_no_line() -> None:
    """Not somebody else's certificate: nobody has shown one yet."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def cut() -> None:
            near, _ = door.accept()
            with near:
                near.recv(4096)
                near.shutdown(socket.SHUT_WR)
                near.recv(4096)

        guest = threading.Thread(target=cut)
        guest.start()
        url = f"https://localhost:{door.getsockname()[1]}"
        with Township(url, DESK, patience=PATIENCE) as line, pytest.raises(NoLine, match="no-line"):
            line.hello()
        guest.join()


def test_after_a_cut_and_a_dead_line_the_same_conversation_goes_on_and_nobody_greets_again(
    office: TownshipProcess, known: KnownTownship, week: SealedBatch
) -> None:
    """The second piece is lost, and so is the first question after it; the reply to the first piece had the hello."""
    real, lost = moods.relay(office.url), list[str]()

    def dead_once(stranger: Stranger) -> None:
        if stranger.headers["Upload-Offset"] == "0":
            return real(stranger)
        if len(lost) < 2:
            lost.append(stranger.command)
            return moods.hang_up(stranger)
        return real(stranger)

    with moody(dead_once) as proxy, Township(proxy.url, DESK, known, PATIENCE) as line:
        line.hello_with(week)
        assert isinstance(line.send(week), Answered)
    assert lost == ["PATCH", "HEAD"]
    assert not [each for each in proxy.asked if each.startswith("GET")]


def test_a_line_that_stays_dead_ends_the_conversation(
    office: TownshipProcess, known: KnownTownship, week: SealedBatch
) -> None:
    real = moods.relay(office.url)

    def dying(stranger: Stranger) -> None:
        return real(stranger) if stranger.headers["Upload-Offset"] == "0" else moods.hang_up(stranger)

    with moody(dying) as proxy, Township(proxy.url, DESK, known, Patience(dead=0.6)) as line:
        line.hello_with(week)
        with pytest.raises(NoLine, match="no-line"):
            line.send(week)
        assert [each[:4] for each in proxy.asked].count("HEAD") == 2
