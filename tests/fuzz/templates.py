"""What a deck's own template can say: reach for the machine, never end, fail, or write what is odd.

Jinja with deckpress' delimiters, `[[ ]]`, `[% %]` and `[# #]`; `{odd}` is replaced by an odd text.
"""

from __future__ import annotations

TEMPLATES = (
    # reaching out
    "[[ config.root ]]", "[[ config.root.resolve().joinpath('x').write_text('x') ]]",
    "[[ config.out ]]", "[[ config.root.joinpath('../outside/secret.txt').read_text() ]]",
    "[[ config.__class__.__mro__ ]]", "[[ ''.__class__.__base__.__subclasses__() ]]",
    "[[ self.__init__.__globals__ ]]", "[[ cycler.__init__.__globals__ ]]",
    "[[ lipsum.__globals__['os'].popen('touch x').read() ]]", "[[ joiner|attr('__init__') ]]",
    "[[ config|attr('root') ]]", "[% include '../deckpress.toml' %]",
    "[% include '/etc/passwd' %]", "[% import 'card.css' as x %][[ x ]]",
    "[% extends '../../outside/secret.txt' %]", "[% include '../../outside/secret.txt' %]",
    "[[ '{0.__class__}'.format(config) ]]", "[[ '{0.root}'.format_map(config) ]]",
    "[% set config = 1 %][[ config ]]", "[[ range.__self__ ]]", "[[ namespace.__init__ ]]",
    "[[ config.__setattr__('name', 'x') ]]", "[[ config.options.update({}) ]]",
    "[[ config.folders.clear() ]]", "[[ config.options.setdefault('x', {}) ]]",
    "[[ config.severities ]]", "[[ config.shift ]]", "[[ config.load ]]",
    # without end
    "[% for a in range(99999) %][% for b in range(99999) %][% endfor %][% endfor %]",
    "[[ 'a' * 999999999 ]]", "[[ 'a' * 9999999999999 ]]", "[[ 'a'|indent(999999) ]]",
    "[[ '%0999999999d' % 1 ]]", "[[ 'a'|center(999999999) ]]",
    "[% set n = namespace(x='a') %][% for i in range(40) %][% set n.x = n.x ~ n.x %][% endfor %]",
    "[[ 10 ** 9999999 ]]", "[[ range(99999)|list|join|wordwrap(1) ]]",
    "[[ [[0] * 999999] * 999999 ]]", "[[ lipsum(9999) ]]", "[[ ('a' * 9999)|urlize ]]",
    "[% macro m() %][[ m() ]][% endmacro %][[ m() ]]", "[% include 'card.css' %]" * 50,
    "[[ 2 ** 2 ** 2 ** 2 ** 2 ** 2 ]]",
    "[% for x in range(9999) recursive %][[ loop([x]) ]][% endfor %]",
    "[[ 'x'.replace('', 'y' * 9999) * 9999 ]]",
    "[[ range(99999)|map('string')|join|replace('1', 'a' * 9999) ]]",
    "[[ [1]|batch(99999999)|list ]]", "[[ [1]|slice(99999999)|list ]]",
    # failing
    "[[ [1, 2].index(5) ]]", "[[ 'a'|wordwrap(0) ]]", "[[ 10 ** 5000 ]]", "[[ 1 // 0 ]]",
    "[[ nosuch ]]", "[[ nosuch.x ]]", "[[ 'a' + 1 ]]", "[% nosuch %]", "[% if %]", "[[", "]]",
    "[%", "[#", "[[ 'a", "[% raw %]", "[% block content %]", "[% extends 'nosuch.html' %]",
    "[% include 'nosuch.html' %]", "[% include ['x', 'card.css'] %]", "[[ 'a'.encode('x') ]]",
    "[[ ''.join([1]) ]]", "[[ dict(1) ]]", "[[ '\\ud800' ]]", "[[ 'a'|int(base=99) ]]",
    "[[ {}.popitem() ]]", "[[ [].pop() ]]", "[[ 'a'.rindex('b') ]]", "[[ 1.0.hex ]]",
    "[[ 'x' is divisibleby 0 ]]", "[[ '%d' % 'a' ]]", "[[ '{'.format() ]]", "[[ [3, 'a']|sort ]]",
    "[[ 1|abs|round('x') ]]", "[[ 'x'|nosuch ]]", "[[ 'x' is nosuch ]]", "[[ 1e400|int ]]",
    "[[ 1|tojson(indent='x') ]]", "[[ 'a'|truncate(1, false, 'abcdef', 0) ]]", "[[ [1]|random ]]",
    "[[ [1, 2, 3, 4, 5, 6, 7]|random ]]", "[[ 'b'.__add__ ]]",
    "[[ '9' * 5000 ]] [[ ('9' * 5000)|int ]]", "[[ kind|items ]]",
    "[[ true.numerator.bit_length().x ]]", "[[ loop ]]", "[[ super() ]]", "[[ caller() ]]",
    "[% call x() %][% endcall %]", "[% do 1 %]", "[% trans %]",
    "[% autoescape false %]<b>[% endautoescape %]",
    # odd but fine, or a fault of the note type
    "{{Question}}", "{{nosuch}}", "{{#Question}}", "{{/Question}}", "{{^Hint}}x{{/Hint}}",
    "{{cloze:Text}}", "{{type:Answer}}", "{{tts en_US:Question}}", "{{FrontSide}}",
    "{{{Question}}}", "{{=<% %>=}}", "{{", "}}", "{{!x}}", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<style>@import url(//evil.example)</style>", "</style>",
    "</script>", "-->", "{odd}", "", "[[ config.name ]]", "[[ '{odd}' ]]", "[# {odd} #]",
    "[% set x = '{odd}' %][[ x ]]", "\ufeff{{Question}}", "\x00", "\x1f", "\ue000",
)  # fmt: skip
