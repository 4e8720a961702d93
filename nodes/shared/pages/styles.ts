import { createHash } from 'node:crypto';
import { boardStyles } from './board-styles';

/** The one stylesheet of all pages; its hash stands in the content security policy. */
export const styles = `
:root{color-scheme:light dark;--bg:#f4f6f8;--card:#fff;--ink:#17212b;--soft:#4b5967;--line:#c3ccd5;--edge:#6b7885;--link:#0b5394;--go:#0b5394;--goink:#fff;--ok:#0f5c2e;--okbg:#e3f4e8;--bad:#8f1420;--badbg:#fdeaea;--warn:#6a4300;--warnbg:#fff3d6}
@media screen and (prefers-color-scheme:dark){:root{--bg:#12171c;--card:#1b232b;--ink:#edf1f5;--soft:#b4c0cc;--line:#3b4855;--edge:#8795a3;--link:#8cc4ff;--go:#8cc4ff;--goink:#0c1a28;--ok:#9be3b4;--okbg:#15321f;--bad:#ffb3b3;--badbg:#3f171b;--warn:#ffd88a;--warnbg:#3a2c0c}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em}
a[href^="tel:"]{display:inline-block;min-height:1.6rem;line-height:1.6rem}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-200vw;top:0;z-index:1;padding:.6rem 1rem;background:var(--card);color:var(--link)}
.skip:focus{left:0}
main:focus{outline:none}
.page{max-width:48rem;margin:0 auto;padding:1rem}
.page.wide{max-width:76rem}
header h1{font-size:1.6rem;line-height:1.2;margin:.25rem 0}
h2{font-size:1.2rem;line-height:1.3;margin:0 0 .6rem}
h3{font-size:1.02rem;margin:.9rem 0 .3rem}
p{margin:.4rem 0}
.soft{color:var(--soft)}
.small{font-size:.9rem}
.pre{white-space:pre-wrap}
.lead{font-size:1.1rem;font-weight:600}
.card,.flash,details.act{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin:1rem 0}
.cols>*{min-width:0}
.flash{border-left:.4rem solid var(--ok);background:var(--okbg);color:var(--ok)}
.flash.refused{border-left-color:var(--bad);background:var(--badbg);color:var(--bad)}
.flash.warn{border-left-color:var(--warn);background:var(--warnbg);color:var(--warn)}
.flash a{color:inherit}
.flash h2,.flash p{margin:.15rem 0}
.tag{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .6rem;font-size:.88rem;font-weight:600}
.tag.bad{color:var(--bad);background:var(--badbg)}
.tag.warn{color:var(--warn);background:var(--warnbg)}
.tag.ok{color:var(--ok);background:var(--okbg)}
ol.line{list-style:none;display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:.5rem .3rem;margin:.8rem 0 1.2rem;padding:0}
ol.line li{border-top:.35rem solid var(--line);padding-top:.4rem;font-size:.88rem;line-height:1.35}
ol.line li.done{border-top-color:var(--ok)}
ol.line strong{display:block;font-size:1rem}
dl{margin:0;display:grid;grid-template-columns:minmax(0,3fr) minmax(0,7fr);gap:.35rem .9rem}
dt{color:var(--soft)}
dd{margin:0;min-width:0}
ul.plain,ol.plain{list-style:none;margin:0;padding:0}
ul.plain>li,ol.plain>li{padding:.55rem 0;border-top:1px solid var(--line)}
ul.plain>li:first-child,ol.plain>li:first-child{border-top:0;padding-top:0}
details.act>summary{cursor:pointer;font-weight:600;min-height:2rem;padding:.2rem 0}
details.act[open]>summary{margin-bottom:.6rem}
details.act{margin:.6rem 0;padding:.6rem 1rem}
details.more>summary{cursor:pointer;font-weight:600;color:var(--link);min-height:2.2rem;padding:.4rem 0}
fieldset{border:1px solid var(--line);border-radius:.5rem;margin:1rem 0;padding:.4rem 1rem 1rem;min-width:0}
legend{font-weight:600;padding:0 .3rem}
.field{margin:.8rem 0;max-width:36rem}
.field label{display:block;font-weight:600}
.field .hint{color:var(--soft);font-size:.92rem;margin:0}
.field .opt{font-weight:400;color:var(--soft)}
.wrong{color:var(--bad);font-weight:600;margin:.1rem 0}
input[type=text],input[type=url],input[type=number],input[type=date],input[type=datetime-local],input[type=search],input[type=file],select,textarea{display:block;width:100%;min-height:2.75rem;margin-top:.2rem;padding:.5rem .6rem;font:inherit;color:var(--ink);background:var(--bg);border:1px solid var(--edge);border-radius:.4rem}
textarea{min-height:5.5rem;resize:vertical}
[aria-invalid=true]{border:2px solid var(--bad)}
.check,.choice{display:flex;gap:.6rem;align-items:flex-start;margin:.45rem 0;padding:.3rem 0;min-height:2rem}
.check input,.choice input{width:1.5rem;height:1.5rem;margin:0;flex:none}
.choice{border:1px solid var(--edge);border-radius:.4rem;padding:.7rem .8rem}
.check label,.choice label{flex:1}
button,.button{display:inline-block;min-height:2.75rem;padding:.55rem 1.2rem;margin-top:.4rem;font:inherit;font-weight:600;color:var(--goink);background:var(--go);border:1px solid var(--go);border-radius:.4rem;cursor:pointer;text-decoration:none}
button.quiet,.button.quiet{color:var(--link);background:transparent;border-color:var(--edge)}
button.danger{color:var(--bad);background:transparent;border-color:var(--bad)}
.pair{display:grid;gap:0 1rem;align-items:end}
.row{display:grid;gap:.2rem 1rem}
.rowhead{display:flex;flex-wrap:wrap;gap:.3rem .6rem;align-items:baseline}
.numbers{display:grid;gap:.8rem;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));margin:0}
.numbers div{border-top:.2rem solid var(--line);padding-top:.4rem}
.numbers dt{font-size:.92rem}
.numbers .big{font-size:1.3rem;font-weight:700}
footer{color:var(--soft);font-size:.9rem;margin:2rem 0 1rem}
nav.pages{display:flex;gap:1rem;align-items:center;flex-wrap:wrap}
.tick{display:flex;gap:.9rem;align-items:flex-start}
.tick>input,.tick>span{width:1.5rem;height:1.5rem;margin:.1rem 0 0;flex:none}
.tick>.row{flex:1;min-width:0}
@media (max-width:26rem){ol.line{grid-template-columns:repeat(2,minmax(0,1fr))}dl:not(.numbers){display:block}dl:not(.numbers) dd{margin-bottom:.5rem}}
@media (min-width:40rem){.pair{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.row{grid-template-columns:minmax(0,5fr) minmax(0,4fr) minmax(0,4fr)}}
@media (min-width:66rem){.page.two{max-width:76rem}.page.two .cols{display:grid;grid-template-columns:minmax(0,7fr) minmax(0,5fr);gap:0 1.5rem;align-items:start}.page.two .cols.facts{grid-template-columns:minmax(0,5fr) minmax(0,7fr)}}
@media (prefers-reduced-motion:no-preference){a,button{transition:background-color .1s}}
@page{margin:15mm}
${boardStyles}@media print{body{font-size:10.5pt}.page,.page.two{max-width:none;padding:0}form,.noprint,.skip,a.button,details.act:not(.history){display:none}.page.two .cols{display:block}.card,li{break-inside:avoid}h2{break-after:avoid}.card,details.act{border-color:#888;padding:.5rem .8rem;margin:.5rem 0}details.history::details-content{display:block;content-visibility:visible;block-size:auto}a{color:inherit;text-decoration:none}}
`;

/** Source expression for `style-src`. */
export const styleHash = `'sha256-${createHash('sha256').update(styles, 'utf8').digest('base64')}'`;
