"""Bản chữ: printed lines become paragraphs again, to be read on a narrow screen or aloud."""

FULL = 55  # characters: a printed line this long was broken by the margin, not by its writer
_ENDS = (".", ";", ":", "!", "?")


def flowing(page: str) -> list[str]:
    """The paragraphs of a page whose text comes one printed line a line."""
    paragraphs: list[str] = []
    last = ""
    for line in (" ".join(line.split()) for line in page.splitlines()):
        if not line:
            last = ""
            continue
        if last and _goes_on(last, line):
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
        last = line
    return paragraphs


def _goes_on(line: str, after: str) -> bool:
    """Whether ``after`` continues the sentence of ``line``."""
    if (
        line.endswith(_ENDS)
        or after[0] in "-+"
        or line.isdecimal()
        or after.isdecimal()
    ):
        return False
    return after[0].islower() or (len(line) >= FULL and not line.isupper())
