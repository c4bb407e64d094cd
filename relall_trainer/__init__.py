"""RelALL Trainer: patient cases on relapsed or refractory Ph-negative ALL, decided step by step.

The packages, from the bottom up: ``clinical`` (patient, rules, appraisal), ``encounter`` (playing and
scoring a case), ``casefiles``, ``evidence`` and ``learner`` (what lies on disk), ``gui`` (the window).
"""

__version__ = "0.1.0"
