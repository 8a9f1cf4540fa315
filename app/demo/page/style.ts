import { Html } from "./html.ts";

/** The page's whole style: dark first, light where the reader asks for it. */
export const STYLE = new Html(`
:root{--ground:#0d0e11;--raised:#15171c;--line:#272a32;--text:#efece5;--soft:#a3a5ad;--gold:#e6b455;--good:#79c999;--bad:#e58b7b;--open:#b9bbc4;--observed:#e6b455;--best:#79c999;--single:#8fb3e8;--control:#8b8d96;
--display:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",Georgia,"Liberation Serif",serif;--body:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif}
@media (prefers-color-scheme:light){:root{--ground:#faf8f4;--raised:#fff;--line:#e2ddd2;--text:#1b1a17;--soft:#65625b;--gold:#96690b;--good:#1f7a4a;--bad:#b0412d;--open:#6b6962;--observed:#a8760f;--best:#1f7a4a;--single:#2f62ab;--control:#85827a}}
*{box-sizing:border-box;margin:0}
html{scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{background:var(--ground);color:var(--text);font:16px/1.55 var(--body);-webkit-font-smoothing:antialiased}
img,svg{display:block;max-width:100%;height:auto}
ul{list-style:none;padding:0}
.top,main,footer{max-width:1160px;margin:0 auto;padding:0 28px}
.top{display:flex;justify-content:space-between;align-items:baseline;padding-top:30px;padding-bottom:30px}
.brand{font:600 15px/1 var(--body);letter-spacing:.34em;text-transform:uppercase}
.when{color:var(--soft);font-size:14px}
h1,h2{font-family:var(--display);font-weight:500;letter-spacing:-.012em;text-wrap:balance}
.opening{padding:56px 0 64px}
h1{font-size:clamp(38px,6.2vw,74px);line-height:1.04;max-width:17ch}
h1 em{font-style:normal;color:var(--gold);white-space:nowrap}
.lead{margin-top:26px;max-width:62ch;font-size:19px;color:var(--soft)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;margin-top:52px;background:var(--line);border:1px solid var(--line);border-radius:14px;overflow:hidden}
.figures div{display:flex;flex-direction:column-reverse;justify-content:flex-end;gap:8px;background:var(--raised);padding:22px 20px}
.figures dt{color:var(--soft);font-size:13.5px;line-height:1.35}
.figures dd{font:500 29px/1 var(--display);font-variant-numeric:lining-nums;white-space:nowrap}
h2{font-size:clamp(27px,3.4vw,40px);line-height:1.12}
.learning{border-top:1px solid var(--line);padding:54px 0 62px}
.plot{margin-top:28px;overflow-x:auto}
.curve{min-width:620px;width:100%}
.curve text{fill:var(--soft);font:13px var(--body);font-variant-numeric:tabular-nums}
.curve .rule{stroke:var(--line)}
.curve path,.curve polyline{fill:none;stroke-width:1.6;stroke-linejoin:round}
.curve .best{stroke:var(--best);stroke-dasharray:2 5;stroke-width:2;stroke-linecap:round}
.curve .single{stroke:var(--single);stroke-dasharray:8 6}
.curve .control{stroke:var(--control)}
.curve polyline.observed{stroke:var(--observed);stroke-width:2.6}
.curve circle.observed{fill:var(--observed)}
.curve .band{fill:var(--observed);opacity:.16}
.legend{display:grid;grid-template-columns:repeat(auto-fit,minmax(440px,1fr));gap:8px 30px;margin-top:20px;font-size:14.5px}
.legend li{padding-left:38px;position:relative}
.legend li::before{content:"";position:absolute;left:0;top:.7em;width:24px;border-top:2.5px solid var(--observed)}
.legend .best::before{border-top:2.5px dotted var(--best)}
.legend .single::before{border-top:2px dashed var(--single)}
.legend .control::before{border-top:2px solid var(--control)}
.note{margin-top:18px;color:var(--soft);font-size:14px;max-width:80ch}
nav{display:flex;flex-wrap:wrap;gap:8px;padding-bottom:8px}
nav a{border:1px solid var(--line);border-radius:99px;padding:7px 15px;color:var(--soft);font-size:14px;text-decoration:none}
nav a:hover,nav a:focus-visible{color:var(--text);border-color:var(--gold)}
.title{padding:62px 0 8px}
.title>header{display:grid;grid-template-columns:1fr auto;gap:4px 24px;align-items:end;padding-bottom:22px;border-bottom:1px solid var(--line)}
.title>header h2{grid-row:1 / 3}
.title>header p{text-align:right;font-size:14px;color:var(--soft)}
.cell{padding:34px 0 44px;border-bottom:1px solid var(--line)}
.cell:last-child{border-bottom:0}
.cell>header{display:flex;flex-wrap:wrap;align-items:center;gap:6px 14px;margin-bottom:18px}
h3{font:600 19px/1.3 var(--body);letter-spacing:-.005em}
.badge{border-radius:99px;padding:3px 11px;font-size:12.5px;font-weight:600;white-space:nowrap}
.badge.won{background:var(--gold);color:var(--ground)}
.badge.leads{color:var(--soft);box-shadow:inset 0 0 0 1px var(--line)}
.shapes{display:flex;gap:14px}
.shapes figure{min-width:0}
.shapes .web{flex:1.7778 1 0}.shapes .poster{flex:.6667 1 0}.shapes .square{flex:1 1 0}
.shapes img{width:100%;border-radius:8px;background:var(--raised)}
.told{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(0,1fr);gap:24px 56px;margin-top:24px}
.headline{font:500 25px/1.25 var(--display);text-wrap:balance}
.description{margin-top:9px;color:var(--soft);max-width:56ch}
.chips{display:flex;flex-wrap:wrap;gap:6px;margin-top:16px}
.chips li{border:1px solid var(--line);border-radius:6px;padding:1px 9px;font-size:13px;color:var(--soft)}
.evidence div{display:grid;grid-template-columns:minmax(0,12.5em) 1fr;gap:0 18px;padding:10px 0;border-top:1px solid var(--line)}
.evidence div:first-child{border-top:0;padding-top:4px}
.evidence dt{color:var(--soft);font-size:14.5px}
.evidence dd{font-variant-numeric:tabular-nums;font-size:15px}
.evidence .same{color:var(--soft)}
.bar{width:100%;margin-top:6px}
.bar .rail{stroke:var(--line)}
.bar .zero{stroke:var(--soft);stroke-width:1}
.bar .span{stroke-width:3;stroke-linecap:round}
.bar.good .span{stroke:var(--good)}.bar.good circle{fill:var(--good)}
.bar.bad .span{stroke:var(--bad)}.bar.bad circle{fill:var(--bad)}
.bar.open .span{stroke:var(--open)}.bar.open circle{fill:var(--open)}
.arms{display:grid;grid-template-columns:repeat(8,minmax(0,1fr));gap:16px 12px;margin-top:30px}
.arms li{min-width:0;font-size:12.5px;line-height:1.4}
.arms img{width:100%;border-radius:5px;background:var(--raised)}
.arms .pick img{box-shadow:0 0 0 2px var(--ground),0 0 0 4px var(--gold)}
.origin{margin-top:9px;color:var(--soft)}
.pick .origin{color:var(--gold)}
.numbers b{font-weight:600}
.numbers span{display:block;color:var(--soft)}
.share{height:3px;border-radius:2px;background:var(--line);margin-top:6px;overflow:hidden}
.share i{display:block;height:100%;background:var(--gold)}
.traffic{margin-top:4px;color:var(--soft)}
.rest{margin-top:14px;color:var(--soft);font-size:13px}
.method{border-top:1px solid var(--line);margin-top:40px;padding:54px 0 40px}
.method p{max-width:74ch;margin-top:16px;color:var(--soft)}
footer{border-top:1px solid var(--line);padding-top:24px;padding-bottom:48px;color:var(--soft);font-size:13.5px}
@media (max-width:900px){.arms{grid-template-columns:repeat(4,minmax(0,1fr))}.told{grid-template-columns:1fr}}
@media (max-width:640px){.top,main,footer{padding-left:18px;padding-right:18px}.opening{padding:28px 0 44px}.figures{grid-template-columns:1fr 1fr}.shapes{flex-wrap:wrap;gap:10px}.shapes .web{flex-basis:100%}.legend{grid-template-columns:1fr}.title>header{display:block}.title>header p{text-align:left;margin-top:4px}.arms{grid-template-columns:repeat(2,minmax(0,1fr))}.evidence div{grid-template-columns:1fr}}
@media print{body{background:#fff;color:#000}nav{display:none}.cell{break-inside:avoid}}
`);
