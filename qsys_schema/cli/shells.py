"""Bash, zsh and fish: the script that each of them reads, and how a word is handed to it.

A script sends what was typed and gets one candidate a line: a letter for its kind, the text, and for some shells a tab
and an explanation. No shell ever evaluates a candidate: Bash puts it into the line as it comes, so it comes quoted;
zsh and fish quote it themselves. What holds a control character is not offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qsys_schema.cli.complete import VARIABLE

BREAKS = "_QSYS_SCHEMA_BREAKS"
"""The variable with the letters that end a word for Bash's line editor: ``COMP_WORDBREAKS``."""

_SAFE = frozenset("_./:=@%+,-")
_NOT_IN_DOUBLE_QUOTES = frozenset('"$`!\\')

BASH = f"""\
_qsys_schema() {{
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            d*) compopt -o dirnames 2>/dev/null ;;
            s*) compopt -o nospace 2>/dev/null; COMPREPLY+=("${{line:1}}") ;;
            p*) COMPREPLY+=("${{line:1}}") ;;
        esac
    done < <({VARIABLE}=bash_complete {BREAKS}="$COMP_WORDBREAKS" "$1" "${{COMP_LINE:0:COMP_POINT}}" 2>/dev/null)
}}
complete -o nosort -F _qsys_schema qsys-schema 2>/dev/null || complete -F _qsys_schema qsys-schema
"""

ZSH = f"""\
#compdef qsys-schema
_qsys_schema() {{
    local line tab=$'\\t'
    local -a values shown begun begun_shown
    local typed=("${{(@Q)words[2,CURRENT]}}")
    for line in "${{(@f)$({VARIABLE}=zsh_complete "${{(Q)words[1]}}" "${{(@)typed}}" 2>/dev/null)}}"; do
        case $line in
            d*) compset -P '--*='; _files -/ ;;
            s*) begun+=("${{${{line#?}}%%$tab*}}"); begun_shown+=("${{${{line#?}}/$tab/  -- }}") ;;
            p*) values+=("${{${{line#?}}%%$tab*}}"); shown+=("${{${{line#?}}/$tab/  -- }}") ;;
        esac
    done
    (( $#values )) && compadd -l -d shown -a -- values
    (( $#begun )) && compadd -l -S '' -d begun_shown -a -- begun
}}
if [ "$funcstack[1]" = "_qsys_schema" ]; then
    _qsys_schema "$@"
else
    compdef _qsys_schema qsys-schema
fi
"""

FISH = f"""\
function _qsys_schema
    set -l words (commandline -opc)
    for line in (env {VARIABLE}=fish_complete $words (commandline -ct) 2>/dev/null)
        switch $line
            case 'd*'
                __fish_complete_directories (commandline -ct)
            case 'p*' 's*'
                string sub -s 2 -- $line
        end
    end
end
complete -c qsys-schema -f -a '(_qsys_schema)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One text that may be meant.

    ``kind``: "p" for one that is whole, "s" for one that goes on, so that no space may follow, "d" for any folder.
    """

    text: str
    about: str = ""
    kind: str = "p"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A command line up to the cursor: the words before the last one, and the last as far as it goes.

    ``kept`` letters of the last word stay in front of whatever the line editor puts in; ``quote`` is the quotation mark
    that is open, or empty.
    """

    words: tuple[str, ...]
    word: str
    kept: int = 0
    quote: str = ""


def typed(line: str, breaks: str) -> Typed:
    """What a line of Bash means, also where it is not finished: quotation marks may be open."""
    words: list[str] = []
    word, kept, quote, begun = "", 0, "", False
    letters = iter(line)
    for letter in letters:
        if quote:
            if letter == quote:
                quote = ""
            elif letter == "\\" and quote == '"':
                word += next(letters, "")
            else:
                word += letter
        elif letter in "'\"":
            quote, begun, kept = letter, True, len(word)
        elif letter == "\\":
            word, begun = word + next(letters, ""), True
        elif letter.isspace():
            if begun:
                words.append(word)
            word, kept, begun = "", 0, False
        else:
            word, begun = word + letter, True
            if letter in breaks:
                kept = len(word)
    return Typed(words=tuple(words), word=word, kept=kept, quote=quote)


def for_bash(candidates: Sequence[Candidate], line: Typed) -> Iterator[str]:
    """The candidates as Bash puts them into the line, in place of what stands behind the last break."""
    for one in candidates:
        if not one.text.startswith(line.word) or not one.text.isprintable():
            continue
        rest = one.text[line.kept :]
        if line.quote == '"' and _NOT_IN_DOUBLE_QUOTES & set(rest):
            continue
        if line.quote == "'" and "'" in rest:
            continue
        yield one.kind + (rest if line.quote else _escaped(rest))


def for_others(candidates: Sequence[Candidate]) -> Iterator[str]:
    """The candidates as zsh and fish read them; both put the quotation marks themselves."""
    for one in candidates:
        if one.text.isprintable():
            about = " ".join(one.about.split())
            yield one.kind + one.text + (f"\t{about}" if about and about.isprintable() else "")


def _escaped(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter in _SAFE else f"\\{letter}" for letter in text)
