"""A deck, and templates that a stranger may have written for it: what each must say, or make."""

from __future__ import annotations

from pathlib import Path

from support import Files

CARDS = """\
# A chapter

## What is a sum?
<!-- id: sum-of-two; tags: a::one -->

A **number**, $x + y$.

## Gaps
<!-- id: gap-text; type: cloze -->

{{c1::One}} of them.
"""
SETTINGS = """\
[deck]
name = "Sums & more"
slug = "test"
namespace = "test"
author = "A. Author"
repository = "https://example.org/deck"
fix-link = "https://example.org/{id}"
description = "Cards."
"""
FRONT = "templates/basic/front.html"
"""Where the hostile ones are put."""

DECK: Files = {"content/a.md": CARDS, "deckpress.toml": SETTINGS}

TOO_MUCH = "the template does too much"
NO_METHOD = "but there is a filter"
BIG = '"a" * 400000'


def put(root: Path, name: str, text: str | bytes) -> None:
    """Write one of the deck's own templates."""
    path = root / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


LOOP = "[% for i in range(99999) %]"
END = "[% endfor %]"
SAME_HASH = 2**61 - 1
"""All multiples of this have one hash in CPython: a table of them is slow."""
HOSTILE = {
    # reach for the machine
    'x[[ config.root.joinpath("/etc/passwd").read_text() ]]': "a configuration has no 'root'; it has: author",
    '[% set p = config.out.resolve() %]': "a configuration has no 'out'",
    '[[ config["cache"].parent ]]': "a configuration has no 'cache'",
    '[[ [config] | map(attribute="root") | first ]]': "a configuration has no 'root'",
    '[[ [config] | map("attr", "root") | first ]]': "No filter named 'attr'",
    "[[ config ]]": "only texts and numbers can be shown, and this is a configuration",
    "[[ config.__class__ ]]": "a configuration has no '__class__'",
    "[[ config._replace(name=1) ]]": "a configuration has no '_replace'",
    "[[ ''.__class__.__mro__ ]]": "a text has no '__class__'",
    "[[ range.__globals__ ]]": "has no '__globals__'",
    "[[ cycler.__init__.__globals__ ]]": "has no '__init__'",
    "[[ namespace.mro() ]]": "has no 'mro'",
    "[[ self._TemplateReference__context ]]": "has no '_TemplateReference__context'",
    "[% macro m() %][% endmacro %][[ m._environment ]]": "a macro has no '_environment'",
    "[% for x in [1] %][[ loop._iterable ]][% endfor %]": "has no '_iterable'",
    '[% import "_words.html" as w %][[ w._body_stream ]]': "has no '_body_stream'",
    '[% import "_words.html" as w %][[ w ]]': "only texts and numbers can be shown",
    '[% import "_words.html" as w %][[ [w] | join ]]': "this needs a text, a number or a list",
    "[% macro m() %][% endmacro %][[ m ]]": "only texts and numbers can be shown, and this is a macro",
    "[% macro m() %][[ varargs | join ]][% endmacro %][[ m(m) ]]": "this needs a text, a number or a list",
    # call what is no macro
    "[[ config() ]]": "a template can call macros, and this is a configuration",
    "[[ 'a'.upper() ]]": NO_METHOD,
    "[[ '{0.__class__}'.format(1) ]]": NO_METHOD,
    "[[ '{0.__class__}'['format'](1) ]]": NO_METHOD,
    "[[ [1,2].index(5) ]]": "a list has no 'index'",
    "[[ {'a': 1}.items() ]]": NO_METHOD,
    "[[ dict(a=1).update(b=2) ]]": "a mapping has no 'update'",
    "[[ dict.fromkeys('ab') ]]": "has no 'fromkeys'",
    "[[ lipsum() ]]": "'lipsum' is undefined",
    "[[ [1, 2] | random ]]": "No filter named 'random'",
    "[% filter list %]ab[% endfilter %]": "only texts and numbers can be shown, and this is a list",
    "[% filter replace('a', '\\ud800') %]a[% endfilter %]": "surrogates not allowed",
    "[% call dict() %]x[% endcall %]": "only texts and numbers can be shown, and this is a mapping",
    "[[ [1][cycler(1)] ]]": "a list has no such item",
    # run without end
    f"{LOOP}{LOOP}{LOOP}x{END}{END}{END}": TOO_MUCH,
    f"{LOOP}{LOOP}{LOOP}{END}{END}{END}": TOO_MUCH,
    f"{LOOP}[[ config.name ]][[ config.slug ]][[ config.author ]]{END}": TOO_MUCH,
    f"{LOOP}{'y' * 1000}{END}": TOO_MUCH,
    f"{LOOP}[% include '_words.html' %]{END}": TOO_MUCH,
    f"{LOOP}[% include ['no1.html', 'no2.html'] ignore missing %]{END}": TOO_MUCH,
    f"{LOOP}[% import '_words.html' as w with context %]{END}": TOO_MUCH,
    f"{LOOP}[% if range(99999) | list == [i] %][% endif %]{END}": TOO_MUCH,
    f"{LOOP}[% if i in range(99999) | list %][% endif %]{END}": TOO_MUCH,
    f"{LOOP}[% if i is in(range(99999) | list) %][% endif %]{END}": TOO_MUCH,
    f"[% set a = {BIG} %]{LOOP}[% set b = a[1:] %]{END}": TOO_MUCH,
    f"[% set a = {BIG} %]{LOOP}[% set b = a ~ '' %]{END}": TOO_MUCH,
    f"{LOOP}[% set a = range(99999) | map('abs') %]{END}": TOO_MUCH,
    f"{LOOP}[% set a = range(99999) | select('odd') %]{END}": TOO_MUCH,
    f"{LOOP}[% set a = ([config] * 999) | sort(attribute='name,slug') %]{END}": TOO_MUCH,
    "[% set a = dict(range(9) | batch(1)) %]": "dictionary update sequence element",
    f"{LOOP}{'[% if i %][% endif %]' * 900}{END}": TOO_MUCH,
    f"[% macro m(i) %]{'[% if i %][% endif %]' * 900}[% endmacro %]{LOOP}[[ m(i) ]]{END}": TOO_MUCH,
    f"{'[% set x = 1 %]' * 900}{LOOP}[% block a scoped %][% endblock %]{END}": TOO_MUCH,
    f"{LOOP}[% if loop.changed(range(99999) | list) %][% endif %]{END}": TOO_MUCH,
    f"{LOOP}[% set x %]{'y' * 100}[% endset %]{END}": TOO_MUCH,
    "[% macro m(n) %][% if n %][[ m(n - 1) ]][[ m(n - 1) ]][% endif %][% endmacro %][[ m(40) ]]": TOO_MUCH,
    f"[% macro m() %][[ caller() ]][[ caller() ]][% endmacro %]{'[% call m() %]' * 25}x{'[% endcall %]' * 25}":
        TOO_MUCH,
    "[% set n = namespace(x=[1], y=[1]) %][% for i in range(60) %][% set n.x = [n.x, n.x] %]"
    "[% set n.y = [n.y, n.y] %][% endfor %][[ n.x == n.y ]]": TOO_MUCH,
    f"[[ range(0, {SAME_HASH} * 9999, {SAME_HASH}) | unique | length ]]": TOO_MUCH,
    f"[[ range(0, {SAME_HASH} * 9999, {SAME_HASH}) | batch(2) | unique(attribute=0) | length ]]": TOO_MUCH,
    f"[% set d = dict(range(0, {SAME_HASH} * 9999, {SAME_HASH}) | batch(2)) %]": TOO_MUCH,
    f"[% set d = namespace(range(0, {SAME_HASH} * 9999, {SAME_HASH}) | batch(2)) %]": TOO_MUCH,
    # grow
    '[[ "a" * 999999999 ]]': TOO_MUCH,
    '[[ 9999999999999 * "a" ]]': TOO_MUCH,
    "[[ ([1] * 999999999) | length ]]": TOO_MUCH,
    '[% set n = namespace(x="a") %][% for i in range(60) %][% set n.x = n.x ~ n.x %][% endfor %]': TOO_MUCH,
    '[% set n = namespace(x="a") %][% for i in range(60) %][% set n.x = n.x + n.x %][% endfor %]': TOO_MUCH,
    '[% set n = namespace(x="a") %][% for i in range(60) %][% set n.x = "%s%s" % (n.x, n.x) %][% endfor %]': TOO_MUCH,
    '[[ "a" | indent(999999999, true) ]]': TOO_MUCH,
    '[[ ("a\\n" * 1000) | indent("b" * 9999) ]]': TOO_MUCH,
    '[[ "a" | center(999999999) ]]': TOO_MUCH,
    '[[ ("a" * 3000) | replace("", "a" * 3000) ]]': TOO_MUCH,
    '[[ ("a" * 3000) | replace("a", ["a" * 3000]) ]]': TOO_MUCH,
    '[[ range(99999) | join("a" * 99999) ]]': TOO_MUCH,
    '[[ ("a " * 9000) | wordwrap(1, true, "a" * 9000) ]]': TOO_MUCH,
    '[[ ("a" * 90000) | wordwrap(1) ]]': TOO_MUCH,
    '[[ "%999999999d" | format(1) ]]': TOO_MUCH,
    f'[[ "%{"0" * 30}999999999d" | format(1) ]]': TOO_MUCH,
    '[[ "%*d" | format(999999999, 1) ]]': TOO_MUCH,
    '[[ "%.999999999f" % 1.5 ]]': TOO_MUCH,
    '[[ ("%(a)s" * 2000) % {"a": "a" * 99999} ]]': TOO_MUCH,
    "[[ [1] | batch(999999999, 0) | length ]]": TOO_MUCH,
    "[[ [1] | slice(999999999) | length ]]": TOO_MUCH,
    '[[ 1.5 | round(999999999, "ceil") ]]': TOO_MUCH,
    "[[ ([[1]] * 99999) | sum(start=[]) | length ]]": TOO_MUCH,
    '[[ ("<>" * 99999) | striptags ]]': TOO_MUCH,
    '[[ ("a" * 99999) | trim("b" * 99999) ]]': TOO_MUCH,
    "[[ [[[1]]] | tojson(indent=999999999) ]]": TOO_MUCH,
    # numbers
    "[[ 10 ** 5000 ]]": "a number of some 300 digits or more",
    "[[ 10 ** (10 ** 9) ]]": "a number of some 300 digits or more",
    "[% set n = namespace(x=9) %][% for i in range(60) %][% set n.x = n.x * n.x %][% endfor %]": "a number of some 300",
    f"[[ {'9' * 5000} ]]": "a number of thousands of digits",
    f"[[ 0x{'f' * 5000} ]]": "a number of thousands of digits",
    f"[[ 0x{'f' * 999} ]]": "a number of some 300 digits or more",
    "[[ 10.0 ** 5000 ]]": "OverflowError",
    "[[ 1 / 0 ]]": "division by zero",
    "[[ range(10 ** 30) ]]": "OverflowError",
    "[[ range(200000) | length ]]": "Range too big",
    # what Python raises
    '[[ "a b" | wordwrap(0) ]]': "invalid width 0",
    '[[ {"a b": 1} | xmlattr ]]': "Invalid character in attribute name",
    '[[ 1 + "a" ]]': "unsupported operand",
    "[[ [1][5] ]]": "a list has no item 5",
    '[[ "\\ud800" ]]': "surrogates not allowed",
    "[[ nothing ]]": "'nothing' is undefined",
    "[[ nothing.at.all ]]": "'nothing' is undefined",
    "[[ [1] | map('nofilter') | list ]]": "No filter named 'nofilter'",
    "[% set a, b = [1] %]": "not enough values",
    "[% include 5 %]": "TypeError",
    "[% include nothing %]": "'nothing' is undefined",
    '[% include "../content/a.md" %]': "there is no template ../content/a.md",
    '[% include "/etc/passwd" %]': "there is no template /etc/passwd",
    '[% include "no\\x00ne.html" %]': "there is no template",
    # within each other
    "[% macro m() %][[ m() ]][% endmacro %][[ m() ]]": "calls itself without end",
    "[% block a %][[ self.a() ]][% endblock %]": "calls itself without end",
    "[% for x in [1] recursive %][[ loop([1]) ]][% endfor %]": "calls itself without end",
    "[% set n = namespace(x=()) %][% for i in range(999) %][% set n.x = (n.x,) %][% endfor %]": "more than 50 levels",
    f"[[ {'(' * 3000}1{')' * 3000} ]]": "too many levels deep",
    f"[[ {'[' * 3000}1{']' * 3000} ]]": "too many levels deep",
    f"[[ {'not ' * 3000}1 ]]": "too many levels deep",
    f"[[ x{'.a' * 300} ]]": "too many levels deep",
    "[% if 1 %]" * 150 + "[% endif %]" * 150: "too many levels deep",
    "[% for i in [1] %]" * 30 + "[% endfor %]" * 30: "too many statically nested blocks",
    "[[ 1 ]]" * 9000: "this template is too long",
    # syntax
    "[% macro m(a=1) %][% endmacro %][[ m(a=1, a=2) ]]": "keyword argument repeated",
    "[% if %]": "Expected an expression",
    "[[ 1": "unexpected",
    "[% nonsense %]": "unknown tag 'nonsense'",
}  # fmt: skip
"""A template, and what the fault says of it. Each is line 1 of a front."""

