"""Pages of all kinds, for tests that lay out whatever a house may write."""

from hypothesis import strategies as st

WORDS = (
    "The undersigned plenipotentiaries, duly authorised, have signed the present Protocol in the Russian and Chinese"
    " languages, both texts being equally authentic, and shall notify each other of its extraordinarily long entry."
)
RUSSIAN = "Стороны подтверждают приверженность дальнейшему совершенствованию взаимодействия государств-членов. " * 2
CHINESE = "本议定书自签署之日起生效,并可经各方书面同意予以修改和补充。" * 3
PAGES = {
    "nothing": ("", ""),
    "text": (f"<p>{WORDS}<p lang=ru>{RUSSIAN}<p lang=zh>{CHINESE}", "p { text-align: justify; hyphens: auto }"),
    "narrow": (f"<p>{WORDS}<p lang=ru>{RUSSIAN}", "p { width: 9em; text-align: justify; hyphens: auto }"),
    "hyphenation": (
        f"<p lang=ru>{RUSSIAN}<p>{WORDS}",
        (
            "p { width: 30%; hyphens: auto; hyphenate-limit-zone: 2em; hyphenate-limit-chars: 8 4 4;"
            " hyphenate-character: '=' } p + p { hyphenate-limit-zone: calc(1em + 5%); font-size: 2em }"
        ),
    ),
    "soft hyphens": ("<p>super&shy;cali&shy;fragilistic&shy;expiali&shy;docious " * 9, "p { width: 8em }"),
    "spacing": (
        f"<p>{WORDS}<p>{WORDS}<p>a <b> </b> b<p>{WORDS}",
        (
            "p { letter-spacing: .1em; text-align: justify } p + p { word-spacing: .5em; letter-spacing: 0 }"
            " p + p + p { word-spacing: calc(2px + 1em) } b { font-size: 2em; word-spacing: 3px }"
        ),
    ),
    "tabs and breaks": (
        f"<pre>a\tb\n\n\tc {WORDS}</pre><p>{WORDS}<br><br>x<p>one\ntwo",
        "pre { tab-size: 3; white-space: pre-wrap } p { white-space: pre-line; tab-size: 2em }",
    ),
    "long words": (
        "<p>" + "incomprehensibilities" * 8 + "<p>" + "x" * 300,
        "p { width: 10em; overflow-wrap: anywhere } p + p { overflow-wrap: normal; word-break: break-all }",
    ),
    "decoration": (
        f"<p>{WORDS} <u>{WORDS} <s>struck <i>in</i></s></u>",
        (
            "p { text-decoration: overline wavy red 2px; text-align: justify } u { text-underline-offset: 10% }"
            " i { text-decoration: none; text-decoration-color: blue } s { text-decoration-thickness: calc(1px + 5%) }"
        ),
    ),
    "fonts": (
        f"<p>{WORDS}<p><b>{WORDS}</b><p><i>ex<sub>1</sub><sup>2</sup></i> ffi AV 0123",
        (
            "p { font-variant: small-caps; font-feature-settings: 'kern' 0, 'smcp'; font-kerning: none }"
            " b { font-variant-ligatures: no-common-ligatures discretionary-ligatures; font-weight: bolder }"
            " i { font-variant-numeric: oldstyle-nums; font-stretch: condensed; font-language-override: 'SRB' }"
            " sub { font-variant-position: sub; line-height: 1 } sup { line-height: 20px; font-size: smaller }"
        ),
    ),
    "first letters and lines": (
        f"<div><p>{WORDS}<p>“{WORDS}</div><article>{WORDS}</article>",
        (
            "p::first-letter { font-size: 3em; float: left; color: red; margin-right: 2px; border: 1px solid }"
            " p::first-line { font-weight: bold; letter-spacing: .1em; margin-left: 3px; text-decoration: underline }"
            " div { font-size: 12px; hyphenate-limit-zone: 1em; hyphens: auto; width: 12em }"
            " article::first-line { font-size: 2em; word-spacing: 1em; color: currentcolor }"
            " article { letter-spacing: .05em; text-indent: calc(10% + 1em) }"
        ),
    ),
    "floats": (
        f"<div><b>b</b><i>i</i><p>{WORDS}<em>e</em><p>{WORDS}<table><tr><td>{WORDS}</table><hr>",
        (
            "b, i, em { float: left; width: 20%; height: 3em; margin: 3%; padding: 1px } i { float: right }"
            " em { float: left; clear: both } hr { clear: left } table { overflow: hidden }"
            " p + p { overflow: hidden; display: flow-root }"
        ),
    ),
    "floats from right to left": (
        f"<div dir=rtl><b>b</b><i>i</i><p>{WORDS} שלום<table><tr><td>x</table></div>",
        "div { direction: rtl } b { float: inline-start; width: 30% } i { float: left; height: 5em; width: 2em }",
    ),
    "percentages": (
        f"<section><div><p>{WORDS}</div></section>",
        (
            "section { height: 400px; width: 75% } div { height: 50%; min-height: 10%; max-height: 90%; padding: 2% 3%;"
            " margin: 5% auto } p { width: 80%; min-width: 50%; max-width: 99%; height: 30%; margin: -3% 0 4%;"
            " border: thick solid; box-sizing: border-box; text-indent: 5% }"
        ),
    ),
    "percentages of unknown heights": (
        f"<div><p>{WORDS}</div>",
        "p { height: 50%; min-height: 20%; max-height: 10%; box-sizing: padding-box; padding: 1em }",
    ),
    "mathematics": (
        f"<div><p>{WORDS}<p>{WORDS}</div>",
        (
            "div { width: calc(50% + 3em); padding: min(2%, 10px) max(1em, 3%) } p { margin: calc(1em * 2) calc(2%);"
            " line-height: calc(1.2em + 1px); height: calc(10px + 5%); border-width: calc(1px + .1em); border-style:"
            " solid;"
            " text-indent: calc(1em + 1%); font-size: clamp(8px, 5mm, 20px); min-height: calc(1%) }"
        ),
    ),
    "mathematics that fails": (
        "<p>x<p>y",
        "p { width: calc(1px * 2px); margin: calc(3) } p + p { line-height: calc(1s) }",
    ),
    "variables": (
        f"<div><p>{WORDS}<p>{WORDS}</div>",
        (
            ":root { --gap: 3%; --colour: navy } div { --gap: 2em } p { margin: var(--gap) 0 var(--none, 4px);"
            " color: var(--colour); width: var(--nothing); border: var(--line, 1px solid red); padding:"
            " calc(var(--gap) / 2);"
            " inline-size: var(--gap); margin-block-start: var(--gap) } p + p { --gap: inherit; --colour: initial }"
        ),
    ),
    "keywords": (
        f"<div><p>{WORDS}<span>{WORDS}</span></div>",
        (
            "div { margin: 1em; color: green; border: 2px solid; position: relative; display: block; float: none;"
            " text-decoration: underline; font-size: larger } p { margin: inherit; color: initial; border: inherit;"
            " position: inherit; display: inherit; float: inherit; font-size: inherit; line-height: initial }"
            " span { display: initial; text-decoration-line: inherit; font-weight: inherit; width: initial }"
        ),
    ),
    "logical": (
        f"<div><p>{WORDS}<p dir=rtl>{WORDS}</div>",
        (
            "p { margin-inline-start: 2em; padding-block: 3px 1%; border-inline-end: 2px dotted; inline-size: 60%;"
            " margin-left: 1px; max-block-size: 10em; border-start-start-radius: 3px; inset-inline-start: 4px;"
            " position: relative; border-block-width: 1px; border-block-style: solid; border-inline-color: red }"
            " [dir] { direction: rtl; margin-inline-start: 1em; min-inline-size: inherit } div { padding-inline: 1em }"
        ),
    ),
    "tables": (
        f"<table><caption>{WORDS}</caption><col><col width=30%><thead><tr><th>a<th>b</thead>"
        + f"<tr><td>{WORDS}<td>x<tr><td colspan=2>{WORDS}" * 12
        + "</table>",
        (
            "table { border-spacing: 3px 2px; width: 90%; margin: 2% } td { padding: 1% 2px; border: 1px solid;"
            " vertical-align: middle; background: #eee } th { width: 30%; background: linear-gradient(red, blue) }"
            " tr { background: silver; break-inside: avoid } tbody { visibility: visible } col { background: yellow }"
        ),
    ),
    "collapsed tables": (
        f"<table><tr><td>{WORDS}<td>x<tr><td rowspan=2>y<td>z<tr><td>{WORDS}</table>",
        (
            "table { border-collapse: collapse; border: 3px double; padding: 5px; table-layout: fixed; width: 50% }"
            " td { border: 1px solid red; padding: 2% } tr { border-top: 5px solid blue; margin: 3px }"
        ),
    ),
    "positions": (
        f"<section><p>{WORDS}<b>b</b><i>i</i><em>e</em><sup>s</sup></section>",
        (
            "section { position: relative; height: 200px } b { position: absolute; left: 10%; top: 5%; width: 30% }"
            " i { position: absolute; right: 2em; bottom: 1em; margin: auto } em { position: fixed; inset: 1px }"
            " p { position: relative; top: -2px; left: 1% } sup { position: absolute; inset-inline-end: 3px }"
        ),
    ),
    "flex and grid": (
        f"<section><p>{WORDS}<p>b<p>{WORDS}</section><article><p>{WORDS}<p>b<p>c</article>",
        (
            "section { display: flex; flex-wrap: wrap; gap: 2% 1em } section p { flex: 1 1 30%; min-width: 20%;"
            " box-sizing: border-box; padding: 1% } article { display: grid; grid-template-columns: 1fr 30%; gap: 5px }"
            " article p { margin: 2%; justify-self: stretch }"
        ),
    ),
    "columns": (
        f"<section><h1>x</h1>{WORDS * 9}</section>",
        "section { columns: 3; column-gap: 2%; column-rule: 1px solid; height: 60% } h1 { column-span: all }",
    ),
    "inline blocks": (
        f"<p>a <b>{WORDS}</b> b <i>c</i> <input value=d> <img alt=e src='data:image/svg+xml,<svg/>' width=9>",
        (
            "b { display: inline-block; width: 40%; vertical-align: 20% } i { display: inline-table; padding: 1% }"
            " p { line-height: 150%; text-align: justify-all } img { height: 5%; max-width: 50% }"
        ),
    ),
    "pages": (
        f"<h1>h</h1><p>{WORDS * 6}<section><p>{WORDS * 9}</section><b>r</b><p id=x>{WORDS}<a href='#x'>l</a>",
        (
            "@page { size: 300px 200px; margin: 10% 20px; padding: 1%; border: 1px solid; @bottom-center { content:"
            " counter(page) ' of ' counter(pages); border: 1px solid; width: 50% } @top-left { content: element(r) }"
            " @left-middle { content: 'side'; height: 20% } } @page wide { size: 500px 200px; background: #eee }"
            " section { page: wide; break-before: right; orphans: 3 } b { position: running(r) } h1 { string-set: t"
            " content() }"
            " a::after { content: target-counter(attr(href), page) leader('.') } p { box-decoration-break: clone;"
            " border: 1px solid }"
        ),
    ),
    "footnotes": (
        f"<p>{WORDS}<span>a note</span>{WORDS}<span>{WORDS}</span>",
        "span { float: footnote } @page { size: 400px 300px; @footnote { border-top: 1px solid; padding: 1% } }",
    ),
    "lists": (
        f"<ul><li>{WORDS}<li>b<ol start=4><li>c<li value=9>{WORDS}</ol></ul>",
        "li::marker { color: red; font-weight: bold } ol { list-style: upper-roman inside } ul { list-style: square }",
    ),
    "backgrounds": (
        f"<div><p>{WORDS}<p>b<p>c<p>d",
        (
            "html { background: #fafafa } div { background: linear-gradient(red, 30%, blue) 5% 2em / 50% repeat-x;"
            " border-radius: 10% / 2em; box-shadow: 1px 1px 2px gray } p { border: 3px solid; border-radius: 0 5px 10%;"
            " background: currentcolor; color: rgb(0 0 0 / 0) } p + p { visibility: hidden; background: red }"
            " p + p + p { border-image: linear-gradient(red, blue) 10; background: content-box #eee;"
            " visibility: visible; box-decoration-break: clone } p + p + p + p { mask-border: linear-gradient(red,"
            " blue) 3 }"
        ),
    ),
    "margins that collapse": (
        "<div><p>a<div><p>b</div><p></p><p>c</div>",
        (
            "div { margin: -3px 0 10% } p { margin: 1em 0 -.5em } div div { margin: 0; padding: 0 } p:empty { margin:"
            " -9px }"
        ),
    ),
    "layers and importance": (
        (
            "<p id=i class='a b' style='color: red; margin: 1px'>a<p class=a>b<p class='a b'>c<p lang=ru>d<p lang=ru>e"
            "<p><i class=x>f</i><i class=y>g</i>"
        ),
        (
            "@layer one, two; @layer two { p { color: blue; margin: 2px } } @layer one { p { color: lime !important } }"
            " .a::before, .b { content: 'x'; margin: 3px } .b::before { content: 'y' } .a { margin: 4px !important }"
            " #i, p:nth-child(2)::after { content: 'z'; padding: 1px } p:not(.b) ~ p { font-weight: bold }"
            " i.x, .y::before { content: 'w'; color: teal }"
        ),
    ),
    "nothing to see": ("<p style='font-size: 0'>x<p hidden>y<p><span></span> <b> </b>", "b { white-space: pre }"),
    "strange": (
        "<table><tr>x<td><p>y</table><b><p>z</b><svg width=20% height=9><text y=9>svg</text></svg><p>&#0;\t a",
        "p { display: table-cell } b { display: contents } @media print { td { float: left; display: flex } }",
    ),
}


