"""The branching virtual patient: a case, the encounter that plays it, its score and debrief.

Pure: time, ids and chance come in as arguments; ratings come from ``clinical`` alone.
"""
