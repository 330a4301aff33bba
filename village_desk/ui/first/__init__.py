"""The first start: five screens with one question each, then the desk is made."""
