"""The township clerk's console: server-rendered pages over the township's books, which it never changes.

It writes only its own tables: clerks, sessions, decisions, and the log of clerks' actions.
"""
