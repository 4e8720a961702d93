/** Styles of the board, the reports and the calls; a part of the one stylesheet. */
export const boardStyles = `nav.views{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:.6rem 0 1rem}
nav.views a{display:inline-block;padding:.45rem 0;min-height:2.2rem}
nav.views [aria-current]{font-weight:700;color:var(--ink);text-decoration:none;border-bottom:.2rem solid var(--link)}
svg.chart{display:block;overflow:visible;max-width:100%;font-size:.88rem}
svg.chart text{fill:var(--ink)}
svg.chart .bar,svg.chart .series0{fill:var(--link)}
svg.chart .track{fill:var(--bg)}
svg.chart .series1{fill:var(--edge)}
svg.chart .series0,svg.chart .series1{stroke:var(--card);stroke-width:1}
svg.chart line{stroke:var(--line)}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}
.legend svg{display:inline-block;vertical-align:-.1em}
.beside{display:grid;gap:1.2rem}
.beside>*{min-width:0}
table.figures{width:100%;border-collapse:collapse;font-size:.92rem;align-self:start}
table.figures caption{text-align:start;font-weight:600;padding-bottom:.3rem}
table.figures th,table.figures td{padding:.3rem .4rem .3rem 0;border-top:1px solid var(--line);text-align:start;vertical-align:top}
table.figures td,table.figures thead th+th{text-align:end;font-variant-numeric:tabular-nums}
table.figures thead th{color:var(--soft);font-weight:400}
table.figures tbody th{font-weight:400}
.grid{display:grid;gap:0 1.6rem}
.figure{border-top:1px solid var(--line);padding:.8rem 0}
.figure h3{margin:0}
.figure .big{font-size:1.5rem;font-weight:700;line-height:1.3}
.figure p{margin:.15rem 0}
ol.calls{list-style:none;padding:0;margin:0}
ol.calls>li{break-inside:avoid}
.call{display:grid;gap:.6rem 1.5rem}
.call .number{font-size:1.25rem;font-weight:700}
.call .number a{display:inline-block;padding:.3rem 0;min-height:2.2rem}
blockquote{margin:.3rem 0;padding:.1rem 0 .1rem .8rem;border-inline-start:.25rem solid var(--link)}
@media (min-width:40rem){.beside{grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.2rem 2.4rem}.grid{grid-template-columns:repeat(2,minmax(0,1fr))}.call{grid-template-columns:minmax(0,2fr) minmax(0,3fr)}}
@media (min-width:66rem){.grid{grid-template-columns:repeat(3,minmax(0,1fr))}}
@media print{nav.views,nav.pages{display:none}svg.chart{print-color-adjust:exact;-webkit-print-color-adjust:exact}.figure,.call{break-inside:avoid}}
`;
