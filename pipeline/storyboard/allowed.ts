/**
 * What of a list may be drawn; all of it where nothing may, for something must be: then it is for whoever ordered it to
 * leave the concept out.
 */
export function allowed<Item>(
  list: readonly [Item, ...Item[]],
  may: (item: Item) => boolean,
): readonly [Item, ...Item[]] {
  const [first, ...rest] = list.filter(may);
  return first === undefined ? list : [first, ...rest];
}