HARMLESS = {
    "[[ config.name ]]": "Sums &amp; more",
    "[[ config['shift'][1] ]]": "0.0",
    "[[ 'a' | upper ]][[ 'A b' | lower ]][[ 'a b' | title ]]": "Aa bA B",
    "[[ [1, 2] | join(', ') ]]": "1, 2",
    "[[ ['<', '<b>' | safe] | join ]]": "&lt;<b>",
    "[[ 1 ~ '<' ~ ('<b>' | safe) ]]": "1&lt;<b>",
    "[[ 'a-b' | replace('-', '+') ]]": "a+b",
    "[[ 'a\nb' | indent(2) ]]": "a\n  b",
    "[[ 'ab cd' | wordwrap(2) | replace('\n', '/') ]]": "ab/cd",
    "[[ 'a' | center(3) ]]|": " a |",
    "[[ '%05.1f %s' | format(2.25, 'x') ]]": "002.2 x",
    "[[ '%d %%' % 5 ]]": "5 %",
    "[[ '<b>x</b>' | striptags ]]": "x",
    "[[ [3, 1, 2] | sort | list | last ]]": "3",
    "[[ {'b': 1, 'a': 2} | dictsort | map('first') | join ]]": "ab",
    "[% for k, v in {'a': 1} | items %][[ k ]][[ v ]][% endfor %]": "a1",
    "[% for g in [{'a': 1, 'b': 2}] | groupby('a') %][[ g.grouper ]][[ g.list[0].b ]][% endfor %]": "12",
    "[% for row in range(5) | batch(2, 'x') %][[ row | join ]],[% endfor %]": "01,23,4x,",
    "[[ [1, 2, 3, 4] | select('odd') | list | length ]]": "2",
    "[[ [{'a': 1}, {'a': 0}] | selectattr('a') | map(attribute='a') | sum ]]": "1",
    "[[ [2, 1, 2, 'a', 'A'] | unique | join ]][[ dict([['a', 1]], b=2) | length ]]": "21a2",
    "[[ nothing | default('x') ]][[ '' | d('y', true) ]]": "xy",
    "[[ 'x' if nothing is defined else 'y' ]]": "y",
    "[[ [1, [2]] | tojson ]]": "[1, [2]]",
    "[[ 7 // 2 * 2 + 2 ** 3 % 5 - 1 ]]": "8",
    "[[ 'abc'[1:] ]][[ 'abc'[-1] ]][[ [1, 2, 3][:2] | join ]]": "bcc12",
    "[[ 1 < 2 < 3 ]][[ 'a' in 'abc' ]][[ 2 not in [1] ]]": "TrueTrueTrue",
    "[% for i in [1, 2] if i > 1 %][[ loop.index ]][[ loop.last ]][% else %]none[% endfor %]": "1True",
    "[% for i in 'ab' %][[ loop.cycle('x', 'y') ]][[ loop.changed(i) ]][% endfor %]": "xTrueyTrue",
    "[% for x in [[1, [[2, []]]]] recursive %][[ x[0] ]][[ loop(x[1]) ]][% endfor %]": "12",
    "[% macro m(a, b=2) %][[ a ]][[ b ]][[ caller() ]][% endmacro %][% call m(1) %]x[% endcall %]": "12x",
    "[% macro m() %][[ varargs | join ]][[ kwargs.a ]][% endmacro %][[ m(1, 2, a=3) ]]": "123",
    "[% set n = namespace(x=1) %][% for i in [1, 2] %][% set n.x = n.x + i %][% endfor %][[ n.x ]]": "4",
    "[% set c = cycler(1, 2) %][[ c.next() ]][[ c.current ]]": "12",
    "[% set j = joiner('|') %][[ j() ]]a[[ j() ]]b": "a|b",
    "[% set x %]<b>[% endset %][[ x ]]": "<b>",
    "[% filter upper %]a[% endfilter %]": "A",
    "[% with a = 1 %][[ a ]][% endwith %]": "1",
    "[% import '_words.html' as words %][[ words.hint ]]": "Hint",
    "[% from '_words.html' import hint %][[ hint ]]": "Hint",
    "[% include 'nothing.html' ignore missing %]x": "x",
    "[% raw %][[ x ]][% endraw %]": "[[ x ]]",
    "[% block a %]x[% endblock %][[ self.a() ]]": "xx",
    "[% autoescape false %][[ '<' ]][% endautoescape %]": "<",
    "[% for i in range(10000) %][% endfor %]x": "x",
}  # fmt: skip
"""A template, and what it makes."""
