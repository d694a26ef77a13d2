import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Matches } from 'class-validator';
import { DataSource } from 'typeorm';
import { type Actor, Requires, TheActor } from '#access';
import { AuditKeys, type RecordProof, proveReceipt } from '#accountability';
import { StrictBody } from '#platform';
import { PublishSeconds } from './settings';

class ProofBody {
  /** 16 bytes in base64url */
  @Matches(/^[\w-]{21}[AQgw]$/) receipt: string;
}

@Controller('v1/proofs')
export class ProofsController {
  constructor(
    private readonly database: DataSource,
    private readonly keys: AuditKeys,
    private readonly publish: PublishSeconds,
  ) {}

  @Post()
  @HttpCode(200)
  @Requires('proof.read')
  prove(@TheActor() actor: Actor, @Body(StrictBody) { receipt }: ProofBody): Promise<RecordProof> {
    return proveReceipt(this.database, this.keys, actor.id, Buffer.from(receipt, 'base64url'), this.publish.seconds);
  }
}
