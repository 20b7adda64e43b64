"""Keeps the translations: ``update`` extracts and merges, ``check`` judges, ``compile`` builds.

The texts are those of ``app`` and click's own words, which come from the same catalogue at run
time. The .po files carry file names without line numbers and are sorted, so that diffs stay small.
"""

import contextlib
import io
import re
import string
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "resources" / "locale"
DOMAIN = "zimmerfrei"

KEYWORDS = {
    "N_": None,
    "Message": None,
    "UserError": None,
    "IncompleteError": None,
    "NotACalendarError": None,
    "TooMuchError": None,
    # Behind the step at which something went wrong.
    "WebspaceError": (2,),
    "AccessEndedError": (2,),
    "tr": None,
    "trn": (1, 2),
    "trp": ((1, "c"), 2),
}
# Where the words of calendars and of the page for websites stand. No reader is told an error.
SAID_BY_LINKS = {
    "core/links/events.py",
    "core/links/link.py",
    "core/stays/occupancy.py",
    "services/calendars/website_page.py",
}
WORDS_THAT_LEAVE = {word: form for word, form in KEYWORDS.items() if not word.endswith("Error")}
CLICK_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
# click translates these through a variable, which no extraction sees.
CLICK_WORDS = {"required": "click/core.py"}
# Parts of click that no command of ours reaches.
CLICK_UNUSED = {"_winconsole.py", "shell_completion.py", "testing.py"}

Key = tuple[str, str | None]


def extract(language: str = "de") -> Catalog:
    """Return a template with all texts that are said in a language, as they are now.

    In those of the window everything is, click's words too; in others only what leaves in links.
    """
    from app.i18n import WINDOW_LANGUAGES  # noqa: PLC0415  # as in _add_clicks_words

    template = Catalog(project="Zimmerfrei", charset="utf-8")
    spoken = language in WINDOW_LANGUAGES
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        found = list(
            extract_from_dir(
                ROOT / "app",
                keywords=KEYWORDS if spoken else WORDS_THAT_LEAVE,
                comment_tags=["Translators:"],
                strip_comment_tags=True,
            )
        )
    # It warns of each f-string that stands between the brackets of a marked call, such as a value.
    sys.stderr.writelines(
        line for line in said.getvalue().splitlines(True) if "Skipping f-string" not in line
    )
    for place, line, texts, comments, context in found:
        name = Path(place).as_posix()
        if spoken or name in SAID_BY_LINKS:
            template.add(
                texts, locations=[(f"app/{name}", line)], auto_comments=comments, context=context
            )
    if spoken:
        _add_clicks_words(template)
    return template


def _add_clicks_words(template: Catalog) -> None:
    import click  # noqa: PLC0415  # `compile` runs in builds too, where there is none

    for name, line, texts, _, context in extract_from_dir(
        Path(click.__file__).parent, keywords=CLICK_KEYWORDS
    ):
        if name not in CLICK_UNUSED:
            template.add(texts, locations=[(f"click/{name}", line)], context=context)
    for word, name in CLICK_WORDS.items():
        template.add(word, locations=[(name, 1)])


def po_files() -> list[Path]:
    """Return the .po files, one per language."""
    return sorted(LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def language_of(path: Path) -> str:
    """Return the language of a .po file, which the folder is named after."""
    return path.parent.parent.name


def read(path: Path) -> Catalog:
    """Read one .po file.

    :raises babel.messages.pofile.PoFileError: it is broken.
    """
    with path.open("rb") as file:
        return read_po(file, locale=language_of(path), abort_invalid=True)


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as the bytes of its .po file."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return out.getvalue().rstrip() + b"\n"


def update() -> None:
    """Bring every .po file up to the texts as they are now; what is gone goes."""
    for path in po_files():
        catalog = read(path)
        catalog.update(
            extract(language_of(path)), no_fuzzy_matching=True, update_creation_date=False
        )
        catalog.project, catalog.version, catalog.msgid_bugs_address = "Zimmerfrei", "1", "none"
        path.write_bytes(written(catalog))


def compile_all() -> None:
    """Compile every .po file to the .mo file beside it; no reader ever sees half of one."""
    for path in po_files():
        catalog = read(path)
        # Named so that git passes over it should the machine stop here.
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".mo", delete=False) as file:
            write_mo(file, catalog)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path.with_suffix(".mo"))


def faults(catalog: Catalog, template: Catalog) -> Iterator[str]:
    """Yield what keeps a translation from being complete and right, a line each."""
    wanted, there = _by_key(template), _by_key(catalog)
    for key in wanted.keys() - there.keys():
        yield f"not in the file: {key}"
    for key in there.keys() - wanted.keys():
        yield f"not in the program any more: {key}"
    for key, message in there.items():
        if message.fuzzy:
            yield f"fuzzy: {key}"
        forms = _forms(message.string)
        if not all(forms):
            yield f"not translated: {key}"
        elif not _fields_fit(message, forms):
            yield f"other placeholders than the source: {key}"


def _by_key(catalog: Catalog) -> dict[Key, Message]:
    return {(_forms(m.id)[0], m.context): m for m in catalog if m.id}


def _forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text or ""] if isinstance(text, str | None) else list(text)


def _fields_fit(message: Message, translated: list[str]) -> bool:
    """Say whether each form uses its source's fields; a form for one may leave the number out."""
    sources = [_fields(text) for text in _forms(message.id)]
    if len(translated) == 1:
        return _fields(translated[0]) == sources[0]
    # A language may have more forms than English: all but the first go with the plural.
    sources += [sources[-1]] * (len(translated) - len(sources))
    targets = [_fields(text) for text in translated]
    return targets[-1] == sources[-1] and all(
        target - {"n"} == source - {"n"} for target, source in zip(targets, sources, strict=True)
    )


def _fields(text: str) -> set[str]:
    percent = set(re.findall(r"%\((\w+)\)", text))
    braces = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return percent | braces


def check() -> int:
    """Print the faults of every translation; return their number."""
    found = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in po_files()
        for fault in sorted(faults(read(path), extract(language_of(path))))
    ]
    for fault in found:
        print(fault)
    return len(found)


def main() -> int:
    """Carry out the one command given."""
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            return 1 if check() else 0
        case _:
            print("usage: translations.py update|check|compile", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
