import { formatCheckpoint, MalformedCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint';
import { cosignatureLine } from './cosignature';
import { COSIGNATURE, generateSigningKey, parseSigningKey, parseVerifierKey } from './key';
import { signNote, UntrustedNote } from './note';
import { EMPTY_ROOT, leafHash } from './tree';
import vectors from './vectors.json';

const root = leafHash(Buffer.from('entry'));
const base64 = root.toString('base64');
const origin = 'log.example/audit';
const text = `${origin}\n20852163\n${base64}\n`;

describe('Checkpoints', () => {
  test('Anything but three lines with one spelling each is refused', () => {
    for (const bad of [
      '',
      '\n\n\n',
      text.slice(0, -1),
      `${text}\n`,
      `${text}extension line\n`,
      `\n${text}`,
      text.replace(origin, ''),
      text.replace('20852163', '020852163'),
      text.replace('20852163', '+20852163'),
      text.replace('20852163', '-1'),
      text.replace('20852163', '2e7'),
      text.replace('20852163', '0x10'),
      text.replace('20852163', ' 20852163'),
      text.replace('20852163', ''),
      text.replace('20852163', '00'),
      text.replace('20852163', '9007199254740992'),
      text.replace('20852163', '0'),
      text.replace(base64, ''),
      text.replace(base64, base64.replace('=', '')),
      text.replace(base64, `${base64}=`),
      text.replace(base64, ` ${base64}`),
      text.replace(base64, root.toString('base64url')),
      text.replace(base64, root.toString('hex')),
      text.replace(base64, root.subarray(1).toString('base64')),
      text.replace(base64, Buffer.concat([root, root]).toString('base64')),
      text.replaceAll('\n', '\r\n'),
    ]) {
      expect(() => parseCheckpoint(bad)).toThrow(MalformedCheckpoint);
    }
  });

  test('No checkpoint is written that could not be read', () => {
    for (const bad of [
      { origin: '', size: 1, root },
      { origin: 'a\nb', size: 1, root },
      { origin: 'half \ud800', size: 1, root },
      { origin, size: -1, root },
      { origin, size: 1.5, root },
      { origin, size: 2 ** 53, root },
      { origin, size: 1e21, root },
      { origin, size: 0, root },
      { origin, size: 1, root: root.subarray(1) },
    ]) {
      expect(() => formatCheckpoint(bad)).toThrow(MalformedCheckpoint);
    }
  });

  test('A checkpoint reads back as it was written', () => {
    expect(formatCheckpoint({ origin, size: 20_852_163, root })).toBe(text);
    expect(parseCheckpoint(text)).toEqual({ origin, size: 20_852_163, root });
    const empty = { origin, size: 0, root: EMPTY_ROOT };
    expect(parseCheckpoint(formatCheckpoint(empty))).toEqual(empty);
    // The example of C2SP tlog-checkpoint.
    const example = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    expect(formatCheckpoint(parseCheckpoint(example))).toBe(example);
  });
});

describe('Trusting a checkpoint', () => {
  const log = parseSigningKey(generateSigningKey(origin));
  const witness = parseSigningKey(generateSigningKey('witness.example/w1', COSIGNATURE));
  const note = signNote(text, log) + cosignatureLine(text, witness, 1_795_392_000);
  const known = [log.verifier, witness.verifier];

  test('A witness alone cannot vouch for a checkpoint', () => {
    const [, witnessLine] = note.slice(text.length + 1).split(/(?<=\n)/);
    expect(() => openCheckpoint(`${text}\n${witnessLine}`, known, origin)).toThrow(UntrustedNote);
    expect(() => openCheckpoint(note, [witness.verifier], origin)).toThrow(UntrustedNote);
  });

  test('A checkpoint of another log is refused, also when its key is known', () => {
    const other = parseSigningKey(generateSigningKey('other.example'));
    const theirs = signNote(text.replace(origin, 'other.example'), other);
    const impostor = signNote(text, other);
    expect(() => openCheckpoint(theirs, [...known, other.verifier], origin)).toThrow(UntrustedNote);
    const misplaced = signNote(text.replace(origin, 'other.example'), log);
    expect(() => openCheckpoint(misplaced, known, origin)).toThrow(UntrustedNote);
    expect(() => openCheckpoint(impostor, [...known, other.verifier], origin)).toThrow(UntrustedNote);
  });

  test('A signed text that is no checkpoint is refused', () => {
    expect(() => openCheckpoint(signNote('hello\n', log), known, origin)).toThrow(MalformedCheckpoint);
  });

  test('A checkpoint opens with the cosignatures of the known witnesses and their times', () => {
    expect(openCheckpoint(note, known, origin)).toEqual({
      origin,
      size: 20_852_163,
      root,
      cosignatures: [{ key: witness.verifier, time: 1_795_392_000 }],
    });
    expect(openCheckpoint(note, [log.verifier], origin).cosignatures).toEqual([]);
  });

  test('A checkpoint of a public log opens', () => {
    const { cosigned } = vectors;
    const published = `${cosigned.origin}\n${cosigned.size}\n${cosigned.root}\n\n${cosigned.signatures.join('')}`;
    const keys = [cosigned.log, ...cosigned.witnesses].map(parseVerifierKey);
    const { size, cosignatures } = openCheckpoint(published, keys, cosigned.origin);
    expect(size).toBe(cosigned.size);
    expect(cosignatures.map(({ time }) => time)).toEqual([cosigned.time, cosigned.time]);
  });
});
