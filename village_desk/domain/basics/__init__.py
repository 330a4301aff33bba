"""What every rule is made of: money, days and months, identity numbers, reasons and endings. Knows no scheme."""
