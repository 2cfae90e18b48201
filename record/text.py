"""Plain text in a form that can be compared."""


def fold(text: str) -> str:
    """Lower case with straight apostrophes, of the same length, so that positions agree with the text's."""
    folded = text.lower().replace("’", "'")
    if len(folded) != len(text):
        # A few capitals, such as the Turkish dotted I, have two characters in lower case.
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text).replace("’", "'")
    return folded
