"""The report's style sheet: light and dark by the reader's preference, and for print."""

from __future__ import annotations

from studio.core.colors import DARK_GROUND, LIGHT_GROUND, VARIANT_COLORS


def style_sheet() -> str:
    light = "".join(f".v{i}{{--c:{pair.light}}}" for i, pair in enumerate(VARIANT_COLORS))
    dark = "".join(f".v{i}{{--c:{pair.dark}}}" for i, pair in enumerate(VARIANT_COLORS))
    return (
        f":root{{{_LIGHT}--ground:{LIGHT_GROUND}}}{light}"
        f"@media(prefers-color-scheme:dark){{:root{{{_DARK}--ground:{DARK_GROUND}}}{dark}}}"
        f"{_RULES}"
    )


_LIGHT = (
    "color-scheme:light;--text:#1d2126;--quiet:#626b76;--line:#dfe3e8;--card:#f6f7f9;"
    "--ok:#1a7f4b;--degraded:#946200;--failed:#c02b2b;--accent:#0046dd;"
)
_DARK = (
    "color-scheme:dark;--text:#e8eaed;--quiet:#9aa3ad;--line:#353a42;--card:#23262c;"
    "--ok:#5cc98f;--degraded:#f0b94a;--failed:#ff8a80;--accent:#6dc9ff;"
)
_RULES = """
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);
font:15px/1.5 system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif}
main{max-width:1240px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px;font-weight:650}
h2{font-size:18px;margin:40px 0 8px;font-weight:650}
h3{font-size:15px;margin:24px 0 8px;font-weight:650}
p{margin:4px 0 12px;max-width:76ch}
.quiet,.caption,dt,th,footer{color:var(--quiet)}
.caption{font-size:13px;margin:4px 0 0}
code,pre{font:12.5px/1.5 ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace}
code{overflow-wrap:anywhere}
.facts{display:flex;flex-wrap:wrap;gap:8px 28px;margin:12px 0;padding:12px 16px;
background:var(--card);border:1px solid var(--line);border-radius:8px}
.facts div{min-width:0}
dt{font-size:12px;line-height:1.3}
dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:8px 0}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th{font-size:12px;font-weight:500;text-align:left;vertical-align:bottom;line-height:1.3}
th,td{padding:7px 10px;border-bottom:1px solid var(--line)}
td{vertical-align:top;white-space:nowrap}
td.wrap{white-space:normal;min-width:16ch}
th:first-child,td:first-child{padding-left:4px}
.number{text-align:right}
td .quiet{font-size:13px}
td small{display:block;color:var(--quiet);font-size:12px;line-height:1.35}
tr.source td{background:var(--card)}
.sign{width:14px;height:14px;vertical-align:-2px;margin-right:7px}
td .bar{display:block;width:64px;height:6px;margin-top:4px;margin-left:auto}
.bar .rest{fill:var(--line)}
.bar .share{fill:var(--c)}
.bar .hybrid{fill:var(--c);fill-opacity:.45}
.status{font-weight:600}
.ok{color:var(--ok)}.degraded{color:var(--degraded)}.failed{color:var(--failed)}
.verdict{font-weight:700}
.same{color:var(--accent)}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,500px),1fr));gap:16px;
margin-top:8px}
figure{margin:0;padding:16px;border:1px solid var(--line);border-radius:8px}
figcaption{font-weight:600;margin-bottom:4px}
figure>svg{width:100%;height:auto;display:block;max-width:760px}
svg text{font-size:12px;fill:var(--text);font-variant-numeric:tabular-nums}
svg .tick,svg .label{fill:var(--quiet)}
svg .name{font-size:12.5px}
.grid{stroke:var(--line);stroke-width:1;fill:none}
.axis{stroke:var(--quiet);stroke-width:1;fill:none}
.border{stroke:var(--quiet);stroke-width:1;stroke-dasharray:2 4;fill:none}
.line{stroke:var(--c);stroke-width:1.6;fill:none;stroke-linejoin:round}
.quiet-line{stroke:var(--quiet);stroke-width:1.2;fill:none}
.stroke{stroke:var(--c);stroke-width:1.4;fill:none}
.interval{stroke:var(--c);stroke-width:7;stroke-opacity:.35;fill:none}
.reach{stroke:var(--c);stroke-width:2.4;fill:none;stroke-opacity:.75}
.band{fill:var(--c);fill-opacity:.18;stroke:none}
.thin{stroke-width:1;stroke-opacity:.75}
.mark{fill:var(--c);stroke:var(--ground);stroke-width:1.2;paint-order:stroke}
.dots{stroke:var(--c);stroke-width:4.2;stroke-linecap:round;stroke-opacity:.75;fill:none}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:8px 0 0;padding:0;list-style:none;
font-size:13px}
details{border:1px solid var(--line);border-radius:8px;margin:8px 0;padding:8px 16px}
summary{cursor:pointer}
summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:8px 0;padding:12px;background:var(--card);
border-radius:6px}
footer{margin-top:48px;padding-top:16px;border-top:1px solid var(--line);font-size:13px}
@media print{main{max-width:none;padding:0}figure,tr,.facts{break-inside:avoid}}
@media(max-width:640px){main{padding:20px 12px 48px}th,td{padding:6px 8px}}
"""
