/**
 * index: HTTP of the index.
 *
 * Controllers, the classes of requests and answers, and the wiring. No SQL and no rules: those live in the libraries.
 * It holds the storage key and the audit key, sees tokens and never identifiers, and has no connection to the database
 * of the custodian. Any number of these processes share one database.
 */
import { APP_GUARD, DiscoveryModule, Reflector } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type Actor, EveryRouteNamesItsRight, type Right, RightsGuard } from '#access';
import { AuditKeys, Recorder, prepareRecord } from '#accountability';
import { Policies } from '#disclosure';
import {
  CarryOutTeamChanges,
  InquiryGrounds,
  Involvement,
  Link,
  Lookup,
  MoveInvolvementHandler,
  OurInvolvementHandler,
  PlanTeamChangeHandler,
  ProtocolState,
  RegisterInvolvementHandler,
  RegisterInvolvementsHandler,
  RegistrationGrounds,
  RenewInvolvementHandler,
  RenewInvolvementsHandler,
  StorageKey,
  TeamChangeGrounds,
  WhoElseIsInvolvedHandler,
  WithdrawInvolvementHandler,
  WithdrawInvolvementsHandler,
  WithdrawTeamHandler,
} from '#involvement';
import {
  CancelTeamChangeHandler,
  Catalogue,
  ChangeContactHandler,
  Department,
  HeartbeatHandler,
  KnownEpochs,
  OrganisationHandler,
  Proposals,
  Purpose,
  PutDepartmentHandler,
  PutTeamHandler,
  Team,
  TeamChangesHandler,
  organisationCarries,
} from '#organisation';
import { AccessTokens, UnitOfWork, openDatabase, openEdge, poolOf, runProcess } from '#platform';
import { HealthController } from './health.controller';
import { InquiriesController } from './inquiries.controller';
import { InvolvementsController } from './involvements.controller';
import { ListsController } from './lists.controller';
import { OpenApiController } from './openapi.controller';
import { OrganisationController } from './organisation.controller';
import { ProofsController } from './proofs.controller';
import { PublishSeconds, readSettings } from './settings';
import { TeamChangesController } from './team-changes.controller';

const value = <T extends object>(token: abstract new (...given: never[]) => T, useValue: T) => ({
  provide: token,
  useValue,
});

async function start(): Promise<{ port: number; close(): Promise<void> }> {
  const settings = readSettings();
  const database = await openDatabase({
    url: settings.DATABASE_URL,
    entities: [Department, Team, Purpose, Involvement, Link],
    name: 'raakvlak-index',
    connections: settings.DATABASE_CONNECTIONS,
  }).initialize();
  const protocol = new ProtocolState({
    custodianUrl: settings.CUSTODIAN_URL,
    rootKey: settings.ROOT_PUBLIC_KEY,
    demo: settings.DEMO,
  });
  await protocol.start();

  const unitOfWork = new UnitOfWork(database);
  const recorder = new Recorder(unitOfWork);
  const catalogue = new Catalogue(database);
  const policies = new Policies(database);
  const auditKeys = new AuditKeys(settings.AUDIT_KEY_FILE);
  const storageKey = new StorageKey(settings.STORAGE_KEY_FILE);
  const tokens = new AccessTokens({
    issuer: settings.OIDC_ISSUER,
    audience: settings.AUDIENCE,
    ...(settings.OIDC_JWKS_URI === undefined ? {} : { jwksUri: settings.OIDC_JWKS_URI }),
  });
  const onRefusal = (actor: Actor, right: Right): Promise<void> =>
    recorder.note([
      prepareRecord(
        {
          happening: { action: right, purpose: 'unknown', department: 'unknown', outcome: 'refused' },
          actor: { id: actor.id, roles: actor.roles },
          technical: { client: actor.client, node: 'index' },
          disclosed: { reason: 'access.not-allowed' },
        },
        auditKeys,
      ),
    ]);

  class IndexModule {}
  const edge = await openEdge(
    {
      module: IndexModule,
      imports: [CqrsModule.forRoot(), DiscoveryModule],
      controllers: [
        InquiriesController,
        InvolvementsController,
        ListsController,
        OpenApiController,
        OrganisationController,
        ProofsController,
        TeamChangesController,
        HealthController,
      ],
      providers: [
        value(DataSource, database),
        value(UnitOfWork, unitOfWork),
        value(Recorder, recorder),
        value(Catalogue, catalogue),
        value(AuditKeys, auditKeys),
        value(StorageKey, storageKey),
        value(ProtocolState, protocol),
        value(Lookup, new Lookup(poolOf(database), storageKey)),
        value(Proposals, new Proposals(unitOfWork, auditKeys, organisationCarries())),
        value(
          TeamChangeGrounds,
          new TeamChangeGrounds(
            catalogue,
            policies,
            new CarryOutTeamChanges(unitOfWork, catalogue, policies, storageKey, auditKeys),
          ),
        ),
        value(InquiryGrounds, new InquiryGrounds(catalogue, policies, protocol, storageKey, auditKeys)),
        value(RegistrationGrounds, new RegistrationGrounds(catalogue, protocol, storageKey, auditKeys)),
        value(KnownEpochs, new KnownEpochs(() => protocol.current().known)),
        value(PublishSeconds, new PublishSeconds(settings.PUBLISH_SECONDS)),
        { provide: APP_GUARD, useValue: new RightsGuard(new Reflector(), tokens, onRefusal) },
        EveryRouteNamesItsRight,
        WhoElseIsInvolvedHandler,
        RegisterInvolvementHandler,
        RegisterInvolvementsHandler,
        RenewInvolvementHandler,
        RenewInvolvementsHandler,
        WithdrawInvolvementHandler,
        WithdrawInvolvementsHandler,
        WithdrawTeamHandler,
        MoveInvolvementHandler,
        OurInvolvementHandler,
        PutDepartmentHandler,
        PutTeamHandler,
        HeartbeatHandler,
        ChangeContactHandler,
        OrganisationHandler,
        PlanTeamChangeHandler,
        TeamChangesHandler,
        CancelTeamChangeHandler,
      ],
    } as never,
    { port: settings.PORT, host: settings.HOST },
  );
  return {
    port: edge.port,
    close: async () => {
      await edge.close();
      protocol.stop();
      await database.destroy();
    },
  };
}

runProcess('index', start);
