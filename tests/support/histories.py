"""A deck's life, at random: edit, reword, move, rename, re-tag, retire, reorder, add, change media, CSS and templates.

`History(root, random).change()` does one thing to the deck's files, as authors would, and remembers which cards
learners must get anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from deckpress import sources
from deckpress.deck import config

ID = re.compile(r"\bid:\s*([a-z0-9-]+)")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="{}" cx="4" cy="4"/></svg>\n'


@dataclass
class Page:
    """A file: what stands above its cards, and the cards."""

    head: list[str]
    blocks: list[list[str]] = field(default_factory=list)


def identifier(block: list[str]) -> str:
    """A card's id."""
    return ID.search("\n".join(block))[1]


def settings_end(block: list[str]) -> int:
    """The line of a card on which its settings end."""
    return next(i for i, line in enumerate(block) if "-->" in line)


class History:
    """A deck in a folder, and what was done to it since the last call of `released`."""

    def __init__(self, root: Path, random: Random) -> None:
        self.root, self.random, self.count = root, random, 0
        self.touched: set[str] = set()
        self.perhaps: set[str] = set()
        self.known: set[str] = set()
        deck, _ = sources.read(config.load(root, jobs=1)[0])
        self.pages = {page.path: self._page(page) for page in deck.pages if page.cards}
        self.topics = [topic.tag for topic in deck.topics] or ["one::a", "one::b", "two"]

    def _page(self, page: object) -> Page:
        lines = (self.root / page.path).read_text(encoding="utf-8").split("\n")
        found = Page(lines[: page.cards[0].span.line - 1])
        found.blocks = [lines[card.span.line - 1 : card.last_line] for card in page.cards]
        return found

    def released(self) -> tuple[set[str], set[str]]:
        """The ids that learners must get anew, and those that they may get anew; the next release begins."""
        self.known = {identifier(block) for page in self.pages.values() for block in page.blocks}
        touched, perhaps = self.touched & self.known, self.perhaps & self.known
        self.touched, self.perhaps = set(), set()
        return touched, perhaps

    def change(self) -> str:
        """Do one thing, write the files, and say what it was."""
        self.count += 1
        act = self.random.choice(ACTS)
        said = act(self)
        self.write()
        return f"{act.__name__[1:]} {said}"

    def write(self) -> None:
        for path, page in self.pages.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            text = "\n".join([*page.head, *(line for block in page.blocks for line in block)])
            (self.root / path).write_text(text.rstrip("\n") + "\n", encoding="utf-8")

    # --- what authors do ---

    def _any(self, least: int = 1) -> tuple[str, Page]:
        return self.random.choice(
            [(path, page) for path, page in self.pages.items() if len(page.blocks) >= least]
        )

    def _card(self) -> list[str]:
        return self.random.choice([block for page in self.pages.values() for block in page.blocks])

    def _touch(self, block: list[str]) -> str:
        self.touched.add(identifier(block))
        return identifier(block)

    def _edit(self) -> str:
        block = self._card()
        at = settings_end(block) + 1
        block[at:at] = ["", f"Remark {self.count}, made in passing."]
        return self._touch(block)

    def _reword(self) -> str:
        block = self._card()
        block[0] = f"{block[0].rstrip('?')} (wording {self.count})?"
        if not any(line == "### Question" for line in block):
            self._touch(block)
        return identifier(block)

    def _retag(self) -> str:
        block = self._card()
        tag = self.random.choice(self.topics)
        row = settings_end(block)
        line = "\n".join(block[: row + 1])
        present = re.search(rf"[ ,]{re.escape(tag)}\b(?!::)", line)
        if present or any(tag in above for page in self.pages.values() for above in page.head):
            return "nothing"
        with_tags = re.search(r"\btags:\s*", line)
        at = with_tags.end() if with_tags else line.rindex("-->")
        line = (
            f"{line[:at]}{tag}, {line[at:]}"
            if with_tags
            else f"{line[:at].rstrip()}; tags: {tag} {line[at:]}"
        )
        block[: row + 1] = line.split("\n")
        return self._touch(block)

    def _move(self) -> str:
        _, page = self._any(2)
        block = page.blocks.pop(self.random.randrange(len(page.blocks)))
        target = self.random.choice(sorted(self.pages))
        self.perhaps.add(identifier(block))  # the other page may have other tags
        if block[-1].strip():
            block.append("")
        other = self.pages[target].blocks
        if other and other[-1][-1].strip():
            other[-1].append("")
        other.append(block)
        return identifier(block)

    def _rename_file(self) -> str:
        path, _ = self._any()
        (self.root / path).unlink()
        new = str(Path(path).with_name(f"renamed-{self.count}.md"))
        self.pages[new] = self.pages.pop(path)
        return f"{path} {new}"

    def _rename_deck(self) -> str:
        path, _ = self._any()
        (self.root / path).unlink()
        new = f"content/deck-{self.count}/{Path(path).name}"
        self.pages[new] = self.pages.pop(path)
        return f"{path} {new}"

    def _reorder(self) -> str:
        path, page = self._any(2)
        for block in page.blocks:
            if block[-1].strip():
                block.append("")
        self.random.shuffle(page.blocks)
        return path

    def _retire(self) -> str:
        if sum(len(page.blocks) for page in self.pages.values()) < 4:
            return "nothing"
        _, page = self._any(2)
        gone = identifier(page.blocks.pop(self.random.randrange(len(page.blocks))))
        if gone in self.known:
            with (self.root / "content/retired.txt").open("a", encoding="utf-8") as file:
                file.write(f"{gone} not needed any more\n")
        return gone

    def _add(self, lines: tuple[str, ...] = ()) -> str:
        _, page = self._any()
        if page.blocks[-1][-1].strip():
            page.blocks[-1].append("")
        name = f"added-{self.count}"
        head = [f"## What was added as number {self.count}?", f"<!-- id: {name} -->", ""]
        block = [*head, f"It is {self.count}.", *lines, ""]
        page.blocks.append(block)
        return self._touch(block)

    def _add_with_media(self) -> str:
        name = f"picture-{self.count}.svg"
        (self.root / "content/media").mkdir(exist_ok=True)
        (self.root / "content/media" / name).write_text(
            PICTURE.format(self.count), encoding="utf-8"
        )
        return self._add(("", f"![A circle](media/{name})"))

    def _change_media(self) -> str:
        shown = {m[1]: block for page in self.pages.values() for block in page.blocks
                 if (m := re.search(r"\]\(media/([\w.-]+\.svg)\)", "\n".join(block)))}  # fmt: skip
        if not shown:
            return "nothing"
        name = self.random.choice(sorted(shown))
        path = self.root / "content/media" / name
        drawn = path.read_text(encoding="utf-8").replace(
            "</svg>", f'<circle r="{self.count}"/></svg>'
        )
        path.write_text(drawn, encoding="utf-8")
        for page in self.pages.values():
            for block in page.blocks:
                if f"media/{name})" in "\n".join(block):
                    self._touch(block)
        return name

    def _comment_on_media(self) -> str:
        """Nothing that shows: nobody must get the picture anew."""
        names = sorted(path.name for path in (self.root / "content/media").glob("*.svg"))
        if not names:
            return "nothing"
        path = self.root / "content/media" / self.random.choice(names)
        drawn = path.read_text(encoding="utf-8").replace("</svg>", f"<!-- {self.count} --></svg>")
        path.write_text(drawn, encoding="utf-8")
        return path.name

    def _change_css(self) -> str:
        path = self.root / "templates/card.css"
        path.parent.mkdir(exist_ok=True)
        old = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_text(f"{old}\n.change-{self.count} {{ margin: 0 }}\n", encoding="utf-8")
        return str(self.count)

    def _add_cloze(self) -> str:
        clozes = [
            b for page in self.pages.values() for b in page.blocks if "type: cloze" in "\n".join(b)
        ]
        if not clozes:
            return "nothing"
        block = self.random.choice(clozes)
        number = max(map(int, re.findall(r"\{\{c(\d+)::", "\n".join(block)))) + 1
        at = settings_end(block) + 1
        block[at:at] = ["", f"And {{{{c{number}::more}}}} of it."]
        return self._touch(block)


ACTS = (
    *(History._edit,) * 4, *(History._reword,) * 2, *(History._move,) * 2, *(History._retag,) * 2, History._rename_file,
    History._rename_deck, History._reorder, History._retire, History._retire, History._add, History._add,
    History._add_with_media, *(History._change_media,) * 2, History._comment_on_media,
    History._change_css, History._add_cloze,
)  # fmt: skip
