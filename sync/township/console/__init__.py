"""The township clerk's console: server-rendered pages over the township's books. It reads them and never changes them;
what it writes are its own tables: clerks, sessions, decisions, and the log of what clerks did.
"""
