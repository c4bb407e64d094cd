"""Cases on disk: reading them strictly, checking them, and keeping a prepared list of them.

What a case does when it is played is left to ``encounter``; what a step is worth, to ``clinical``.
"""
