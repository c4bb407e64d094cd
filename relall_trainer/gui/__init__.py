"""The window: Qt and nothing but Qt. Scoring, files and stores are asked for by constructor, never reached for."""
