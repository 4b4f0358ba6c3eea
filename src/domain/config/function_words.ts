/** A word: quoted, with a doubled quote for a literal one, or anything up to white space. */
const WORD_REGEXP = /\s*(?:"((?:[^"]|"")*)"(?=\s|$)|'((?:[^']|'')*)'(?=\s|$)|([^\s"'][^\s]*))/uy;

/** Splits the argument of a function as Atmos does; undefined for an unclosed quote. Empty words are dropped. */
export function functionWords(text: string): string[] | undefined {
  const words: string[] = [];
  WORD_REGEXP.lastIndex = 0;
  let end = 0;
  for (let match = WORD_REGEXP.exec(text); match !== null; match = WORD_REGEXP.exec(text)) {
    end = WORD_REGEXP.lastIndex;
    const word = match[1]?.replaceAll('""', '"') ?? match[2]?.replaceAll("''", "'") ?? match[3] ?? "";
    if (word.trim() !== "") words.push(word.trim());
  }
  return text.slice(end).trim() === "" ? words : undefined;
}
