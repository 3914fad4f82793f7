"""The page that documents a schema: editions, one for each database, become a book, and the book one HTML file.

Everything on the page is data of somebody else's: it reaches HTML through ``html`` alone, which escapes by
construction. No database, no specs and no files here; the same book gives the same bytes.
"""
