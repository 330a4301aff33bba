"""docs/protocol.md says what the program does: kinds, fields, verdicts, problems, domains, limits, and the example."""

import base64
import dataclasses
import json
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.agreement import facts, journal, protocol, verdicts
from sync.stick import courier
from sync.wire import attachments, batch, down, inviting, manifest, pairing, past, problems
from sync.wire.keys import DeskKey

TEXT = (Path(__file__).parent.parent / "docs" / "protocol.md").read_text("utf-8")
EXAMPLE = TEXT.partition("### Example")[2].partition("\n## ")[0]
ROWS = [line for line in TEXT.splitlines() if line.startswith("|")]
CODES = sorted(verdicts.codes())


@pytest.mark.parametrize("kind", facts.KINDS)
def test_every_kind_is_in_a_table_with_its_fields(kind: str) -> None:
    row = next((each for each in ROWS if each.startswith(f"| `{kind}` |")), "")
    assert row, f"{kind} is not in docs/protocol.md"
    missing = [name for name in _names(facts.KINDS[kind]) if not re.search(rf"\b{name}\b", row)]
    missing += [name for part in _parts(kind) for name in _names(part) if not re.search(rf"\b{name}\b", _near(row))]
    assert not missing, f"{kind}: {missing}"


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_a_verdict_is_named(code: str) -> None:
    assert f"`{code}`" in TEXT


@pytest.mark.parametrize("verdict", ["accepted", "already_had", "refused", "kept"])
def test_every_verdict_is_in_the_table(verdict: str) -> None:
    assert any(row.startswith(f"| `{verdict}` |") for row in ROWS)


@pytest.mark.parametrize("code", sorted({*problems.STATUS, *problems.DAMAGED}))
def test_every_problem_is_in_the_table_with_its_status(code: str) -> None:
    status = problems.STATUS.get(code, 422)
    assert any(f"`{code}`" in row and f"| {status} |" in row for row in ROWS)


@pytest.mark.parametrize(
    "domain",
    sorted(
        value
        for value in vars(protocol).values()
        if isinstance(value, str) and re.fullmatch(r"village-desk-[a-z-]+/[0-9]+", value)
    ),
)
def test_every_domain_of_a_signature_is_named(domain: str) -> None:
    assert f"`{domain}`" in TEXT


@pytest.mark.parametrize("name", [name for name in vars(protocol) if re.fullmatch(r"[A-Z]+_(BYTES|FACTS|MARKS)", name)])
def test_every_limit_is_in_the_table(name: str) -> None:
    assert f"| `{name}` | {getattr(protocol, name):,} |" in TEXT


@pytest.mark.parametrize(
    "message",
    [
        protocol.Hello,
        protocol.Held,
        manifest.Manifest,
        manifest.Payload,
        manifest.Receipts,
        manifest.Clock,
        down.Down,
        down.DownAsk,
        past.PastAsk,
        past.PastHere,
        pairing.PairAsk,
        pairing.PairAnswer,
        inviting.Invite,
        inviting.Request,
        attachments.Claim,
        courier.StickAsk,
        courier.Item,
    ],
    ids=lambda message: f"{message.__module__}.{message.__name__}",
)
def test_every_field_of_a_message_is_named(message: type) -> None:
    assert not [name for name in _names(message) if not re.search(rf"\b{name}\b", TEXT)]


def test_the_version_is_the_programs() -> None:
    assert TEXT.splitlines()[0].endswith(f"version {protocol.VERSION}")
    assert f"| {protocol.VERSION} |" in TEXT


def test_the_example_is_a_batch() -> None:
    sealed, chained = batch.read(_example())
    said, signed = re.findall(r"```json\n(.*?)\n```", EXAMPLE, re.DOTALL)
    assert [line.raw.decode() for line in chained] == said.splitlines()
    assert manifest.write(sealed.manifest) == journal.canonical(json.loads(signed))
    assert f"the id of the batch is `{sealed.id}`" in EXAMPLE
    assert all(line.hash in EXAMPLE for line in chained)
    assert sum(line.cash_fen for line in chained) == 20_000


def test_the_example_is_signed_by_the_key_that_it_names() -> None:
    key = DeskKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    sealed, _ = batch.read(_example())
    payload = sealed.bytes[-sealed.manifest.payload.bytes :]
    assert batch.pack(sealed.manifest, payload, key).bytes == sealed.bytes


def _example() -> bytes:
    return base64.b64decode("".join(re.findall(r"^    ([A-Za-z0-9+/=]{40,})$", EXAMPLE.partition("base 64")[2], re.M)))


def _names(kind: type) -> list[str]:
    return [each.name for each in dataclasses.fields(kind) if each.name != "carried"]


def _parts(kind: str) -> list[type]:
    return list(getattr(facts.KINDS[kind], "PARTS", {}).values())


def _near(row: str) -> str:
    """Where the members of a kind's lists are: in its row, or in the text about answers."""
    return row + TEXT.partition("### Answer")[2].partition("\n## ")[0]
