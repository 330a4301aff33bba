"""The books of the drawer: the ledger, cash passed on, deposits and hand-overs, and the evening's close."""
