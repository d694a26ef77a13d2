import { formatCheckpoint } from './checkpoint';
import { cosignatureLine } from './cosignature';
import { COSIGNATURE, generateSigningKey, parseSigningKey } from './key';
import { signNote, UntrustedNote } from './note';
import { inclusionProof } from './proof';
import { FalseProof, formatProof, MalformedProof, parseProof, verifyProof } from './tlog-proof';
import { append, emptyFrontier, leafHash, rootOf } from './tree';

const origin = 'log.example/audit';
const log = parseSigningKey(generateSigningKey(origin));
const witness = parseSigningKey(generateSigningKey('witness.example/w1', COSIGNATURE));
const known = [log.verifier, witness.verifier];

const entries = Array.from({ length: 300 }, (_, i) => Buffer.from(`entry ${i}`));
const leaves = entries.map(leafHash);
const { frontier, completed } = append(emptyFrontier(), leaves);
const stored = (level: number): Buffer[] => (level === 0 ? leaves : completed.map(({ hash }) => hash));
const body = formatCheckpoint({ origin, size: frontier.size, root: rootOf(frontier) });
const checkpoint = signNote(body, log) + cosignatureLine(body, witness, 1_795_392_000);
const index = 137;
const entry = entries[index]!;
let text: string;

beforeAll(async () => {
  const read = { hashes: async (level: number, start: number, n: number) => stored(level).slice(start, start + n) };
  text = formatProof({ index, proof: await inclusionProof(index, frontier.size, read), checkpoint });
});

describe('A proof in one text', () => {
  test('What is no proof is refused', () => {
    const [firstHash] = text.split('\n').slice(2);
    for (const bad of [
      '',
      '\n\n',
      text.replace('@v1', '@v2'),
      ` ${text}`,
      `\ufeff${text}`,
      text.replaceAll('\n', '\r\n'),
      text.replace('index 137\n', ''),
      text.replace('index 137', 'index 0137'),
      text.replace('index 137', 'index -1'),
      text.replace('index 137', 'index'),
      text.replace('index 137', 'Index 137'),
      text.replace('index 137', 'index 137 '),
      text.replace('index 137', 'index 9007199254740992'),
      text.replace('index 137', 'index 137\nindex 137'),
      text.replace('index 137', 'index 137\nextra QQ=='),
      text.replace('index 137', 'extra QQ==\nextra QQ==\nindex 137'),
      text.replace('index 137', 'extra \nindex 137'),
      text.replace('index 137', 'extra QR==\nindex 137'),
      text.replace('index 137', 'extra !!\nindex 137'),
      text.replace(firstHash!, 'AAAA'),
      text.replace(firstHash!, ` ${firstHash}`),
      text.replace(firstHash!, `${firstHash}\n`.repeat(64).trimEnd()),
      text.slice(0, text.indexOf('\n\n')),
      text.slice(0, text.indexOf('\n\n') + 2),
    ]) {
      expect(() => parseProof(bad)).toThrow(MalformedProof);
    }
  });

  test('No proof is written that could not be read', () => {
    const proof = [leaves[0]!];
    expect(() => formatProof({ index: -1, proof, checkpoint })).toThrow(MalformedProof);
    expect(() => formatProof({ index, proof: [Buffer.alloc(31)], checkpoint })).toThrow(MalformedProof);
    expect(() => formatProof({ index, proof, checkpoint, extra: Buffer.alloc(0) })).toThrow(MalformedProof);
    expect(() => formatProof({ index, proof, checkpoint: '' })).toThrow(MalformedProof);
  });

  test('A proof reads back as it was written, with and without extra data', () => {
    expect(formatProof(parseProof(text))).toBe(text);
    const withExtra = formatProof({ ...parseProof(text), extra: Buffer.from('W group') });
    expect(withExtra.split('\n')[1]).toBe(`extra ${Buffer.from('W group').toString('base64')}`);
    expect(formatProof(parseProof(withExtra))).toBe(withExtra);
    expect(formatProof({ index: 0, proof: [], checkpoint: 'c\n' })).toBe('c2sp.org/tlog-proof@v1\nindex 0\n\nc\n');
  });
});

describe('Verifying a proof', () => {
  test('A record that is not there is refused', () => {
    expect(() => verifyProof({ entry: entries[138]! }, text, known, origin)).toThrow(FalseProof);
    expect(() => verifyProof({ leafHash: leaves[138]! }, text, known, origin)).toThrow(FalseProof);
    expect(() => verifyProof({ entry: leaves[index]! }, text, known, origin)).toThrow(FalseProof);
  });

  test('A proof with another place, a changed path or a hash more or less is refused', () => {
    const { proof, ...rest } = parseProof(text);
    const refused = (changed: Partial<Parameters<typeof formatProof>[0]>): void => {
      const other = formatProof({ proof, ...rest, ...changed });
      expect(() => verifyProof({ entry }, other, known, origin)).toThrow(FalseProof);
    };
    refused({ index: 136 });
    refused({ index: 138 });
    refused({ index: 300 });
    refused({ proof: proof.slice(1) });
    refused({ proof: proof.slice(0, -1) });
    refused({ proof: [...proof, leaves[0]!] });
    refused({ proof: [...proof].reverse() });
  });

  test('A head that the log did not sign, or that was changed, is refused', () => {
    const stranger = parseSigningKey(generateSigningKey(origin));
    expect(() => verifyProof({ entry }, text, [stranger.verifier], origin)).toThrow(UntrustedNote);
    expect(() => verifyProof({ entry }, text, [witness.verifier], origin)).toThrow(UntrustedNote);
    expect(() => verifyProof({ entry }, text, known, 'log.example/other')).toThrow(UntrustedNote);
    const larger = text.replace('\n300\n', '\n301\n');
    expect(() => verifyProof({ entry }, larger, known, origin)).toThrow(UntrustedNote);
  });

  test('No error repeats what was in the proof', () => {
    for (const bad of [text.replace('index', 'secret'), text.replace('\n300\n', '\nsecret\n'), 'secret']) {
      try {
        verifyProof({ entry }, bad, known, origin);
        throw new Error('accepted');
      } catch (error) {
        expect(String(error)).not.toMatch(/secret|accepted/);
      }
    }
  });

  test('A good proof says where the record stands, in which tree, and who saw that', () => {
    const { checkpoint: head, ...found } = verifyProof({ entry }, text, known, origin);
    expect(found).toEqual({ index });
    expect(head.size).toBe(300);
    expect(head.cosignatures).toEqual([{ key: witness.verifier, time: 1_795_392_000 }]);
    expect(verifyProof({ leafHash: leaves[index]! }, text, known, origin).index).toBe(index);
  });
});
