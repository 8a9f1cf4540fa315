import type { Concept, Locale, Theme } from "./attributes.ts";

/** A thing that storyboards draw on their own account, and that a theme may forbid; see `StoryboardRequest.without`. */
export type Prop = "sword" | "fire" | "amphora" | "temple" | "hood" | "mask";

/** All that forbidding a theme takes out of a creative. */
export type ThemeRule = {
  /** What pictures may not show. */
  readonly concepts: readonly Concept[];
  /** Things that may not be drawn among what they may show. */
  readonly props: readonly Prop[];
  /** Lower-case words that texts may not use: `kill*` with any ending, `war` just so. */
  readonly words: Readonly<Record<Locale, readonly string[]>>;
};

const listOf = (words: string): readonly string[] => words.trim().split(/\s+/);

export const THEMES: Readonly<Record<Theme, ThemeRule>> = {
  violence: {
    concepts: ["battlefield"],
    props: ["sword"],
    words: {
      en: listOf(`
        kill* murder* slaughter* massacre* violen* brutal* assault* attack* fight* fought battl* war wars warfare stab
        stabs stabbed stabbing strangl* tortur* bloodshed blood bloody bloodied gore gory wound* savage* avenge* revenge
        vengeance execution* executed executioner* shooting* shootout* punch* duel* invasion* invade*`),
      uk: listOf(`
        вбив* убив* насильст* насильн* жорсток* різанин* бійк* битв* бій бою боєм боїв бої війн* воєн* катув* кров крові
        кров'ю кривав* поранен* напад* помст* розправ* страчен* дуел* вторгнен*`),
    },
  },
  weapons: {
    concepts: ["battlefield"],
    props: ["sword"],
    words: {
      en: listOf(`
        gun guns gunman gunmen gunfire gunshot* gunpoint gunpowder gunslinger* rifle* pistol* revolver* shotgun* sword*
        dagger* knife knives blade* bomb* cannon* missile* grenade* weapon* arsenal* bullet* spear* axe axes armed
        bayonet* torpedo* warship* shootout*`),
      uk: listOf(`
        збро* озбро* рушниц* пістолет* револьвер* меч меча мечем мечі мечів мечами кинджал* ніж ножа ножем ножі ножів
        бомб* гармат* гранат* куля кулі кулю кулею куль спис списа списом списи лез* багнет* постріл* сокир* торпед*`),
    },
  },
  death: {
    concepts: ["battlefield"],
    props: [],
    words: {
      en: listOf(`
        death deaths deathly dead deadly deadliest die dies died dying corpse* grave graves graveyard* gravest funeral*
        buried burial* coffin* kill* murder* suicid* mourn* fatal* perish* tomb tombs tombstone* lethal* mortal* undead`),
      uk: listOf(`
        смерт* помер* помира* вмира* вмер* мертв* загибел* загину* гине гинуть могил* труп трупа трупи трупів похорон*
        похован* домовин* труна труни труну труні вбив* убив* самогуб* поминк* покійн*`),
    },
  },
  fire: {
    concepts: ["fire"],
    props: ["fire"],
    words: {
      en: listOf(`
        fire fires fiery firestorm* flame* flaming burn* blaze* blazing inferno* arson* ash ashes ember* smoulder*
        smolder* ignit* scorch* torch* bonfire* wildfire*`),
      uk: listOf(`
        вогон* вогн* пожеж* полум* палає палають палаюч* палав палала горить горять горів горіла згор* спален* попіл
        попел* жаринк* підпал* багатт* смолоскип*`),
    },
  },
  alcohol: {
    concepts: [],
    props: ["amphora"],
    words: {
      en: listOf(`
        alcohol* drunk* booze* beer* wine wines whiskey* whisky* vodka* champagne* cocktail* liquor* saloon* pub pubs
        tavern* hangover* bourbon* brandy rum gin moonshine* bootleg* brewer* distiller*`),
      uk: listOf(`
        алкогол* п'ян* сп'ян* пиво пива пивом вино вина вином горілк* віскі шампанськ* коктейл* шинок шинку шинки корчм*
        похмілл* самогон* коньяк* випив*`),
    },
  },
  religion: {
    concepts: [],
    props: ["temple"],
    words: {
      en: listOf(`
        god gods god's goddess* church* pray prays prayed praying prayer* faith* holy saint* priest* devil* satan* angel*
        heaven* hell sin sins sinner* sinful bible* biblical sacred temple* monk monks monaster* nun nuns demon* divine*
        religi* christ christian* jesus muslim* islam* crucif* blessed blessing* messiah* prophet* gospel* cathedral*`),
      uk: listOf(`
        бог бога богом богові боги богів богин* божественн* церкв* церков* молитв* молить* молився молилася віра віри
        вірою святий святого святої святі святих святин* священ* диявол* сатан* ангел* янгол* рай раю пекл* гріх* гріш*
        біблія біблії біблійн* храм* монах* чернец* ченц* монастир* демон* релігі* хрест хреста хрести розп'ят* месія
        месії пророк* собор*`),
    },
  },
  horror: {
    concepts: [],
    props: ["hood", "mask"],
    words: {
      en: listOf(`
        horror* horrif* terror* terrif* nightmar* ghost* haunt* monster* monstrous demon* vampir* zombie* undead blood
        bloody gore gory scream* creep* dread* curse* cursed evil* sinister macabre ghoul* werewol* witch* fear fears
        feared scary scare* chilling bloodcurdling`),
      uk: listOf(`
        жах* кошмар* привид* примар* чудовиськ* монстр* демон* вампір* упир* зомбі нежить кров крові кров'ю кривав* крик
        крики криків моторош* прокля* зло зла злом зловісн* відьм* страх* страшн* лячн* перевертн*`),
    },
  },
};

const unique = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

export const conceptsForbiddenBy = (themes: readonly Theme[]): Concept[] =>
  unique(themes.flatMap((theme) => THEMES[theme].concepts));

export const propsForbiddenBy = (themes: readonly Theme[]): Prop[] =>
  unique(themes.flatMap((theme) => THEMES[theme].props));

/** A word as texts have it, with apostrophes inside. */
const WORDS = /[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*/gu;

/**
 * The first word of a text that one of the themes forbids, as it stands there in lower case, with its theme.
 *
 * Every locale's words count in every text: names and slogans are not translated.
 */
export function forbiddenWordIn(text: string, themes: readonly Theme[]): { theme: Theme; word: string } | null {
  const words = text.normalize("NFC").toLowerCase().replaceAll(/[’ʼ`]/g, "'").match(WORDS) ?? [];
  for (const word of words) {
    const theme = themes.find((one) => rulesOf(one).some((rule) => matches(word, rule)));
    if (theme) return { theme, word };
  }
  return null;
}

const rulesOf = (theme: Theme): readonly string[] => Object.values(THEMES[theme].words).flat();

const matches = (word: string, rule: string): boolean =>
  rule.endsWith("*") ? word.startsWith(rule.slice(0, -1)) : word === rule;

/** What is left to show of a title's concepts, in their order; it may be nothing. */
export const conceptsWithout = (concepts: readonly Concept[], themes: readonly Theme[]): Concept[] => {
  const forbidden = conceptsForbiddenBy(themes);
  return concepts.filter((concept) => !forbidden.includes(concept));
};
