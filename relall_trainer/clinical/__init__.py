"""What a hematologist would recognize: patient, steps, rules, and the appraisal of every step.

Pure: no files, clock, dice, SQL or Qt. The rules themselves are data (``assets/algorithm``).
"""
