"""The commands, one file each; ``studio.cli.main`` has the table. Same import rule as ``cli``."""
