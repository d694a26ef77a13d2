import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build, type Plugin, stop } from 'esbuild';
import fc from 'fast-check';
import {
  append,
  canonicalJson,
  emptyFrontier,
  entryOf,
  formatCheckpoint,
  formatProof,
  generateSigningKey,
  groupDigest,
  inclusionProof,
  leafHash,
  parseSigningKey,
  rootOf,
  signNote,
} from '#transparency';
import { NodeBuffer } from './node-buffer';
import * as standIn from './node-crypto';
import { type Vectors, outcomesOf } from './proof-cases';

const root = resolve(__dirname, '../../../..');

/** The checks as a page has them: one script for an engine without Node, with what stands in for it. */
async function bundled(): Promise<{ script: string; inputs: string[] }> {
  const { imports } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
    imports: Record<string, { types: string }>;
  };
  const doors: Plugin = {
    name: 'doors',
    setup({ onResolve }) {
      onResolve({ filter: /^#/ }, ({ path }) => ({ path: resolve(root, imports[path]?.types ?? 'no such door') }));
      onResolve({ filter: /^node:crypto$/ }, () => ({ path: resolve(__dirname, 'node-crypto.ts') }));
    },
  };
  try {
    const { outputFiles, metafile } = await build({
      absWorkingDir: root,
      stdin: {
        contents: `import { outcomesOf } from './proof-cases';
          globalThis.outcomes = (vectors) => JSON.stringify(outcomesOf(JSON.parse(vectors)));`,
        resolveDir: __dirname,
      },
      bundle: true,
      platform: 'browser',
      format: 'iife',
      target: 'es2023',
      plugins: [doors],
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    return { script: outputFiles[0]!.text, inputs: Object.keys(metafile.inputs) };
  } finally {
    await stop();
  }
}

/** A log of three records as the index answers about it: honest, and spoilt in each of its parts. */
async function answers(): Promise<Vectors['answers']> {
  const origin = 'log.example/audit';
  const key = parseSigningKey(generateSigningKey(origin));
  const log = { logKey: key.verifier.text, logOrigin: origin };
  const receipt = crypto.randomBytes(16);
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const digest = crypto.createHash('sha256').update(receipt).digest().subarray(0, 16);
  const w = canonicalJson({ action: 'inquiry', at: 1_795_000_000_000, purpose: 'home-visit', receipt: text(digest) });
  const salt = crypto.randomBytes(32);
  const digests = { S: salt, A: salt, X: salt, D: salt, W: groupDigest('W', salt, w) };
  const entries = [0, 1, 2].map((seq) => entryOf({ seq, day: 20_775, digests }));
  const leaves = entries.map(leafHash);
  const reader = { hashes: async (_: number, start: number, count: number) => leaves.slice(start, start + count) };
  const head = rootOf(append(emptyFrontier(), leaves).frontier);
  const checkpoint = signNote(formatCheckpoint({ origin, size: 3, root: head }), key);
  const proof = formatProof({ index: 1, proof: await inclusionProof(1, 3, reader), checkpoint });
  const others = { s: text(salt), a: text(salt), x: text(salt), d: text(salt) };
  const record = { seq: '1', day: 20_775, w: { salt: text(salt), bytes: text(w) }, digests: others };
  const body = { record, proof };
  const good = { receipt: text(receipt), body, log };
  const stranger = parseSigningKey(generateSigningKey(origin)).verifier.text;
  return [
    good,
    { ...good, receipt: text(crypto.randomBytes(16)) },
    { ...good, body: { ...body, record: { ...record, seq: '2' } } },
    { ...good, body: { ...body, record: { ...record, day: 20_776 } } },
    { ...good, body: { ...body, record: { ...record, w: { ...record.w, bytes: text(canonicalJson({})) } } } },
    { ...good, body: { ...body, record: { ...record, digests: { ...others, a: text(w.subarray(0, 32)) } } } },
    { ...good, body: { ...body, proof: proof.replace('index 1', 'index 2') } },
    { ...good, body: { ...body, proof: 'c2sp.org' } },
    { ...good, body: {} },
    { ...good, log: { ...log, logKey: stranger } },
    { ...good, log: {} },
  ];
}

async function vectorsOf(): Promise<Vectors> {
  const file = resolve(root, 'libs/transparency/src/vectors.json');
  const { specNote, peterNeumann, enochRoot, cosigned, plusInKey, ...vectors } = JSON.parse(
    readFileSync(file, 'utf8'),
  ) as Vectors & {
    specNote: { key: string; text: string; signature: string };
    peterNeumann: { key: string; text: string; signature: string };
    enochRoot: { key: string; signature: string };
    cosigned: { origin: string; size: number; root: string; signatures: string[]; log: string; witnesses: string[] };
    plusInKey: string;
  };
  const head = `${cosigned.origin}\n${cosigned.size}\n${cosigned.root}\n`;
  return {
    ...vectors,
    notes: [
      { text: specNote.text, signatures: specNote.signature, keys: [specNote.key] },
      {
        text: peterNeumann.text,
        signatures: peterNeumann.signature + enochRoot.signature,
        keys: [peterNeumann.key, enochRoot.key],
      },
      { text: head, signatures: cosigned.signatures.join(''), keys: cosigned.witnesses },
    ],
    keys: [specNote.key, peterNeumann.key, enochRoot.key, plusInKey, cosigned.log, ...cosigned.witnesses],
    answers: await answers(),
  };
}

describe('a page checks proofs with the code of the log’s own room', () => {
  let inNode: Record<string, unknown[]>;
  let inPage: Record<string, unknown[]>;
  let inputs: string[];

  beforeAll(async () => {
    const vectors = await vectorsOf();
    inNode = JSON.parse(JSON.stringify(outcomesOf(vectors))) as typeof inNode;
    const bundle = await bundled();
    inputs = bundle.inputs;
    // What a worker has beside the language, and nothing of Node.
    const page = createContext({ TextEncoder, TextDecoder, atob, btoa, URL, vectors: JSON.stringify(vectors) });
    runInContext(bundle.script, page);
    expect(runInContext('typeof process + typeof require', page)).toBe('undefinedundefined');
    inPage = JSON.parse(runInContext('outcomes(vectors)', page) as string) as typeof inPage;
  });

  it.each(['tree', 'inclusion', 'consistency', 'notes', 'keys', 'canonical', 'records', 'answers'])(
    'and comes to the same as Node: %s',
    (what) => {
      expect(inPage[what]?.length).toBeGreaterThan(3 - Number(what === 'notes'));
      expect(inPage[what]).toEqual(inNode[what]);
    },
  );

  it('which accepts what is right and nothing that was spoilt', () => {
    const claims = [...(inPage['inclusion'] ?? []), ...(inPage['consistency'] ?? [])] as boolean[][];
    expect(claims.map(([first]) => first)).toEqual(claims.map(() => true));
    expect(claims.flatMap(([, ...others]) => others).filter(Boolean).length).toBeLessThan(20);
    const [good, ...bad] = inPage['answers'] ?? [];
    expect(good).toMatchObject({ verified: true, seq: 1, checkpoint: { size: 3 } });
    expect(new Set(bad)).toEqual(new Set(['client.proof-invalid', 'client.unexpected-answer', 'client.no-log-key']));
  });

  it('and brings nothing along that belongs to a server', () => {
    expect(inputs.some((input) => input.endsWith('libs/transparency/src/tlog-proof.ts'))).toBe(true);
    expect(inputs.filter((input) => /libsodium|argon2|@nestjs|node_modules\/(?!@noble\/)/.test(input))).toEqual([]);
  });
});

describe('what stands in for node:crypto', () => {
  it('makes no key, signs nothing, and knows no other digest or key', () => {
    for (const work of [standIn.sign, standIn.createPrivateKey, standIn.generateKeyPairSync])
      expect(() => work()).toThrow('private keys');
    expect(() => standIn.hash('md5', '')).toThrow('SHA-256');
    const { publicKey } = crypto.generateKeyPairSync('x25519', {
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    });
    expect(() => standIn.createPublicKey({ key: publicKey })).toThrow('Ed25519');
    expect(() => standIn.createPublicKey({ key: publicKey.subarray(1) })).toThrow('Ed25519');
  });

  it('hashes and verifies as Node does', () => {
    const made = crypto.generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    });
    const secret = crypto.createPrivateKey({ key: made.privateKey, format: 'der', type: 'pkcs8' });
    const key = standIn.createPublicKey({ key: made.publicKey });
    expect(Buffer.from(key.export()).equals(made.publicKey)).toBe(true);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 511 }), (data, bit) => {
        expect(standIn.hash('sha256', data)).toBe(crypto.hash('sha256', data));
        const signature = crypto.sign(null, data, secret);
        expect(standIn.verify(null, data, key, signature)).toBe(true);
        signature[bit >> 3]! ^= 1 << (bit & 7);
        expect(standIn.verify(null, data, key, signature)).toBe(false);
        expect(standIn.verify(null, data, key, signature.subarray(1))).toBe(false);
      }),
      { numRuns: 40 },
    );
    expect(standIn.hash('sha256', 'é')).toBe(crypto.hash('sha256', 'é'));
  });
});

