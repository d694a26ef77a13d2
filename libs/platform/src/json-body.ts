import type { IncomingHttpHeaders } from 'node:http';
import { type Problem, problemsOf } from '#problem';
import { problemOf } from './problem-filter';

const problem = problemsOf('platform', {
  'too-deep': {
    status: 400,
    title: 'The JSON is nested too deep',
    advice: 'Send the fields that the API documentation names.',
  },
  'member-repeated': {
    status: 400,
    title: 'A field stands more than once in an object of the JSON',
    advice: 'Send each field once.',
  },
});

const unreadable = (): Problem => problemOf({ statusCode: 400 });
const DEPTH_LIMIT = 12;
const QUOTE = 0x22;
const COLON = 0x3a;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Only plain UTF-8 is read. A body that says it is packed or in another charset would be read here as something other
 * than what its sender, or a filter on the way, takes it for (RFC 9110, 15.5.16).
 * @throws Problem `platform.not-json`
 */
export function checkEncoding(headers: IncomingHttpHeaders): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  const packed = headers['content-encoding'] ?? 'identity';
  if (charset.toLowerCase() !== 'utf-8' || packed.toLowerCase() !== 'identity') throw problemOf({ statusCode: 415 });
}

/**
 * Reads a body the strict way (I-JSON, RFC 7493): valid UTF-8, at most 12 levels, no member twice in an object, and no
 * member whose name would reach an object's prototype. Two readers of such a text can only see the same thing.
 * @throws Problem `platform.bad-request`, `platform.too-deep`, `platform.member-repeated`
 */
export function readJsonBody(bytes: Uint8Array): unknown {
  let text: string;
  let value: unknown;
  try {
    text = UTF8.decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw unreadable();
  }
  // JSON.parse keeps the last of two members: then the value has fewer names than the text has colons.
  if (namesIn(value) !== colonsIn(text)) throw problem('member-repeated');
  return value;
}

/** Number of member names in the whole value. Layer by layer: depth is what it guards against, so no recursion. */
function namesIn(value: unknown): number {
  let names = 0;
  let layer: unknown[] = [value];
  for (let depth = 0; layer.length > 0; depth++) {
    if (depth >= DEPTH_LIMIT) throw problem('too-deep');
    const next: unknown[] = [];
    for (const item of layer) {
      if (typeof item !== 'object' || item === null) continue;
      if (!Array.isArray(item)) names += harmlessNames(item);
      for (const inner of Object.values(item)) if (typeof inner === 'object' && inner !== null) next.push(inner);
    }
    layer = next;
  }
  return names;
}

function harmlessNames(item: object): number {
  const names = Object.keys(item);
  if (names.includes('__proto__') || names.includes('constructor')) throw unreadable();
  return names.length;
}

/** Colons outside strings of a text that is known to be JSON: one for each member. */
function colonsIn(json: string): number {
  let colons = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    if (character === COLON) colons++;
    else if (character === QUOTE) at = endOfString(json, at);
  }
  return colons;
}

function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    let escapes = 0;
    while (json[end - 1 - escapes] === '\\') escapes++;
    if (escapes % 2 === 0) return end;
  }
}
