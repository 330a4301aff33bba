"""Receipt numbers: no gaps, no doubles. A number is taken inside the transaction that writes its receipt."""

from village_desk.domain.receipts import ReceiptNumber
from village_desk.store.file.engine import Database


def next_receipt(db: Database, letter: str, ordinal: int, year: int) -> ReceiptNumber:
    """The next number of the series. Call inside Store.writing(): a rollback gives it back.

    The counter is moved by applying the fact that carries the number, so asking twice gives the same answer.
    """
    assert db.conn.in_transaction, "a receipt number is taken inside Store.writing()"
    series = ReceiptNumber(letter, ordinal, year, 0).series
    row = db.execute("SELECT next FROM counters WHERE series = ?", [series]).fetchone()
    return ReceiptNumber(letter, ordinal, year, row[0] if row else 1)
