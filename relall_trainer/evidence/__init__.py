"""What is known, and from where: the evidence library in SQLite, searchable.

``reference`` says what an item is; ``texts`` reads the text files; ``build`` writes the one SQLite file;
``library`` opens it read-only; ``proof`` shows that every rule and every number has its evidence;
``listing`` words it for a terminal. Judges nothing: ratings come from the rules.
"""
