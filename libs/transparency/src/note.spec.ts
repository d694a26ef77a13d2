import { generateKeyPairSync } from 'node:crypto';
import { cosignatureLine } from './cosignature';
import {
  COSIGNATURE,
  ED25519,
  generateSigningKey,
  MalformedKey,
  parseSigningKey,
  parseVerifierKey,
  verifierKey,
} from './key';
import { addSignatures, MalformedNote, openNote, signNote, UntrustedNote } from './note';
import vectors from './vectors.json';

const { specNote, peterNeumann, enochRoot, cosigned, plusInKey } = vectors;
const peter = parseVerifierKey(peterNeumann.key);
const enoch = parseVerifierKey(enochRoot.key);
const byPeter = `${peterNeumann.text}\n${peterNeumann.signature}`;
const byBoth = byPeter + enochRoot.signature;

describe('Keys', () => {
  test('A verifier key with any character changed or missing is refused', () => {
    const { key } = peterNeumann;
    for (let i = 0; i < key.length; i++) {
      const changed = key.slice(0, i) + String.fromCharCode(key.charCodeAt(i) + 1) + key.slice(i + 1);
      expect(() => parseVerifierKey(changed)).toThrow(MalformedKey);
      expect(() => parseVerifierKey(key.slice(0, i))).toThrow(MalformedKey);
      if (i > 0) expect(() => parseVerifierKey(key.slice(i))).toThrow(MalformedKey);
    }
  });

  test('A verifier key of another length or type is refused, also with a fitting id', () => {
    // From golang.org/x/mod, sumdb/note/note_test.go: each has the id that belongs to its bytes.
    for (const key of [
      'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
      'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    ]) {
      expect(() => parseVerifierKey(key)).toThrow(MalformedKey);
    }
  });

  test('A key name has no spaces, no plus and no control characters', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\u2003b', 'a\nb', 'a\u0085b', 'a\u0001b', 'a\ud800']) {
      expect(() => verifierKey(name, publicKey)).toThrow(MalformedKey);
    }
    expect(() => verifierKey('log', generateKeyPairSync('x25519').publicKey)).toThrow(MalformedKey);
  });

  test('A signing key with any character changed or missing is refused, and the error does not show it', () => {
    const { signingKey } = peterNeumann;
    for (let i = 0; i < signingKey.length; i++) {
      const changed =
        signingKey.slice(0, i) + String.fromCharCode(signingKey.charCodeAt(i) + 1) + signingKey.slice(i + 1);
      for (const bad of [changed, signingKey.slice(0, i)]) {
        const error = (() => {
          try {
            return parseSigningKey(bad);
          } catch (thrown) {
            return thrown as Error;
          }
        })();
        expect(error).toBeInstanceOf(MalformedKey);
        expect((error as Error).message).not.toContain('AYEKFALVFGyN');
      }
    }
  });

  test('Published keys are read, and written back as they were', () => {
    for (const text of [
      specNote.key,
      peterNeumann.key,
      enochRoot.key,
      plusInKey,
      cosigned.log,
      ...cosigned.witnesses,
    ]) {
      expect(parseVerifierKey(text).text).toBe(text);
    }
    expect(parseVerifierKey(specNote.key)).toMatchObject({ name: 'example.com/foo', id: '530d903a', type: ED25519 });
    expect(parseVerifierKey(cosigned.witnesses[0]!).type).toBe(COSIGNATURE);
    expect(parseSigningKey(peterNeumann.signingKey).verifier.text).toBe(peterNeumann.key);
  });

  test('One key pair has another id for each type', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    expect(verifierKey('a', publicKey, ED25519).id).not.toBe(verifierKey('a', publicKey, COSIGNATURE).id);
    expect(verifierKey('a', publicKey).id).not.toBe(verifierKey('b', publicKey).id);
  });

  test('A generated key signs what its published half verifies', () => {
    const key = parseSigningKey(generateSigningKey('log.example/audit'));
    const note = signNote('hello\n', key);
    expect(openNote(note, [parseVerifierKey(key.verifier.text)]).text).toBe('hello\n');
  });
});

