import { createHash } from 'node:crypto';
import { Body, Controller, HttpCode, Injectable, Post, Req } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, Matches } from 'class-validator';
import { StrictBody } from '#platform';
import { KINDS, type Kind, MAX_BATCH, type Use } from '#tokens';
import { InForce } from './in-force';
import { Ledger } from './ledger';
import { type AuthorisedRequest, NeedsScopeByUse, marksAddressesOnly } from './rights';
import { TICKET_LIFE } from './ticket';
import { ELEMENT_BYTES, USES } from './wire';

/** 32 bytes in base64url; the last character carries two unused bits that must be zero. */
const ELEMENT = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

export class EvaluationRequest {
  @IsIn(USES)
  readonly use: Use;

  @IsIn(KINDS)
  readonly kind: Kind;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BATCH)
  @Matches(ELEMENT, { each: true })
  readonly blinded: string[];
}

export interface EvaluationAnswer {
  readonly kind: Kind;
  /** For use `ask` one per live epoch, the active one first; for `register` the active one only */
  readonly evaluations: readonly {
    readonly epoch: string;
    readonly elements: readonly string[];
    readonly proof: string;
  }[];
  /** JWS in compact form; the index takes it once, within five minutes */
  readonly ticket: string;
}

/** Who asks, as the access token says. */
interface Party {
  /** issuer and subject of the access token, joined by a bar */
  readonly actor: string;
  /** Whether it is a department's system */
  readonly connection: boolean;
  /** Whether her budget stays that of a newcomer, unless the operator raised it */
  readonly low: boolean;
}

/** Debit and row first, key second, answer last: a crash at any point leaves at worst a row without an answer. */
@Injectable()
export class EvaluateBlinded {
  constructor(
    private readonly inForce: InForce,
    private readonly ledger: Ledger,
  ) {}

  /** @throws Problem 400 for a bad element, 403, 429, 503 when the row or the evaluation cannot be had */
  execute({ actor, connection, low }: Party, { use, kind, blinded }: EvaluationRequest): Promise<EvaluationAnswer> {
    const { custody, pool, signer } = this.inForce.now;
    const epochs = custody.epochsFor(use);
    const count = blinded.length;
    return pool.admit(count, epochs.length, async () => {
      const digest = digestOf(actor, use, kind, blinded);
      const wanted = { actor, connection, low, use, kind, count, digest, epoch: custody.active };
      const { ticket, at } = await this.ledger.book(wanted);
      const iat = Math.floor(at / 1000);
      const claims = { iss: custody.id, sub: actor, use, kind, count, jti: ticket.toString('base64url'), iat };
      const evaluations = await pool.evaluate({ kind, epochs, elements: joined(blinded) });
      return {
        kind,
        evaluations: evaluations.map(({ epoch, elements, proof }) => ({
          epoch,
          elements: split(elements),
          proof: Buffer.from(proof).toString('base64url'),
        })),
        ticket: signer.sign({ ...claims, exp: iat + TICKET_LIFE }),
      };
    });
  }
}

@Controller('v1/evaluations')
export class EvaluationsController {
  constructor(private readonly evaluate: EvaluateBlinded) {}

  @Post()
  @HttpCode(200)
  @NeedsScopeByUse({ ask: 'raakvlak:ask', register: 'raakvlak:register' })
  async answer(
    @Body(StrictBody) body: EvaluationRequest,
    @Req() { bearer }: AuthorisedRequest,
  ): Promise<EvaluationAnswer> {
    const { issuer, subject, roles } = bearer;
    const actor = `${issuer}|${subject}`;
    const party = { actor, connection: roles.includes('connection'), low: marksAddressesOnly(roles) };
    return this.evaluate.execute(party, body);
  }
}

/** What makes a request the same one. The form of an element was checked, so the same bytes are the same characters. */
const digestOf = (...parts: readonly (string | readonly string[])[]): Buffer =>
  createHash('sha256').update(JSON.stringify(parts)).digest();

function joined(blinded: readonly string[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(blinded.length * ELEMENT_BYTES);
  blinded.forEach((element, i) => bytes.set(Buffer.from(element, 'base64url'), i * ELEMENT_BYTES));
  return bytes;
}

function split(elements: Uint8Array): string[] {
  const bytes = Buffer.from(elements.buffer, elements.byteOffset, elements.byteLength);
  return Array.from({ length: bytes.length / ELEMENT_BYTES }, (_, i) =>
    bytes.toString('base64url', i * ELEMENT_BYTES, (i + 1) * ELEMENT_BYTES),
  );
}
