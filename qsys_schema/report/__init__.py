"""The room of the review: what reviewers read under a pull request, as Markdown with a diagram.

It is given values in plain words and puts each where it belongs. Names, descriptions and SQL come from people, so
nothing of them may leave its place: ``markdown`` alone knows how Markdown is kept from obeying a text, ``mermaid`` how
a diagram is.
"""
