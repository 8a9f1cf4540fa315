import type { Locale } from "../../core/attributes.ts";

/** Claims that nobody made: prizes, rankings, praise. A content team would have to prove each. */
export const PRAISE: Readonly<Record<Locale, readonly RegExp[]>> = {
  en: [
    /award|oscar|nominat|prize|critic|acclaim|masterpiece|classic|legendary|iconic|unforgettable|must.?see/i,
    /\b(best|greatest|finest|biggest|number one|top|most \w+|first ever|of all time|of the year)\b/i,
    /blockbuster|box.?office|hit (film|movie|show)|sensation|phenomenon/i,
  ],
  uk: [
    /нагород|оскар|номін|преміян|лауреат|критик|шедевр|класик|легендарн|культов|незабутн|обов.язков/i,
    /най(кращ|більш|велич|сильніш|краснов|відоміш|захоплив|страшніш)|номер один|усіх часів|року$/i,
    /блокбастер|касов|сенсац|феномен/i,
  ],
};

/** What everybody has read too often to see. */
export const CLICHES: Readonly<Record<Locale, readonly RegExp[]>> = {
  en: [
    /edge of your seat|roller.?coaster|against all odds|nothing is (as|what) it seems|in a world where|race against time/i,
    /will never be the same|buckle up|like never before|heart.?(stopping|pounding|warming)|tour de force|thrill ride/i,
    /a tale as old as time|game.?changer|journey of a lifetime|breath(taking|less)|spine.?tingling|jaw.?dropping/i,
  ],
  uk: [
    /на межі|американськ\S+ гірк|всупереч усьому|не те,? чим здається|у світі,? де|гонитва з часом|перегони з часом/i,
    /ніколи не буде (таким|такою)|затамуй|як ніколи раніше|перехоплює подих|карколомн|кров холоне/i,
  ],
};
