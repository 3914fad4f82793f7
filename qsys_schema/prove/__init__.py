"""Runs a plan forward, back and forward again on a scratch copy with rows, before anybody sees it.

Knows no database and no diff: it is handed a laboratory (a dialect's slice) and a way to say what is left to do.
Nothing here touches the live database but to read a sample of rows.
"""