describe('what stands in for Buffer', () => {
  const bytes = fc.uint8Array({ maxLength: 80 });

  it('refuses what it was not made for', () => {
    expect(() => NodeBuffer.from('a', 'latin1')).toThrow('not part');
    expect(() => NodeBuffer.alloc(1).toString('ucs2')).toThrow('not part');
  });

  it('writes, reads, joins and compares as Node does', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.nat({ max: 20 }), (a, b, start) => {
        const [own, other] = [NodeBuffer.from(a), NodeBuffer.from(b)];
        for (const encoding of ['hex', 'base64', 'utf8'] as const) {
          expect(own.toString(encoding, start)).toBe(Buffer.from(a).toString(encoding, start));
          const text = Buffer.from(a).toString(encoding);
          expect([...NodeBuffer.from(text, encoding)]).toEqual([...Buffer.from(text, encoding)]);
        }
        expect([...NodeBuffer.concat([own, b])]).toEqual([...a, ...b]);
        expect(NodeBuffer.compare(own, other)).toBe(Buffer.compare(a, b));
        expect(own.equals(other)).toBe(Buffer.from(a).equals(b));
        expect(own.subarray(1)).toBeInstanceOf(NodeBuffer);
      }),
    );
  });

  it('keeps numbers as Node does, also in a part of something larger', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.nat({ max: 2 ** 32 - 1 }), (large, small) => {
        const [own, nodes] = [NodeBuffer.alloc(20, 7).subarray(3), Buffer.alloc(20, 7).subarray(3)];
        for (const one of [own as NodeBuffer, nodes]) {
          one.writeBigUInt64BE(large, 1);
          one.writeUInt32BE(small, 9);
        }
        expect([...own]).toEqual([...nodes]);
        expect([(own as NodeBuffer).readBigUInt64BE(1), (own as NodeBuffer).readUInt32BE(9)]).toEqual([large, small]);
      }),
    );
  });

  it('what is no base64 comes back as something else, as it does in Node', () => {
    for (const text of ['!', 'A', 'QQ', 'QQ=', 'QR==', 'Q Q==', '-_-_', 'QQ==QQ==', '=', 'é'])
      for (const kind of [NodeBuffer, Buffer]) expect(kind.from(text, 'base64').toString('base64')).not.toBe(text);
  });

  it('nothing is shared with what it was made from', () => {
    const source = Uint8Array.of(1, 2);
    const copy = NodeBuffer.from(source);
    source[0] = 9;
    expect([...copy]).toEqual([1, 2]);
  });
});
