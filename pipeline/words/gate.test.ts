import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Locale } from "../../core/attributes.ts";
import { Title } from "../../core/title.ts";
import { runsOf } from "./echo.ts";
import type { Candidate, Judged } from "./gate.ts";
import { faultsOf, WORD_GATES } from "./gates/list.ts";

const EN: Judged = {
  locale: "en",
  facts: { title: "The Gold Rush", hero: "Big Jim McKay", place: "Alaska", year: "1925" },
  synopsis: "A little prospector walks north with Georgia’s photograph and 3 tins of beans.",
  cast: ["Charles Chaplin"],
  spoilers: [],
  forbiddenWords: [],
  themes: [],
  said: new Set(),
};
const UK: Judged = {
  ...EN,
  locale: "uk",
  facts: { title: "Золота лихоманка", hero: "Великий Джим Маккей", place: "Аляска", year: "1925" },
  synopsis: "Маленький старатель мандрує на північ із фотографією Джорджії.",
};
const gates = (text: string, judged: Judged, change: Partial<Candidate> = {}) =>
  faultsOf({ kind: "description", text, source: "model", ...change }, judged, 180).map(({ gate }) => gate);

it("lets through what the brief vouches for: its names in every case, its numbers, its cast", () => {
  for (const text of [
    "Big Jim McKay has a map, and Alaska has other plans.",
    "In 1925 the road to Alaska is paved with snow. Nobody walks it twice.",
    "Charles Chaplin eats a boot, and 3 tins of beans look better every day.",
    "Georgia smiles once, and the snow is gone.",
    "“Stay,” she said. He did, and I'll never know why.",
  ]) {
    expect(gates(text, EN), text).toEqual([]);
  }
  for (const text of [
    "Великий Джим Маккей має мапу, а Аляска має інші плани.",
    "Без Великого Джима Маккея дороги на Аляску немає.",
    "Золота лихоманка: голод, удача й один варений черевик.",
    "Джорджія всміхається, і снігу вже немає.",
  ]) {
    expect(gates(text, UK), text).toEqual([]);
  }
});

/** One mistake a gate and language at least; each must be found by that gate. */
const PLANTED: readonly [gate: string, text: string, judged: Judged][] = [
  ["length", "Gold and snow.", EN],
  ["length", "x".repeat(181), EN],
  ["form", "He walks into the snow,", EN],
  ["form", "The snow is here!: he walks on.", EN],
  ["form", "{hero} walks into the snow.", EN],
  ["form", "<b>Gold</b> is where you find it.", EN],
  ["form", "«Золото чекає там, де його ніхто не шукав.", UK],
  ["form", "Big Jim McKay, allegedly.", EN],
  ["form", "Мабуть, Великий Джим Маккей.", UK],
  ["repeats", "He walks walks into the snow alone.", EN],
  ["repeats", "The road goes north and the road goes north again.", EN],
  ["script", "Золото is where you find it tonight.", EN],
  ["script", "Мы все вместе идём в этот снег.", UK],
  ["script", "Він чекає, доки прийде eхо з гір.", UK],
  ["script", "Cнiг замітає всі дороги на північ.", UK],
  ["language", "Eine Nacht ohne Ende und ohne Morgen.", EN],
  ["language", "Une nuit sans fin au bord de la route.", EN],
  ["language", "Она знает правду, а он молчит.", UK],
  ["language", "Никто не вернется домой сегодня ночью.", UK],
  ["language", "Путь далек, а зима сурова, потому нам надо торопиться.", UK],
  ["names", "Then Charlie walks in, hungry as a wolf.", EN],
  ["names", "Snow falls over Klondike tonight.", EN],
  ["names", "Charlie walks in, hungry as a wolf.", EN],
  ["names", "Тоді з'являється Чарлі, голодний як вовк.", UK],
  ["names", "Чарлі з'являється, голодний як вовк.", UK],
  ["names", "Одесою йде сніг, і ніхто його не спинить.", UK],
  ["numbers", "In 1926 the snow was deeper than the graves.", EN],
  ["numbers", "Three men and 12 dogs walk north.", EN],
  ["numbers", "A thousand roads, and one of them is his.", EN],
  ["numbers", "Тисяча доріг, і лише одна веде додому.", UK],
  ["claims", "An award-winning story of hunger and hope.", EN],
  ["claims", "The greatest comedy you will see.", EN],
  ["claims", "Critically acclaimed, and hungry as ever.", EN],
  ["claims", "The number one story about a boot.", EN],
  ["claims", "Based on a true story of snow and gold.", EN],
  ["claims", "Найкраща комедія для тих, хто любить сніг.", UK],
  ["claims", "Шедевр про голод, холод і черевик.", UK],
  ["claims", "Стрічка, відзначена нагородами критиків.", UK],
  ["spoilers", "He becomes a millionaire’s partner, snow and all.", { ...EN, spoilers: ["millionaire"] }],
  ["spoilers", "In the end they MARRIED on the ship.", { ...EN, spoilers: ["marry"] }],
  ["spoilers", "Зрештою мільйонерові потрібна лише вона.", { ...UK, spoilers: ["Мільйонер"] }],
  ["spoilers", "Тієї ночі все й вирішиться для нього.", { ...UK, spoilers: ["ніч"] }],
  ["themes", "Whisky and snow, and a winter with friends.", { ...EN, themes: ["alcohol"] }],
  ["themes", "Хтось заряджає рушницю, а хтось варить черевик.", { ...UK, themes: ["weapons"] }],
  ["brand words", "A cheap seat and the cheapest gold there is.", { ...EN, forbiddenWords: ["Cheap"] }],
  ["brand words", "Дешева перемога дорого коштує старателю.", { ...UK, forbiddenWords: ["дешевий"] }],
  ["profanity", "What the fuck is in that boot tonight?", EN],
  ["profanity", "What the fuuuck is in that boot tonight?", EN],
  ["profanity", "Яка курва забрала мій останній черевик?", UK],
  ["clichés", "This will keep you on the edge of your seat.", EN],
  ["clichés", "Nothing is as it seems in the snow.", EN],
  ["clichés", "A roller-coaster of hunger and gold.", EN],
  ["clichés", "Історія, від якої кров холоне в жилах.", UK],
  ["clichés", "У світі, де панує сніг, він шукає золото.", UK],
  ["repeats", "You are one moment away from the moment that ends it.", EN],
  ["repeats", "Alaska waits, and Alaska does not wait for long.", EN],
  ["repeats", "Alaska. Then silence. Then silence.", EN],
  ["repeats", "Почуття, на жаль. Почуття, на жаль.", UK],
  ["withdrawn", "There is still time to look back, and The Gold Rush believes in it.", EN],
  ["withdrawn", "Сьогодні ввечері увімкнеш «Золота лихоманка», і тиша скінчиться.", UK],
  ["echo", "Nobody walks the road to the north twice.", said(EN, "The road to the north is long and cold.")],
  ["echo", "Big Jim McKay waits.", said(EN, "Big Jim McKay waits.")],
  ["echo", "Дорога на північ довга, а зима ще довша.", said(UK, "Дорога на північ довга, і сніг глибокий.")],
];

