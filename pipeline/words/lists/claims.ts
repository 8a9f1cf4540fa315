import type { Locale } from "../../../core/attributes.ts";

/**
 * Claims that a content team would have to prove: prizes, rankings, praise, popularity, truth. A pattern that the
 * synopsis itself says is no claim of ours.
 */
export const CLAIMS: Readonly<Record<Locale, readonly RegExp[]>> = {
  en: [
    /award|oscar|bafta|palme|golden globe|nominat|\bprize|\bwinner of|critic(?:s|al|ally)|acclaim|rave review|\breviews?\b/iu,
    /masterpiece|\bclassic\b|legendary|iconic|unforgettable|unmissable|must.?(?:see|watch)|ground.?breaking|one of a kind|stunning|brilliant (?:film|movie|show|series|comedy|drama|cast|performance)/iu,
    /#\s?1|\bnumber one\b|\bno\. ?1\b|\btop.?(?:ten|10|rated)\b|\bfirst ever\b|\bof all time\b|\bof the (?:year|decade|century)\b|\bever made\b/iu,
    /blockbuster|box.?office|\bhit (?:film|movie|show|series|comedy|drama)|smash hit|sensation(?:al)?\b|phenomenon|world.?famous|millions of (?:people|viewers|fans)|everyone(?: is|’s|'s) talking/iu,
    /(?:four|five|[45]).?stars?\b|based on a true story|\btrue story\b|\breal events\b|exclusive|\bonly on\b|best.?sell/iu,
    /\b(?:best|greatest|finest|biggest|funniest|scariest|boldest|most \p{L}+)\b.{0,24}\b(?:films?|movies?|pictures?|comed(?:y|ies)|dramas?|stor(?:y|ies)|thrillers?|shows?|series|roles?|performances?|cast|romances?|westerns?|documentar(?:y|ies)|adventures?|cinema|horror)\b/iu,
    /\bone of the (?:best|greatest|finest|most)\b|\bthe (?:best|greatest|finest) (?:thing|of)\b(?! disasters)|\bat (?:its|his|her|their) (?:best|finest)\b/iu,
  ],
  uk: [
    /нагород|оскар|номін|преміян|лауреат|відзнач(?:ен|ив)|критик|рецензі|здобу(?:в|ла|ло|ли) (?:приз|прем)|визнан(?:ий|а|ня)\b/iu,
    /шедевр|класик(?:а|и|ою)|легендарн|культов|незабутн|неперевершен|обов.язков(?:ий|о) до перегляд|варто побачити кожному|геніальн(?:ий|а|е|ого) (?:фільм|стрічк|кіно|режисер)|унікальн/iu,
    /№\s?1|номер один|найпершій|усіх часів|всіх часів|(?:фільм|подія|прем.єра|стрічка|серіал) (?:року|десятиліття|століття)|топ.?10|топ.?десят/iu,
    /блокбастер|касов|сенсац|феномен|хіт(?:у|ом|а)? (?:сезону|прокату|року)|світовий хіт|мільйони (?:глядач|людей)|усі (?:про це )?говорять|всесвітньо відом/iu,
    /п.ять зірок|на реальних подіях|справжня історія|реальна історія|ексклюзив|лише (?:у нас|на нашій)|бестселер/iu,
    /най(?:кращ|більш|велич|сильніш|відоміш|захоплив|страшніш|смішніш|глибш|яскравіш)\S*.{0,28}(?:фільм|стрічк|кіно|комеді|драм|істор|трилер|серіал|рол[ьі]|горор|жахів|вестерн|пригод|режисер|актор)/iu,
    /(?:один|одна|одне) (?:з|із) най/iu,
  ],
};

/** Big numbers in words: a brief must have said them. */
export const BIG_NUMBERS: Readonly<Record<Locale, RegExp>> = {
  en: /\b(?:dozens?|hundreds?|thousands?|millions?|billions?)\b/iu,
  uk: /(?<!\p{L})(?:сотн\p{L}*|сто|тисяч\p{L}*|мільйон\p{L}*|мільярд\p{L}*|десятк\p{L}*)(?!\p{L})/iu,
};