describe('Signed notes', () => {
  test('A note that no known key signed is refused', () => {
    expect(() => openNote(byBoth, [])).toThrow(UntrustedNote);
    expect(() => openNote(byPeter, [enoch])).toThrow(UntrustedNote);
  });

  test('A known key whose signature does not hold makes the note worthless, whoever else signed', () => {
    const changed = byBoth.replace('answer', 'Answer');
    expect(() => openNote(changed, [peter])).toThrow(UntrustedNote);
    const damaged = byPeter + damagedLine(enochRoot.signature);
    expect(() => openNote(damaged, [peter, enoch])).toThrow(UntrustedNote);
    expect(openNote(damaged, [peter]).signatures).toHaveLength(1);
    const short = byBoth.replace(/(EnochRoot .{20}).*/, '$1');
    expect(() => openNote(short, [peter, enoch])).toThrow(UntrustedNote);
    // A second, bad signature of a key that also signed well.
    const twice = byPeter + damagedLine(peterNeumann.signature);
    expect(() => openNote(twice, [peter])).toThrow(UntrustedNote);
  });

  test('Every flipped bit in the text or the signature is noticed', () => {
    const bytes = Buffer.from(byPeter);
    for (let i = 0; i < bytes.length; i++) {
      const flipped = Buffer.from(bytes);
      flipped[i]! ^= 1 << (i % 8);
      expect(() => openNote(flipped, [peter])).toThrow(/^(A note|No known key|That is no signature|The signature)/);
    }
  });

  test('What is no note is refused', () => {
    const { text, signature } = peterNeumann;
    for (const bad of [
      '',
      '\n',
      text,
      `${text}\n`,
      signature,
      `${text}\n${signature}`.slice(0, -1),
      `${text}\n${signature}Unexpected line.\n`,
      `${text}\n${signature}\n`,
      `${text}\n${signature}— \n`,
      `\u0001${text}\n${signature}`,
      `${text}\t\n${signature}`,
      `${text}\r\n\r\n${signature}`,
      `\ud800${text}\n${signature}`,
      `${text}\n${signature.replace('—', '-')}`,
      `${text}\n${signature.replace('Peter', 'Peter ')}`,
      `${text}\n${signature.replace('Peter', 'Peter+')}`,
      `${text}\n${signature.replace('Peter', 'Peter\u00a0')}`,
      `${text}\n${signature.replace('=', '')}`,
      `${text}\n${signature.replace('=', '==')}`,
      `${text}\n${signature.replace('AM=', 'AN=')}`,
      `${text}\n— PeterNeumann x08gow==\n`,
      `${text}\n${signature.repeat(65)}`,
      'x'.repeat(1_000_001),
    ]) {
      expect(() => openNote(bad, [peter])).toThrow(MalformedNote);
    }
    expect(() => openNote(Buffer.concat([Buffer.of(0xff), Buffer.from(byPeter)]), [peter])).toThrow(MalformedNote);
  });

  test('A byte order mark is part of the text, not something to skip', () => {
    expect(() => openNote(Buffer.from(`\ufeff${byPeter}`), [peter])).toThrow(UntrustedNote);
  });

  test('The example of the specification opens, as text and as bytes', () => {
    const note = `${specNote.text}\n${specNote.signature}`;
    const key = parseVerifierKey(specNote.key);
    expect(openNote(note, [key])).toEqual({ text: specNote.text, signatures: [{ key }] });
    expect(openNote(Buffer.from(note), [key]).text).toBe(specNote.text);
  });

  test('Signing gives the bytes that the Go implementation gives', () => {
    expect(signNote(peterNeumann.text, parseSigningKey(peterNeumann.signingKey))).toBe(byPeter);
  });

  test('Signatures of unknown keys are passed over, also when they share a name or an id with a known one', () => {
    expect(openNote(byBoth, [peter]).signatures).toEqual([{ key: peter }]);
    expect(openNote(byBoth, [enoch, peter]).signatures).toEqual([{ key: peter }, { key: enoch }]);
    const sameName = enochRoot.signature.replace('EnochRoot', 'PeterNeumann');
    const sameId = peterNeumann.signature.replace('PeterNeumann', 'Somebody');
    expect(openNote(byPeter + sameName + sameId, [peter]).signatures).toEqual([{ key: peter }]);
  });

  test('A key counts once, however often it signed', () => {
    expect(openNote(byPeter + peterNeumann.signature, [peter, peter]).signatures).toEqual([{ key: peter }]);
  });

  test('A note may have more than sixteen signatures, large ones of unknown kinds among them', () => {
    const large = (i: number) => `— unknown${i}.example ${Buffer.alloc(4 + 2_428, i).toString('base64')}\n`;
    const lines = Array.from({ length: 20 }, (_, i) => large(i)).join('');
    expect(openNote(`${peterNeumann.text}\n${lines}${peterNeumann.signature}`, [peter]).signatures).toHaveLength(1);
  });

  test('A text may hold empty lines and any language', () => {
    const key = parseSigningKey(generateSigningKey('poet.example'));
    const text = 'Ognuno sta solo\n\ned è subito sera.\n';
    expect(openNote(signNote(text, key), [key.verifier]).text).toBe(text);
    const tricky = `a\n\n${peterNeumann.signature}`;
    expect(openNote(signNote(tricky, key), [key.verifier]).text).toBe(tricky);
  });

  test('Only a text that can be a note is signed', () => {
    const key = parseSigningKey(generateSigningKey('log.example'));
    for (const text of ['', 'no newline', 'tab\there\n', 'half \ud800 a pair\n']) {
      expect(() => signNote(text, key)).toThrow(MalformedNote);
    }
    const witness = parseSigningKey(generateSigningKey('witness.example', COSIGNATURE));
    expect(() => signNote('text\n', witness)).toThrow(MalformedKey);
  });

  test('Only signature lines can be added to a note', () => {
    for (const lines of ['', '\n', `\n${enochRoot.signature}`, 'x\n', enochRoot.signature.slice(0, -1)]) {
      expect(() => addSignatures(byPeter, lines)).toThrow(MalformedNote);
    }
    expect(addSignatures(byPeter, enochRoot.signature)).toBe(byBoth);
  });
});

