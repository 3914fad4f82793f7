"""Edit a YAML table spec, review SQL that has been proven, merge."""

__version__ = "0.1.0"
