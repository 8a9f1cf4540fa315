import { describe, expect, it } from "vitest";
import { cleanCopies, cleanCopy, wholeSentences } from "./copy-clean.ts";

const TEXT = "The road remembers every name.";

describe("cleanCopy", () => {
  it.each([
    ["a bare text", TEXT],
    ["quotation marks", `"${TEXT}"`],
    ["typographer's marks in marks", `“'${TEXT}'”`],
    ["a greeting before a colon", `Sure! Here is a headline in English: "${TEXT}"`],
    ["a greeting of its own", `Certainly! Here's one headline for you:\n\n**${TEXT}**\n\nI hope this helps!`],
    ["a greeting on a line", `Here is your headline:\n${TEXT}`],
    ["a label", `Headline: ${TEXT}`],
    ["a bold label", `**Headline:** ${TEXT}`],
    ["the label of an e-mail", `Subject line: ${TEXT}`],
    ["the label of a notification", `Push: ${TEXT}`],
    ["the label of an e-mail in Ukrainian", `Тема листа: ${TEXT}`],
    ["Markdown", `## *${TEXT}*`],
    ["a code block", `\`\`\`text\n${TEXT}\n\`\`\``],
    ["a list of several", `1. ${TEXT}\n2. Another one.`],
    ["thoughts", `<think>\nThey want a headline.\n\n"A", "B"?\n</think>\n\n${TEXT}`],
    ["thoughts whose opening tag stood in the prompt", `They want a headline.</think>\n${TEXT}`],
    ["tokens of the template", `${TEXT}<|im_end|>\n<|im_start|>assistant`],
    ["a count of words", `${TEXT} (5 words)`],
    ["lines that were broken", "The road remembers\n  every name."],
    ["an explanation after it", `${TEXT}\n\nThis headline uses the place.`],
  ])("%s", (_, raw) => {
    expect(cleanCopy(raw)).toBe(TEXT);
  });

  it("Ukrainian", () => {
    const text = "Дорога пам’ятає кожне ім’я.";
    for (const raw of [`«${text}»`, `Ось заголовок українською: ${text}`, `Звісно!\n\nЗаголовок: «${text}»`])
      expect(cleanCopy(raw)).toBe(text);
  });

  it("keeps what belongs to the text", () => {
    for (const text of [
      "«Ash Lane» and «Wren»",
      "Here comes the night.",
      "Okay is not an answer.",
      "Ось і вечір.",
      "One night: no way back.",
      "Sorrow has a key.",
      "'Tis the rope that holds.",
    ])
      expect(cleanCopy(text)).toBe(text);
  });

  it.each([
    ["nothing", ""],
    ["white space", " \n\n\t"],
    ["marks only", '"…"'],
    ["thoughts without an end", "<think>They want a headline about"],
    ["a greeting and nothing else", "Sure!"],
    ["a refusal", "I'm sorry, but I can't help with that."],
    ["a refusal in Ukrainian", "Вибачте, я не можу цього зробити."],
  ])("drops %s", (_, raw) => {
    expect(cleanCopy(raw)).toBeNull();
  });
});

it("drops repetitions, and gives no more than were asked for", () => {
  expect(cleanCopies([TEXT, `"${TEXT}"`, "the road remembers every name", "", "Another road."], 8)).toEqual([
    TEXT,
    "Another road.",
  ]);
  expect(cleanCopies(["One.", "Two.", "Three."], 2)).toEqual(["One.", "Two."]);
  expect(cleanCopies(["One."], 0)).toEqual([]);
});

it("keeps whole sentences of what was cut off", () => {
  expect(wholeSentences("One night. No way ba")).toBe("One night.");
  expect(wholeSentences("«Чому?» Бо так")).toBe("«Чому?»");
  expect(wholeSentences("One night\n\nThis headl")).toBe("One night\n\n");
  expect(wholeSentences("One night and then 3.5 of")).toBe("");
  expect(wholeSentences("")).toBe("");
});

it("stays quick on hostile answers", () => {
  for (const part of ['"', "*", "# ", "<think>", "a ", "1. ", "\n", "Here is "])
    expect(() => cleanCopy(part.repeat(20_000))).not.toThrow();
});
