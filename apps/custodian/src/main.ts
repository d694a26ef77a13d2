/**
 * custodian: the process that holds the token keys.
 *
 * Owns the keys per kind of subject and epoch, the ledger of evaluations, and the tickets that the index accepts. It
 * evaluates blinded elements with a proof that the published key was used (RFC 9497, verifiable mode), after the row
 * in its own database is committed. It never sees an identifier or a token, knows no team, purpose or answer, and has
 * no connection to the index. It runs with an operator of its own; see docs/threat-model.md.
 */
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { custodianMigrations } from '#migrations';
import { AccessTokens, migrate, openDatabase, openEdge, runProcess, UnitOfWork } from '#platform';
import { CONFIGURATION, readCustodianConfiguration } from './configuration';
import { Custody } from './custody';
import { EvaluationPool } from './evaluation-pool';
import { EvaluateBlinded, EvaluationsController } from './evaluations.controller';
import { Ledger } from './ledger';
import { AllowedOrigins } from './origins';
import { PublishedController } from './published.controller';
import { RightsGuard } from './rights';
import { TicketSigner } from './ticket';

async function start(): Promise<{ port: number; close(): Promise<void> }> {
  const configuration = readCustodianConfiguration();
  const custody = await Custody.open(configuration);
  await migrate(configuration.DATABASE_URL, custodianMigrations);
  const database = await openDatabase({ url: configuration.DATABASE_URL, name: 'raakvlak-custodian' }).initialize();
  const pool = await EvaluationPool.open(custody.keys, configuration.WORKERS);
  const tokens = new AccessTokens({
    issuer: configuration.OIDC_ISSUER,
    audience: configuration.AUDIENCE,
    jwksUri: configuration.OIDC_JWKS_URI,
  });
  const edge = await openEdge(
    {
      module: class Custodian {},
      imports: [DiscoveryModule],
      controllers: [EvaluationsController, PublishedController],
      providers: [
        EvaluateBlinded,
        AllowedOrigins,
        { provide: APP_GUARD, useClass: RightsGuard },
        { provide: CONFIGURATION, useValue: configuration },
        { provide: AccessTokens, useValue: tokens },
        { provide: Custody, useValue: custody },
        { provide: DataSource, useValue: database },
        { provide: EvaluationPool, useValue: pool },
        { provide: Ledger, useValue: new Ledger(new UnitOfWork(database), () => pool.backlog) },
        { provide: TicketSigner, useValue: new TicketSigner(custody.ticketKey, custody.ticketKid) },
      ],
    } as never,
    { port: configuration.PORT, host: configuration.HOST },
  );
  return {
    port: edge.port,
    close: async () => {
      // Answers under way still need the workers and the ledger.
      await edge.close();
      await pool.close();
      await database.destroy();
    },
  };
}

runProcess('custodian', start);
