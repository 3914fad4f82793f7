"""What a new project begins with: templates of its files, and where each of them goes.

Knows no database, writes nothing, and leaves alone what is there: who writes asks what to do about that.
"""
