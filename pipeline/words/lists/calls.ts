import type { Locale, Tone } from "../../../core/attributes.ts";

/** Words on a button, read by an editor in each language; all fit the smallest place. The first suits everything. */
export const CALLS: Readonly<Record<Locale, Readonly<Record<Tone, readonly string[]>>>> = {
  en: {
    epic: ["Watch now", "Begin the journey", "Start watching", "See how it begins"],
    warm: ["Watch now", "Watch together", "Settle in", "Come along"],
    wry: ["Watch now", "Go on, press play", "See for yourself", "Press play"],
    dark: ["Watch now", "Step inside", "Dare to watch", "Watch tonight"],
  },
  uk: {
    epic: ["Дивитися", "Вирушити в дорогу", "Почати перегляд", "Дивитися зараз"],
    warm: ["Дивитися", "Дивитися разом", "Почати перегляд", "До перегляду"],
    wry: ["Дивитися", "Увімкнути", "Побачити на власні очі", "Переконатися"],
    dark: ["Дивитися", "Наважитися", "Увійти", "Дивитися сьогодні"],
  },
};
