/**
 * custodian: the process that holds the token keys.
 *
 * Owns the keys per kind of subject and epoch, the enrolment and the meters of people and connections, the ledger of
 * evaluations, and the tickets that the index accepts. It evaluates blinded elements with a proof that the published key
 * was used (RFC 9497, verifiable mode), after row and debit in its own database are committed. It never sees an identifier
 * or a token, knows no team, purpose or answer, and has no connection to the index. It runs with an operator of its own;
 * see docs/threat-model.md. Its two programs beside this process: `ceremony.ts` for keys, `office.ts` for people.
 */
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { custodianMigrations } from '#migrations';
import { AccessTokens, migrate, openDatabase, openEdge, runProcess, UnitOfWork } from '#platform';
import { CONFIGURATION, readCustodianConfiguration } from './configuration';
import { EvaluateBlinded, EvaluationsController } from './evaluations.controller';
import { InForce } from './in-force';
import { Ledger } from './ledger';
import { AllowedOrigins } from './origins';
import { PublishedController } from './published.controller';
import { RightsGuard } from './rights';

async function start(): Promise<{ port: number; close(): Promise<void> }> {
  const configuration = readCustodianConfiguration();
  const inForce = await InForce.open(configuration);
  await migrate(configuration.DATABASE_URL, custodianMigrations);
  const database = await openDatabase({ url: configuration.DATABASE_URL, name: 'raakvlak-custodian' }).initialize();
  const ledger = new Ledger(new UnitOfWork(database), {
    budgets: () => inForce.now.budgets,
    backlog: () => inForce.now.pool.backlog,
  });
  // What a signed document, a key file or a file with budgets says anew is taken without a restart.
  process.on('SIGHUP', () => void inForce.renew(readCustodianConfiguration));
  const tokens = new AccessTokens({
    issuer: configuration.OIDC_ISSUER,
    audience: configuration.AUDIENCE,
    claims: configuration.CLAIMS_FILE,
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
        { provide: DataSource, useValue: database },
        { provide: InForce, useValue: inForce },
        { provide: Ledger, useValue: ledger },
      ],
    } as never,
    { port: configuration.PORT, host: configuration.HOST },
  );
  return {
    port: edge.port,
    close: async () => {
      // Answers under way still need the workers and the ledger.
      await edge.close();
      ledger.close();
      await inForce.close();
      await database.destroy();
    },
  };
}

runProcess('custodian', start);
