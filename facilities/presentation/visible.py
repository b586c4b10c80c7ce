"""Text that a person typed, without the characters that cannot be seen.

A hidden control character can turn round the words beside it, so none reaches a page.
"""

from facilities.criteria.values import is_unseen


def visible(text: str) -> str:
    """The text on one line, with nothing hidden in it."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return "".join(character for character in line if not is_unseen(character))
