"""The learner's own record: attempts as logs of events, on disk before anything says "saved".

One SQLite file, an append-only journal beside it, and backups. Knows nothing of windows or ratings.
"""