describe('Cosignatures', () => {
  const text = 'log.example/audit\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n';
  const log = parseSigningKey(generateSigningKey('log.example/audit'));
  const witness = parseSigningKey(generateSigningKey('witness.example/w1', COSIGNATURE));
  const note = signNote(text, log);

  test('A cosignature over another text, or with another time, does not hold', () => {
    const line = cosignatureLine(text, witness, 1_795_392_000);
    const [, , base64] = line.trimEnd().split(' ');
    const later = Buffer.from(base64!, 'base64');
    later[4 + 7]! ^= 1;
    const moved = line.replace(base64!, later.toString('base64'));
    const far = Buffer.from(base64!, 'base64');
    far[4] = 0xff;
    const known = [log.verifier, witness.verifier];
    expect(openNote(note + line, known).signatures).toHaveLength(2);
    expect(() => openNote(note + moved, known)).toThrow(UntrustedNote);
    expect(() => openNote(note + line.replace(base64!, far.toString('base64')), known)).toThrow(UntrustedNote);
    const other = signNote(text.replace('audit', 'other'), log);
    expect(() => openNote(other + line, known)).toThrow(UntrustedNote);
  });

  test('A witness does not sign as a log, nor a log as a witness', () => {
    expect(() => cosignatureLine(text, log, 1)).toThrow(MalformedKey);
    const asLog = verifierKey(witness.verifier.name, witness.verifier.publicKey, ED25519);
    const line = cosignatureLine(text, witness, 1);
    expect(openNote(note + line, [log.verifier, asLog]).signatures).toEqual([{ key: log.verifier }]);
  });

  test('A checkpoint of a public log opens with the keys of the log and two of its witnesses, with their time', () => {
    const { origin, size, root, signatures, time } = cosigned;
    const public_ = `${origin}\n${size}\n${root}\n\n${signatures.join('')}`;
    const keys = [cosigned.log, ...cosigned.witnesses].map(parseVerifierKey);
    const [logKey, first, second] = keys;
    expect(openNote(public_, keys).signatures).toEqual([{ key: logKey }, { key: first, time }, { key: second, time }]);
    expect(() => openNote(public_.replace(String(size), String(size + 1)), [first!])).toThrow(UntrustedNote);
  });
});

/** The same line with one bit of the signature changed. */
function damagedLine(line: string): string {
  const [dash, name, base64] = line.trimEnd().split(' ');
  const bytes = Buffer.from(base64!, 'base64');
  bytes[10]! ^= 4;
  return `${dash} ${name} ${bytes.toString('base64')}\n`;
}
