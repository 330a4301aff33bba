"""The rules over one person: contribution, account, eligibility, pension, ending (R1-R15)."""