function said(judged: Judged, ...lines: string[]): Judged {
  return { ...judged, said: new Set(lines.flatMap((line) => runsOf(line, judged.facts))) };
}

describe("each gate finds its planted mistakes", () => {
  it.each(PLANTED)("%s: %s", (gate, text, judged) => {
    const kind = text.length < 25 ? "headline" : "description";
    expect(gates(text, judged, { kind: gate === "length" ? "description" : kind })).toContain(gate);
  });

  it("none is without one, and each says why it is there", () => {
    expect(WORD_GATES.map(({ name }) => name).filter((name) => PLANTED.every(([gate]) => gate !== name))).toEqual([]);
    for (const { reason } of WORD_GATES) expect(reason).toMatch(/^\p{Lu}.{20,}\.$/u);
  });
});

it("a claim, a number or a stock phrase of the synopsis is the title's own", () => {
  const synopsis = "The award-winning cook feeds a thousand guests in 12 hours, a race against time.";
  const judged = { ...EN, synopsis };
  expect(gates("Twelve hours, a thousand guests, and an award nobody keeps.", judged)).toEqual([]);
  expect(gates("An award-winning cook with 12 hours in a race against time.", judged)).toEqual([]);
  expect(gates("An award-winning cook with 13 hours left.", judged)).toEqual(["numbers"]);
});

it("the title's own name may say what is forbidden elsewhere", () => {
  const judged: Judged = {
    ...EN,
    facts: { title: "Night of the Living Dead" },
    spoilers: ["dead"],
    themes: ["death"],
    forbiddenWords: ["living"],
  };
  expect(gates("Night of the Living Dead begins at a quiet farm.", judged)).toEqual([]);
  expect(gates("The dead are living next door this week.", judged)).toEqual(["spoilers", "themes", "brand words"]);
});

it("the synopsis may be quoted again where the story is told, and leads once", () => {
  const text = "A little prospector walks north with beans.";
  const told = { ...EN, said: new Set(runsOf(text, EN.facts)) };
  expect(gates(text, told, { source: "synopsis" })).toEqual([]);
  expect(gates(text, told, { source: "synopsis", kind: "headline" })).toEqual([]);
  expect(gates(text, told, { kind: "headline" })).toEqual(["echo"]);
  const led = { ...EN, said: new Set(runsOf(text, EN.facts, "lead")) };
  expect(gates(text, led, { source: "synopsis", kind: "headline" })).toEqual(["echo"]);
  expect(gates(text, led, { source: "synopsis" })).toEqual([]);
});

const samples = JSON.parse(readFileSync("samples/titles.json", "utf8")).map((title: unknown) =>
  Title.parse(title),
) as Title[];

