"""What pages are built of: layouts, buttons, tables, forms, cards, jobs, printing. Knows no page."""
