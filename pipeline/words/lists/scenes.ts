import type { Attributes, Concept, Locale } from "../../../core/attributes.ts";

/** A concept as it stands alone, and as it stands behind something: «замок», «на тлі замку». */
type Scene = { readonly alone: string; readonly behind: string };

const en = (alone: string): Scene => ({ alone, behind: alone });
const uk = (alone: string, behind: string): Scene => ({ alone, behind });

export const SCENES: Readonly<Record<Locale, Readonly<Record<Concept, Scene>>>> = {
  en: {
    mountains: en("mountains"),
    sea: en("the sea"),
    forest: en("a forest"),
    city: en("a city"),
    space: en("planets in space"),
    desert: en("a desert"),
    castle: en("a castle"),
    storm: en("a storm"),
    room: en("a room"),
    road: en("a road"),
    fire: en("fire"),
    neon: en("neon lights"),
    fog: en("fog"),
    bokeh: en("blurred lights"),
    geometry: en("geometric shapes"),
    map: en("a map"),
    snow: en("snow"),
    festival: en("a festival"),
    battlefield: en("a battlefield"),
    stage: en("a stage"),
    ruins: en("ruins"),
    garden: en("a garden"),
    train: en("a train"),
    underwater: en("the deep under water"),
  },
  uk: {
    mountains: uk("гори", "гір"),
    sea: uk("море", "моря"),
    forest: uk("ліс", "лісу"),
    city: uk("місто", "міста"),
    space: uk("планети в космосі", "планет у космосі"),
    desert: uk("пустеля", "пустелі"),
    castle: uk("замок", "замку"),
    storm: uk("буря", "бурі"),
    room: uk("кімната", "кімнати"),
    road: uk("дорога", "дороги"),
    fire: uk("вогонь", "вогню"),
    neon: uk("неонові вогні", "неонових вогнів"),
    fog: uk("туман", "туману"),
    bokeh: uk("розмиті вогні", "розмитих вогнів"),
    geometry: uk("геометричні фігури", "геометричних фігур"),
    map: uk("мапа", "мапи"),
    snow: uk("сніг", "снігу"),
    festival: uk("свято", "свята"),
    battlefield: uk("поле бою", "поля бою"),
    stage: uk("сцена", "сцени"),
    ruins: uk("руїни", "руїн"),
    garden: uk("сад", "саду"),
    train: uk("потяг", "потяга"),
    underwater: uk("глибини під водою", "глибин під водою"),
  },
};

export const MEDIA: Readonly<Record<Locale, Readonly<Record<Attributes["style"], string>>>> = {
  en: {
    oil: "Oil painting",
    watercolour: "Watercolour",
    ink: "Ink drawing",
    gouache: "Gouache painting",
    print: "Screen print",
    noir: "Film noir painting",
  },
  uk: {
    oil: "Олійний живопис",
    watercolour: "Акварель",
    ink: "Малюнок тушшю",
    gouache: "Гуаш",
    print: "Шовкодрук",
    noir: "Картина в стилі нуар",
  },
};

export const FIGURES: Readonly<Record<Locale, Readonly<Record<Attributes["emphasis"], string>>>> = {
  en: { close: "a person up close", medium: "a person", distant: "a small figure far off" },
  uk: { close: "людина зблизька", medium: "людина", distant: "маленька постать удалині" },
};

export const EMBLEMS: Readonly<Record<Locale, string>> = { en: "one large emblem", uk: "один великий символ" };

export const MOODS: Readonly<Record<Locale, Readonly<Record<Attributes["mood"], string>>>> = {
  en: { dark: "a dark mood", bright: "a bright mood", tense: "a tense mood", calm: "a calm mood" },
  uk: { dark: "похмурий настрій", bright: "світлий настрій", tense: "тривожний настрій", calm: "спокійний настрій" },
};
