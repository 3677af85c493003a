/** Words of an environment variable that holds options, as modprobe(8) splits MODPROBE_OPTIONS. */

/**
 * The words of a byte string. Quirks that scripts may rely on, seen in kmod 30:
 * only the space separates, and every space ends a word, so two in a row make an empty word; a pair of quotes is removed
 * and protects spaces; quotes at the start of a word end it where they close (`'a'b` is two words, `'a' b` three with an
 * empty one between); a quote that is never closed is an ordinary character, and so is all that follows it.
 */
export function splitEnvironmentOptions(text: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  let started = false;
  const endWord = (): void => {
    words.push(word);
    word = "";
    started = false;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === " ") {
      endWord();
    } else if (character === "'" || character === '"') {
      const close = text.indexOf(character, at + 1);
      if (close < 0) return [...words, word + text.slice(at)];
      word += text.slice(at + 1, close);
      at = close;
      if (!started) endWord();
    } else {
      word += character;
      started = true;
    }
  }
  return started ? [...words, word] : words;
}
