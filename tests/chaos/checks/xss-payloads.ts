/**
 * Words that are not meant to be read. Each calls `trap` when it runs, leaves `data-trap` when it becomes an element, or
 * asks for `/trap` when it is fetched; the last ones only try to break the page or its width.
 */

const RIGHT_TO_LEFT = String.fromCodePoint(0x202e);
const LEFT_TO_RIGHT = String.fromCodePoint(0x202d);
const ISOLATE = String.fromCodePoint(0x2066);
const JOINER = String.fromCodePoint(0x200d);
const ZERO_WIDTH = String.fromCodePoint(0x200b);
const NO_BREAK = String.fromCodePoint(0x2060);
const BYTE_ORDER = String.fromCodePoint(0xfeff);
const LINE = String.fromCodePoint(0x2028);
const COMBINING = String.fromCodePoint(0x0336, 0x0489, 0x0310);

export const PAYLOADS: readonly string[] = [
	'<script>trap(1)</script>',
	'<script src=/trap></script>',
	'<ScRiPt>trap(2)</sCrIpT>',
	'<scr<script>ipt>trap(3)</scr</script>ipt>',
	'"><script>trap(4)</script>',
	"'><script>trap(5)</script>",
	'</title><script>trap(6)</script>',
	'</textarea><script>trap(7)</script>',
	'</style><script>trap(8)</script>',
	'</script><script>trap(9)</script>',
	'--><script>trap(10)</script><!--',
	']]><script>trap(11)</script>',
	'<img data-trap src=/trap onerror=trap(12)>',
	'"><img data-trap src=x onerror=trap(13)>',
	'<img data-trap src="javascript:trap(14)">',
	'<img data-trap """><script>trap(15)</script>">',
	'<img/data-trap/src=x/onerror=trap(16)>',
	'<svg data-trap onload=trap(17)>',
	'<svg data-trap><script>trap(18)</script></svg>',
	'<svg data-trap><animate onbegin=trap(19) attributeName=x dur=1s>',
	'<svg data-trap><use href="data:image/svg+xml,<svg id=x onload=trap(20)>#x"></use></svg>',
	'<math data-trap><mtext><img src=x onerror=trap(21)></mtext></math>',
	'<math data-trap><a xlink:href="javascript:trap(22)">press</a></math>',
	'<body data-trap onload=trap(23)>',
	'<input data-trap autofocus onfocus=trap(24)>',
	'<select data-trap autofocus onfocus=trap(25)>',
	'<textarea data-trap autofocus onfocus=trap(26)>',
	'<details data-trap open ontoggle=trap(27)>',
	'<video data-trap><source onerror=trap(28)></video>',
	'<audio data-trap src=/trap onerror=trap(29)>',
	'<marquee data-trap onstart=trap(30)>',
	'<iframe data-trap src="javascript:trap(31)"></iframe>',
	'<iframe data-trap srcdoc="<script>parent.trap(32)</script>"></iframe>',
	'<object data-trap data="javascript:trap(33)"></object>',
	'<embed data-trap src="javascript:trap(34)">',
	'<form data-trap action="javascript:trap(35)"><button autofocus onfocus=trap(36)>',
	'<a data-trap href="javascript:trap(37)">press</a>',
	'<a data-trap href="java&#x09;script:trap(38)">press</a>',
	'<a data-trap href="data:text/html,<script>trap(39)</script>">press</a>',
	'<base data-trap href="/trap/">',
	'<link data-trap rel=stylesheet href=/trap>',
	'<meta data-trap http-equiv=refresh content="0;url=/trap">',
	'<style data-trap>*{background:url(/trap)}</style>',
	'<div data-trap style="background:url(/trap)">',
	'<div data-trap style="position:fixed;inset:0;z-index:99999">',
	'<p data-trap onpointerover=trap(40) onmouseover=trap(41)>over me',
	'<button data-trap onclick=trap(42) popovertarget=x>press</button>',
	'<template data-trap shadowrootmode=open><script>trap(43)</script></template>',
	'<noscript data-trap><p title="</noscript><img src=x onerror=trap(44)>">',
	'<xmp data-trap><p title="</xmp><img src=x onerror=trap(45)>">',
	'javascript:trap(46)',
	'JaVaScRiPt:trap(47)//',
	'javascript://%0Atrap(48)',
	' javascript:trap(49)',
	'data:text/html;base64,PHNjcmlwdD50cmFwKDUwKTwvc2NyaXB0Pg==',
	'vbscript:trap(51)',
	'" onfocus="trap(52)" autofocus="',
	"' onpointerenter='trap(53)' x='",
	'` onload=`trap(54)` `',
	'{{constructor.constructor("trap(55)")()}}',
	'${trap(56)}',
	'#{trap(57)}',
	'{@html "<img src=x onerror=trap(58)>"}',
	'<%= trap(59) %>',
	'&lt;script&gt;trap(60)&lt;/script&gt;',
	'&#60;img src=x onerror=trap(61)&#62;',
	'%3Cscript%3Etrap(62)%3C/script%3E',
	'\\u003cscript\\u003etrap(63)\\u003c/script\\u003e',
	'\\x3cimg src=x onerror=trap(64)\\x3e',
	'+ADw-script+AD4-trap(65)+ADw-/script+AD4-',
	'/*";trap(66)//*/',
	"';trap(67);//",
	'\\";trap(68);//',
	'}</style><img data-trap src=x onerror=trap(69)>',
	'url(javascript:trap(70))',
	'expression(trap(71))',
	'@import url(/trap);',
	'![x](javascript:trap(72))',
	'[press](javascript:trap(73))',
	`<img${LINE}data-trap src=x onerror=trap(74)>`,
	`<${ZERO_WIDTH}script>trap(75)</script>`,
	`${BYTE_ORDER}<script>trap(76)</script>`,
	'__proto__',
	'constructor',
	'[object Object]',
	'=HYPERLINK("/trap","press")',
	"Robert'); DROP TABLE notes;--",
	`${RIGHT_TO_LEFT}gnippots reven ,sdrawkcab siht daer`,
	`${LEFT_TO_RIGHT}${ISOLATE}an isolate without an end`,
	'שלום עולם, مرحبا بالعالم',
	`a${ZERO_WIDTH}b${JOINER}c${NO_BREAK}d${BYTE_ORDER}e`,
	[...'Zalgo'].map((letter) => letter + COMBINING.repeat(9)).join(''),
	`${String.fromCodePoint(0x1f469)}${JOINER}${String.fromCodePoint(0x1f467)}${JOINER}${String.fromCodePoint(0x1f466)}`.repeat(
		9
	),
	'W'.repeat(190),
	`https://example.org/${'a-path-without-an-end'.repeat(8)}`,
	'人'.repeat(120),
	'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
];

/** The payload of this place in this round: neighbours differ, and after as many rounds as there are each has had all. */
export const payloadAt = (place: number, round: number): string =>
	PAYLOADS[(place * 7 + round) % PAYLOADS.length] ?? '';
