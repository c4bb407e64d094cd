"""The window: Qt and nothing but Qt. Scoring, files and stores come in by constructor."""