VALUES = {
    "display": ("block", "inline", "inline-block", "table", "table-cell", "flex", "list-item", "flow-root"),
    "float": ("left", "right", "inline-start", "none", "inherit"),
    "clear": ("both", "left"),
    "position": ("relative", "absolute", "static", "inherit"),
    "direction": ("rtl", "ltr"),
    "width": ("50%", "90px", "auto", "calc(30% + 2em)", "inherit", "var(--a)"),
    "min-width": ("10%", "3em", "auto"),
    "max-width": ("70%", "calc(5em + 5%)"),
    "height": ("30px", "40%", "auto", "initial"),
    "min-height": ("10%", "2em"),
    "max-height": ("20%", "60px", "inherit"),
    "inline-size": ("60%", "8em", "var(--b, 20%)"),
    "margin": ("1em", "-3px 2% auto", "inherit", "var(--a)", "calc(1em - 2%)"),
    "margin-inline-start": ("2em", "5%", "initial"),
    "padding": ("2%", "1px 2px 3% 4em", "inherit"),
    "padding-block": ("1em", "2%"),
    "border": ("1px solid", "thick double red", "none", "inherit"),
    "border-inline-end-width": ("3px", "thin"),
    "border-radius": ("5px", "10% 0", "2em / 1em"),
    "border-collapse": ("collapse", "separate"),
    "box-sizing": ("border-box", "padding-box", "content-box"),
    "overflow": ("hidden", "visible"),
    "background": ("#eee", "transparent", "linear-gradient(red, blue)", "currentcolor"),
    "font": ("bold 10px serif", "italic 1.2em/1.5 'Noto Serif SC'", "80%/120% serif"),
    "font-size": ("larger", "12px", "150%", "calc(9px + 1mm)"),
    "line-height": ("2", "120%", "20px", "normal", "calc(1em + 3px)"),
    "letter-spacing": ("1px", ".1em", "normal", "inherit"),
    "word-spacing": ("3px", ".5em", "normal"),
    "text-align": ("justify", "right", "center", "justify-all"),
    "text-indent": ("2em", "10%", "calc(1em + 1%)"),
    "text-decoration": ("underline", "line-through red 2px", "none"),
    "text-decoration-color": ("blue", "inherit"),
    "white-space": ("pre-wrap", "nowrap", "normal"),
    "hyphens": ("auto", "none"),
    "hyphenate-limit-zone": ("20%", "3em"),
    "vertical-align": ("middle", "super", "20%", "top"),
    "visibility": ("hidden", "visible", "collapse"),
    "columns": ("2", "5em"),
    "break-before": ("page", "avoid"),
    "opacity": (".5",),
    "--a": ("3em", "5%", "initial", "inherit"),
}
DECLARATIONS = [f"{name}: {value}" for name, values in VALUES.items() for value in values]
SELECTORS = ("div", "p", "b", "i", "div div", "p b", "p::before", "p::first-line", "p::first-letter", ".x", "td")
RULES = st.lists(
    st.tuples(st.sampled_from(SELECTORS), st.lists(st.sampled_from(DECLARATIONS), min_size=1, max_size=6)),
    max_size=6,
)
BODY = (
    f"<div>{WORDS}<div><p class=x>{RUSSIAN}<p>one <b>two {WORDS}</b> three <i class=x>four</i></div></div>"
    "<table><tr><td>a<td><p>b</table><p>last"
)
