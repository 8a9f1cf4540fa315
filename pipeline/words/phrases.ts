import type { Locale } from "../../core/attributes.ts";

/** Claims that nobody made: prizes, rankings, praise. A content team would have to prove each. */
export const PRAISE: Readonly<Record<Locale, readonly RegExp[]>> = {
  en: [
    /award|oscar|nominat|prize|critic|acclaim|masterpiece|classic|legendary|iconic|unforgettable|must.?see/i,
    /\b(best|greatest|finest|biggest|most \w+)\b.{0,24}\b(film|movie|picture|comedy|drama|story|thriller|show|series|role)/i,
    /\b(number one|first ever|of all time|of the year)\b/i,
    /blockbuster|box.?office|hit (film|movie|show)|sensation|phenomenon/i,
  ],
  uk: [
    /нагород|оскар|номін|преміян|лауреат|критик|шедевр|класик|легендарн|культов|незабутн|обов.язков/i,
    /най(кращ|більш|велич|сильніш|відоміш|захоплив|страшніш)\S*\s.{0,24}(фільм|стрічк|кіно|комеді|драм|істор|трилер|серіал|роль)/i,
    /номер один|усіх часів|(фільм|подія|прем’єра) року/i,
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
    /на межі (нерв|можлив)|американськ\S+ гірк|всупереч усьому|не те,? чим здається|у світі,? де|гонитва з часом|перегони з часом/i,
    /ніколи не буде (таким|такою)|затамуй|як ніколи раніше|перехоплює подих|карколомн|кров холоне/i,
  ],
};
