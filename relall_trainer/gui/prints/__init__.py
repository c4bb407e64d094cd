"""What can be taken along on paper: the debrief, the history, an entry of the evidence, as PDF."""
