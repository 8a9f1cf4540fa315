import type { Locale } from "../../core/attributes.ts";
import type { Brief } from "../../core/creative.ts";
import { digitalSourceOf } from "../../core/digital-source.ts";
import { escapeMarkup } from "../type/markup.ts";

/**
 * The XMP packet of a rendition: that a network made it (IPTC Photo Metadata, Digital Source Type), which creative it
 * belongs to, and its title. Nothing about persons, machines or times; 700 to 1,500 bytes.
 *
 * @throws RangeError when the brief has no text in this language
 */
export function xmpOf(brief: Brief, locale: Locale): string {
  const name = brief.texts[locale]?.name;
  if (name === undefined) throw new RangeError(`${brief.creativeId} has no text in ${locale}`);
  return (
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""' +
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"' +
    ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"' +
    ` Iptc4xmpExt:DigitalSourceType="${digitalSourceOf(brief)}" xmp:CreatorTool="Marquee"` +
    ` dc:identifier="${brief.creativeId}" xmpMM:OriginalDocumentID="${brief.creativeId}"><dc:title><rdf:Alt>` +
    `<rdf:li xml:lang="x-default">${escapeMarkup(name)}</rdf:li></rdf:Alt></dc:title>` +
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
  );
}
