import { isRecord, refused } from './token-refusal';

/** One part of a token as an object; a repeated member name means that two readers could see two tokens (RFC 8725, 2.4). */
export function readObject(part: string): Record<string, unknown> {
  let value: unknown;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'));
    value = JSON.parse(text);
  } catch {
    throw refused('malformed');
  }
  if (!isRecord(value)) throw refused('malformed');
  if (hasRepeatedMember(text)) throw refused('repeated-member');
  return value;
}

/** Whether any object in a JSON text that is known to parse names a member twice, escapes resolved. */
export function hasRepeatedMember(json: string): boolean {
  const open: (Set<unknown> | undefined)[] = [];
  let expectsName = false;
  for (const [lexeme] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const members = open.at(-1);
    if (lexeme === '{' || lexeme === '[') open.push(lexeme === '{' ? new Set() : undefined);
    else if (lexeme === '}' || lexeme === ']') open.pop();
    else if (lexeme !== ',' && expectsName && members !== undefined) {
      const name: unknown = JSON.parse(lexeme);
      if (members.has(name)) return true;
      members.add(name);
    }
    expectsName = lexeme === '{' || lexeme === ',';
  }
  return false;
}
