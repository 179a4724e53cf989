// A small tokenizer, good enough to colour examples.

const STRING = `"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|\`(?:[^\`\\\\]|\\\\.)*\``;
const NUMBER = "\\b\\d+(?:\\.\\d+)?\\b";
const WORDS = {
  json: "true|false|null",
  python:
    "import|from|as|with|for|in|if|else|elif|def|return|async|await|True|False|None|while|not|and|or|class|raise|try|except|break",
  javascript:
    "import|from|const|let|new|await|async|function|return|if|else|while|for|of|true|false|null|throw|break|export",
  shell: "curl|export|pip|filmgate",
};
const COMMENT = { python: "#[^\\n]*", shell: "(?:^|(?<=\\s))#[^\\n]*", javascript: "//[^\\n]*" };

/** Cut code into `{text, kind}`; kind is undefined for plain text. */
export function tokens(code, lang) {
  const parts = [COMMENT[lang] && `(?<comment>${COMMENT[lang]})`, `(?<string>${STRING})`];
  if (WORDS[lang]) parts.push(`(?<word>\\b(?:${WORDS[lang]})\\b)`);
  if (lang === "shell") parts.push("(?<flag>(?<=\\s)--?[a-zA-Z][\\w-]*)");
  parts.push(`(?<number>${NUMBER})`);
  const pattern = new RegExp(parts.filter(Boolean).join("|"), "gm");
  const found = [];
  let at = 0;
  for (const match of code.matchAll(pattern)) {
    if (match.index > at) found.push({ text: code.slice(at, match.index) });
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    found.push({ text: match[0], kind });
    at = match.index + match[0].length;
  }
  if (at < code.length) found.push({ text: code.slice(at) });
  return found;
}
