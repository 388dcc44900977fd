"""Phần cuối: recipients, drafter's mark and signature from their lines."""

import re

from campaigns.content import SignatureBlock
from campaigns.reading import signs
from campaigns.reading.language import fold, is_capitals, squeeze
from campaigns.reading.manuscript import Par
from campaigns.reading.persons import is_authority, is_name

_DASH = re.compile(r"^[-–—+•*·]\s*")
_LABEL = re.compile(r"^[^:]{2,40}:$")
_MARK = re.compile(r"^[\w.()/ \d-]{1,14}$")
_WORD = re.compile(r"[^\W\d_]+")
_RUN_IN = re.compile(r";\s*[-–]\s*")


def read_recipients(pars: list[Par]) -> tuple[tuple[str, ...], str]:
    """(entries without dash and final sign, drafter's mark or "")."""
    entries: list[str] = []
    mark = ""
    dashes = any(_DASH.match(par.text) or par.marker for par in pars)
    for par in pars:
        for piece in _RUN_IN.split(par.text):
            text = squeeze(piece)
            own = _DASH.match(text) or par.marker
            if own or not entries or not _continues(entries[-1], text, dashes):
                if _LABEL.match(text) and not own:
                    continue  # "Bản điện tử:" heads a second list
                if dashes and not own and entries and _is_mark(entries[-1], text):
                    mark = text.rstrip(".")
                    continue
                entries.append(_DASH.sub("", text))
            else:
                entries[-1] += " " + text
    return tuple(e for e in (_finished(e) for e in entries) if e), mark


def read_signature(pars: list[Par]) -> SignatureBlock:
    """Authority lines as printed, post below (ô 7b), name."""
    lines = [squeeze(par.text.strip("* ")) for par in pars]
    lines = [line for line in lines if line and not signs.SIGNED.match(fold(line))]
    signer = ""
    for index in range(len(lines) - 1, -1, -1):
        if is_name(lines[index]) and not is_authority(lines[index]):
            if is_capitals(lines[index]) and _reads_on(lines, index):
                break
            signer = lines.pop(index)
            lines = lines[:index]
            break
    authority: list[str] = []
    for line in lines:
        if authority and not is_authority(line) and is_capitals(line):
            authority[-1] += " " + line
        elif is_authority(line) or is_capitals(line) or not authority:
            authority.append(line)
    below = ""
    posts = [i for i, a in enumerate(authority) if not signs.ON_BEHALF_RAW.match(a)]
    if len(posts) > 1 and signer and not any(_is_instead(a) for a in authority):
        # a council's chair signs under the agency's seal: his post there stands by the name
        below = authority.pop(posts[-1])
    return SignatureBlock(
        authority_lines=tuple(authority), title_below=below, signer=signer
    )


def left_over(
    pars: list[Par], recipients: tuple[str, ...], mark: str, signature: SignatureBlock
) -> list[Par]:
    """Lines of the ending whose words stand in none of its fields; lists' own heads, "(Đã
    ký)", "(ký)" and the number of a page are the form's."""
    kept = _letters(
        " ".join(
            (*recipients, mark, *signature.authority_lines, signature.title_below,
             signature.signer)
        )
    )  # fmt: skip
    found = []
    for par in pars:
        line = squeeze(par.text.strip("* "))
        form = (
            _LABEL.match(line)
            or signs.SIGNED.match(fold(line))
            or len(_WORD.findall(line)) < 2
        )
        pieces = (_letters(piece) for piece in _RUN_IN.split(line))
        if not form and not all(piece in kept for piece in pieces):
            found.append(par)
    return found


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _is_instead(line: str) -> bool:
    return bool(re.match(r"\W*(?:K\s*/?\s*T|T\s*/?\s*L|TUQ)", line))


def _reads_on(lines: list[str], index: int) -> bool:
    """A last line in capitals that only ends the line above ("TM. ỦY BAN NHÂN / DÂN X")."""
    return index == 0 or len(lines) < 2 or len(lines[index].split()) < 2


def _continues(entry: str, text: str, dashes: bool) -> bool:
    """Whether a line without a dash goes on the entry above it."""
    if re.search(r"[;.]\s*$", entry):
        return False
    if dashes:
        return not re.match(r"lưu\b", fold(entry)) and not (_LABEL.match(text))
    return entry.endswith(",") or text[:1].islower()


def _is_mark(entry: str, text: str) -> bool:
    return bool(re.match(r"lưu\b", fold(entry))) and bool(_MARK.match(text))


def _finished(entry: str) -> str:
    entry = squeeze(entry).rstrip(" ;,")
    if entry.endswith(".") and not re.search(r"\b(?:v\.v|TP|TX)\.$", entry):
        entry = entry[:-1]
    return entry.strip(" ;,")
