import { expect, it } from "vitest";
import { saidIn } from "./stems.ts";

it.each([
  ["murder", "murders murdered murderer Murderers murdering murderous MURDER", "murmur mother"],
  ["die", "dies died dying Die", "diet dig dice din ding"],
  ["marry", "marries married marrying", "mark marine"],
  ["steal", "steals stealing", "steel stale"],
  ["betray", "betrays betrayed betraying betrayer", "between"],
  ["stab", "stabs stabbed stabbing", "stable establish"],
  ["twins", "twin twins twin's", "twine twinkle"],
  ["hand", "hands handed handing", "handle handsome"],
  ["зрада", "зрада зради зраді зраду зрадою ЗРАД", "зранку зразок"],
  ["ніч", "ніч ночі ніччю ночей ночами", "нічого нічий"],
  ["сон", "сон сну снові сном сни снів", "сонце сніг"],
  ["рука", "рука руки руці рукою рук", "рукавиця рукопис"],
  ["убивця", "убивця убивці убивцю убивцею убивць", "убити"],
  ["близнюк", "близнюк близнюки близнюків близнюкам", "близький"],
  ["помирати", "помирає помирають помирала помирати", "помити"],
  ["живий", "живий жива живого живим живі живою", "живопис живіт"],
])("%s with its endings, and no other word", (term, same, other) => {
  for (const word of same.split(" ")) expect(saidIn(`x ${word}, y`, term), word).not.toBeNull();
  for (const word of other.split(" ")) expect(saidIn(`x ${word}, y`, term), word).toBeNull();
});

it("finds phrases whose words stand in a row, across hyphens and apostrophes", () => {
  expect(saidIn("It was the killer’s brother-in-law all along.", "killer's brother in law")).toBe(
    "killer's brother in law",
  );
  expect(saidIn("The killer has a brother.", "killer's brother")).toBeNull();
  expect(saidIn("Він — рідний батько Ахмеда.", "рідним батьком")).toBe("рідний батько");
  expect(saidIn("", "ніч")).toBeNull();
  expect(saidIn("тиша", "...")).toBeNull();
});
