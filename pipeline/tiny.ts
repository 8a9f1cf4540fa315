import type { Brief } from "../core/creative.ts";
import type { ImageModel, TextModel } from "../core/ports.ts";
import { randomFrom } from "../core/random.ts";
import { Title } from "../core/title.ts";
import { imageOf, pixelsOf } from "./pixels.ts";
import { planBriefs } from "./plan.ts";

/** Small real models and a small real brief for tests: they keep their contracts, and are told nothing. */

/** Softens the storyboard and moves its pixels about a little, as a brush would. */
export const tinyPainter = (): ImageModel => ({
  papers: { id: "tiny-painter", sha256: "0".repeat(64) },
  async paint({ storyboard, seed }, signal) {
    signal.throwIfAborted();
    const soft = await pixelsOf(imageOf(storyboard).blur(0.45));
    const random = randomFrom(seed);
    return { ...soft, data: soft.data.map((value) => Math.min(255, value + 12 * random())) };
  },
  async close() {},
});

const TEXTS = {
  en: {
    subject: ["Somebody has taken the night train.", "Will you be awake at midnight?"],
    preheader: ["The road is long, and the night is longer.", "A valley, a road and a light that nobody lit."],
    push: ["Tonight the road leads nowhere. Come along.", "The light in the valley is still on. Look."],
    headline: [
      "What would you give for one more night?",
      "{title} begins where the road ends.",
      "One night. No way back.",
    ],
    description: [
      "A quiet life meets the one thing it cannot outrun, and by morning nobody in the valley sleeps as before.",
      "Two strangers share a road, a secret and a long winter. One of them knows how it ends, and keeps silent.",
    ],
  },
  uk: {
    subject: ["Хтось узяв нічний потяг.", "Ви ще не спите опівночі?"],
    preheader: ["Дорога довга, а ніч іще довша.", "Долина, дорога й світло, якого ніхто не вмикав."],
    push: ["Сьогодні дорога нікуди не веде. Ходімо.", "Світло в долині досі горить. Поглянь."],
    headline: ["Що ти віддаси за ще одну ніч?", "Одна ніч, і дороги назад немає."],
    description: [
      "Тихе життя зустрічає те, від чого не втекти, і до ранку в долині вже ніхто не спить так, як раніше.",
      "Двоє незнайомців ділять дорогу, таємницю й довгу зиму. Один із них знає, чим усе скінчиться, і мовчить.",
    ],
  },
};

/** Fills slots in a handful of sentences, in an order that the seed decides. */
export const tinyWriter = (): TextModel => ({
  papers: { id: "tiny-writer", sha256: "1".repeat(64) },
  async write({ kind, locale, slots, candidates, seed }, signal) {
    signal.throwIfAborted();
    const random = randomFrom(seed);
    return TEXTS[locale][kind]
      .map((text) => ({ text: text.replace("{title}", slots.title), order: random() }))
      .sort((one, other) => one.order - other.order)
      .slice(0, candidates)
      .map(({ text }) => text);
  },
  async close() {},
});

/** The first arm's brief of a film in English and Ukrainian, for one channel: each further one takes its time. */
export function tinyBrief(change: Partial<Brief> = {}): Brief {
  const title = Title.parse({
    id: "the-general",
    year: 1926,
    genres: ["comedy", "war"],
    concepts: ["train", "forest"],
    texts: {
      en: { name: "The General", synopsis: "A man and his locomotive. He wants both back.", hero: "Johnnie Gray" },
      uk: { name: "Генерал", synopsis: "Машиніст і його паровоз. Він хоче повернути обох.", hero: "Джонні Грей" },
    },
  });
  const brief = planBriefs({ title, clusters: [], armsPerCluster: 1, channels: ["web"], seed: 5 })[0] as Brief;
  return { ...brief, ...change };
}
