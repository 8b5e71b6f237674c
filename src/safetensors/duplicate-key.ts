const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

/**
 * A key that some object of this JSON text has twice, undefined where none has: `JSON.parse` would keep the last one
 * in silence. The text must be JSON.
 */
export function duplicateKey(json: string): string | undefined {
  const keys: (Set<string> | undefined)[] = [];
  let text: string | undefined;
  for (const [part] of json.matchAll(token)) {
    if (part === '{') keys.push(new Set());
    else if (part === '[') keys.push(undefined);
    else if (part === '}' || part === ']') keys.pop();
    else if (part === ':') {
      const key = JSON.parse(text ?? '""') as string;
      const seen = keys.at(-1);
      if (seen?.has(key)) return key;
      seen?.add(key);
    } else text = part;
  }
  return undefined;
}