describe.each(["en", "uk"] as const)("%s: good lines pass", (locale: Locale) => {
  it.each(samples.map((title) => [title.id, title] as const))("the synopsis of %s", (_, title) => {
    const text = title.texts[locale];
    if (!text) throw new Error("every sample has both languages");
    const judged: Judged = { ...(locale === "en" ? EN : UK), facts: { title: text.name }, synopsis: "", cast: [] };
    const faults = faultsOf(
      { kind: "description", text: text.synopsis, source: "synopsis" },
      { ...judged, synopsis: text.synopsis },
      1_000,
    );
    expect(faults).toEqual([]);
  });

  it("40 lines that an editor would keep", () => {
    const judged = { ...(locale === "en" ? EN : UK), synopsis: "" };
    const wrong = GOOD[locale].flatMap((text) =>
      faultsOf({ kind: "headline", text, source: "model" }, judged, 180).map((fault) => ({ text, ...fault })),
    );
    expect(GOOD[locale].length).toBeGreaterThanOrEqual(40);
    expect(wrong).toEqual([]);
  });
});

const GOOD: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    "Who dares?",
    "What remains?",
    "One night. No way back.",
    "The last light goes out at six.",
    "Somebody is lying. Somebody is listening.",
    "Home is a long way off, and it is snowing.",
    "She was told to wait. She did not.",
    "He has a plan. It is a bad one.",
    "Every door in this house opens inwards.",
    "The sea keeps what it takes.",
    "Nobody comes here by accident.",
    "A secret is only as good as its keeper.",
    "They said it could not be done. They were nearly right.",
    "Best intentions, worst results.",
    "Two hearts, one train, no ticket.",
    "The heart beats loudest when it is not alone.",
    "There is no map for this.",
    "You only have to outlast the night, so relax.",
    "Tomorrow did not read the instructions.",
    "Love arrives late and stays for supper.",
    "What would you give for one more day?",
    "The quiet ones hear everything.",
    "A stranger, a storm and a locked door.",
    "Sooner or later the tide comes in.",
    "Some promises are kept for you.",
    "The town forgot. The river did not.",
    "Not every ghost is dead.",
    "Courage is a small light that stays on.",
    "On Monday they met. By Friday there was a war.",
    "I'll be there when the ice breaks.",
    "It takes a little hope to pay the price of progress.",
    "Beyond the last house the road has no name.",
    "Big Jim McKay never asked for this.",
    "Alaska does not forgive, but it forgets.",
    "Nothing can go wrong, apart from everything.",
    "Whose idea was this?",
    "The cook, the thief and the long way round.",
    "Hold the line. Then hold it again.",
    "He counts the steps; she counts the days.",
    "The mirror has seen worse.",
    "Who will answer when the phone rings at midnight?",
    "A glass of water, a cup of ash.",
  ],
  uk: [
    "Хто наважиться?",
    "Що лишилося?",
    "Одна ніч, і дороги назад немає.",
    "Останнє світло гасне о шостій.",
    "Хтось бреше. Хтось слухає.",
    "До дому далеко, а надворі сніг.",
    "Їй звеліли чекати. Вона не послухалася.",
    "Він має план. Поганий.",
    "Усі двері цього дому відчиняються всередину.",
    "Море не віддає того, що забрало.",
    "Випадково сюди не приходять.",
    "Казали, що це неможливо. Майже вгадали.",
    "Двоє сердець, один потяг і жодного квитка.",
    "Найгучніше серце б’ється тоді, коли воно не саме.",
    "На це немає мапи.",
    "Завтра не читало інструкції.",
    "Кохання запізнюється й лишається на вечерю.",
    "Що ти віддаси за ще один день?",
    "Тихі чують усе.",
    "Незнайомець, буря й замкнені двері.",
    "Рано чи пізно приплив повертається.",
    "Місто забуло. Річка пам’ятає.",
    "Не кожен привид мертвий.",
    "Сміливість — це малий вогник, який не гасне.",
    "У понеділок вони познайомилися. У п’ятницю почалася війна.",
    "Я прийду, коли скресне крига.",
    "За останньою хатою дорога не має назви.",
    "Великий Джим Маккей про це не просив.",
    "Аляска не пробачає, зате забуває.",
    "Чия це була ідея?",
    "Кухар, злодій і довга дорога в обхід.",
    "Тримай стрій. А тоді тримай його далі.",
    "Він лічить кроки, вона лічить дні.",
    "Дзеркало бачило й гірше.",
    "Хто озветься, коли опівночі задзвонить телефон?",
    "Склянка води, жменя попелу.",
    "Тут кожен щось ховає.",
    "Книжка, якої ніхто не дочитав до кінця.",
    "Тому, хто повернувся, вже не вірять.",
    "Роман, який почався з помилки.",
    "Ще трохи, і стане тихо.",
    "Сонце сходить і над тими, хто програв.",
    "Надія помирає останньою, але дуже довго.",
  ],
};
